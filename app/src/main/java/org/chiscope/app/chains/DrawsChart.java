package org.chiscope.app.chains;

import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Axis;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.chart.Ticks;
import org.chiscope.app.theme.Palette;
import org.jspecify.annotations.Nullable;

/** A chart of one ensemble's draws, beside which another's may be drawn. */
abstract class DrawsChart extends PaintedRegion {
    static final double LEFT = 40;
    static final double RIGHT = 10;
    static final double TOP = 8;
    static final double BOTTOM = 34;

    @Nullable EnsembleDraws draws;
    @Nullable EnsembleDraws other;

    DrawsChart() {
        setMinSize(120, 110);
    }

    final void show(@Nullable EnsembleDraws selected, @Nullable EnsembleDraws pinned) {
        draws = selected;
        other = pinned;
        requestLayout();
    }

    /** One sentence in the place of the chart. */
    static void nothing(Brush brush, String sentence) {
        brush.text(sentence, Brush.Type.WORDS, brush.palette().muted(), TextAlignment.LEFT, 0, 10);
    }

    /** The frame of a chart: an axis of whole numbers below with its name, one on the left. */
    static void axes(Brush brush, Axis across, Axis up, String name) {
        Palette palette = brush.palette();
        int most = Math.max(2, (int) (Math.abs(up.end() - up.start()) / 36));
        for (double tick : up.ticks(most)) {
            double y = up.at(tick);
            brush.line(across.start(), y, across.end(), y, palette.borderFaint(), 1);
            brush.text(
                    up.words(tick, most),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.RIGHT,
                    across.start() - 6,
                    y);
        }
        brush.line(across.start(), up.start(), across.end(), up.start(), palette.border(), 1);
        double span = across.high() - across.low();
        double step = Math.max(1, Ticks.step(span, across.room()));
        if (step != Math.rint(step)) {
            step = 2 * step; // 2.5 is the only round step beyond 1 that is not whole
        }
        for (double tick : Ticks.between(across.low(), across.high(), step)) {
            brush.text(
                    NumberText.count(Math.round(tick)),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.CENTER,
                    across.at(tick),
                    up.start() + 10);
        }
        brush.text(
                name,
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.CENTER,
                (across.start() + across.end()) / 2,
                up.start() + 25);
    }
}
