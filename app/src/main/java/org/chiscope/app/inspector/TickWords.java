package org.chiscope.app.inspector;

import io.fair_acc.chartfx.axes.Axis;
import javafx.util.StringConverter;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.Ticks;

/** Numbers beside an axis: as many decimals as tell the ticks apart, and the mathematical minus. */
final class TickWords extends StringConverter<Number> {
    private final Axis axis;

    TickWords(Axis axis) {
        this.axis = axis;
    }

    @Override
    public String toString(Number number) {
        double step = axis.getTickUnit();
        return NumberText.fixed(number.doubleValue(), step > 0 ? Ticks.decimals(step) : 3);
    }

    @Override
    public Number fromString(String words) {
        return Double.valueOf(words.replace('\u2212', '-').replace("\u2009", ""));
    }
}
