package org.chiscope.app.inspector;

import io.fair_acc.chartfx.axes.spi.DefaultNumericAxis;
import org.chiscope.app.chart.Ticks;

/**
 * An axis for small charts: ChartFX's own leaves so much room between ticks that a low chart has
 * one of them.
 */
final class CloseTicksAxis extends DefaultNumericAxis {
    private static final double APART_VERTICALLY = 22;
    private static final double APART_HORIZONTALLY = 46;

    @Override
    public double computePreferredTickUnit(double length) {
        boolean vertical = getSide() != null && getSide().isVertical();
        double apart = vertical ? APART_VERTICALLY : APART_HORIZONTALLY;
        double span = getMax() - getMin();
        return span > 0
                ? Ticks.step(span, (int) Math.max(2, length / apart))
                : super.computePreferredTickUnit(length);
    }
}
