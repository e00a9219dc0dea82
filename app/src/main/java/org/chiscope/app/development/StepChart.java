package org.chiscope.app.development;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Axis;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.chart.Ticks;
import org.chiscope.app.theme.Palette;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/** A chart over the steps of a training, with a line where the chosen checkpoint is. */
abstract class StepChart extends PaintedRegion {
    static final double LEFT = 50;
    static final double TOP = 28;
    static final double BOTTOM = 20;
    static final double DOT = 2.75;
    static final double BAND = 0.13;
    private static final double TICK_ROOM = 26;
    private static final double MARK_ROOM = 52;
    private static final double LINE = 1.5;

    @Nullable DevelopmentState state;
    @Nullable DevelopmentChoice choice;

    final void show(@Nullable DevelopmentState shown, @Nullable DevelopmentChoice chosen) {
        state = shown;
        choice = chosen;
        requestLayout();
    }

    @Override
    protected final void paint(GraphicsContext g, double width, double height) {
        DevelopmentState shown = state;
        DevelopmentChoice chosen = choice;
        if (shown != null && chosen != null && width > 2 * LEFT && height > TOP + BOTTOM + 20) {
            paint(new Brush(g, paletteProperty().get()), shown, chosen, width, height);
        }
    }

    abstract void paint(
            Brush brush,
            DevelopmentState shown,
            DevelopmentChoice chosen,
            double width,
            double height);

    /** From the first checkpoint, 0, to the last, 1, with a little room on either side. */
    static Axis across(double left, double right) {
        return new Axis(-0.03, 1.03, left, right);
    }

    /** Steps below, and the line of the chosen checkpoint. */
    static void steps(Brush brush, StepScale scale, Axis across, Axis up, double chosenStep) {
        Palette palette = brush.palette();
        brush.line(across.start(), up.start(), across.end(), up.start(), palette.border(), 1);
        int most = Math.max(2, (int) ((across.end() - across.start()) / MARK_ROOM));
        for (StepScale.Mark mark : scale.marks(most)) {
            double x = across.at(mark.at());
            brush.line(x, up.start(), x, up.start() + 3, palette.border(), 1);
            brush.text(
                    mark.words(),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.CENTER,
                    x,
                    up.start() + 11);
        }
        double at = across.at(scale.at(chosenStep));
        brush.dashed(at, up.end() - 2, at, up.start(), palette.text());
    }

    /** Numbers and faint lines on the left; the line of 0 is stronger. */
    static void numbers(Brush brush, Axis across, Axis up, int exponent) {
        Palette palette = brush.palette();
        int most = room(up);
        for (double tick : up.ticks(most)) {
            double y = up.at(tick);
            Color line = tick == 0 ? palette.muted() : palette.borderFaint();
            brush.line(across.start(), y, across.end(), y, line, 1);
            brush.text(
                    words(up, tick, exponent),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.RIGHT,
                    across.start() - 6,
                    y);
        }
    }

    /** How many numbers have room on the left. */
    static int room(Axis up) {
        return Math.max(2, (int) (Math.abs(up.end() - up.start()) / TICK_ROOM));
    }

    /** A tick in words, divided by that power of ten. */
    static String words(Axis up, double tick, int exponent) {
        double unit = Math.pow(10, exponent);
        double step = Ticks.step(up.high() - up.low(), room(up)) / unit;
        return NumberText.fixed(tick / unit, Ticks.decimals(step));
    }

    /** The power of ten that λ-hat is written in: none, unless it is huge. */
    static int plainExponent(Axis up) {
        return up.high() < 1e5 ? 0 : up.exponent();
    }

    /** A line through values, left out where they are unknown, with a band of two errors. */
    static void series(
            Brush brush, double[] x, Estimate[] values, Axis up, Color colour, boolean marked) {
        band(brush, x, values, up);
        double beforeX = Double.NaN;
        double beforeY = Double.NaN;
        for (int i = 0; i < x.length; i++) {
            double y = up.at(values[i].value());
            if (!Double.isFinite(y)) {
                continue;
            }
            if (Double.isFinite(beforeX)) {
                brush.line(beforeX, beforeY, x[i], y, colour, LINE);
            }
            beforeX = x[i];
            beforeY = y;
        }
        for (int i = 0; i < x.length; i++) {
            double y = up.at(values[i].value());
            if (!Double.isFinite(y)) {
                continue;
            }
            if (marked && values[i].isNoise()) {
                brush.ring(x[i], y, DOT, colour);
            } else {
                brush.dot(x[i], y, DOT, colour);
            }
        }
    }

    private static void band(Brush brush, double[] x, Estimate[] values, Axis up) {
        GraphicsContext g = brush.context();
        g.setFill(brush.palette().text().deriveColor(0, 1, 1, BAND));
        for (int i = 0; i + 1 < x.length; i++) {
            double error = 2 * values[i].monteCarloError();
            double next = 2 * values[i + 1].monteCarloError();
            double y = values[i].value();
            double yNext = values[i + 1].value();
            if (Double.isFinite(error + next + y + yNext)) {
                g.fillPolygon(
                        new double[] {x[i], x[i + 1], x[i + 1], x[i]},
                        new double[] {
                            up.at(y + error),
                            up.at(yNext + next),
                            up.at(yNext - next),
                            up.at(y - error)
                        },
                        4);
            }
        }
    }
}
