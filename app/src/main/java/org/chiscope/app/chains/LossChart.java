package org.chiscope.app.chains;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Axis;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.theme.Palette;

/** φ = L − L(w*) of every draw of all chains, its plateau, and where it leaves that. */
final class LossChart extends DrawsChart {
    private static final double LINE = 1;

    LossChart() {
        setId("loss-chart");
    }

    /** The power of ten that the axis is written in. */
    static int exponent(EnsembleDraws draws) {
        double[] range = range(draws);
        return NumberText.exponent(Math.max(Math.abs(range[0]), Math.abs(range[1])));
    }

    /** From 0, the checkpoint's loss, unless all draws lie far above it. */
    private static double[] range(EnsembleDraws draws) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (EnsembleDraws.Chain chain : draws.chains()) {
            for (double value : chain.observable()) {
                if (Double.isFinite(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        if (low > high) {
            return new double[] {0, 1};
        }
        if (low > 0 && high - low > 0.5 * low) {
            low = 0;
        }
        double room = high > low ? 0.06 * (high - low) : Math.max(1e-9, 0.01 * Math.abs(low));
        return new double[] {low == 0 ? 0 : low - room, high + room};
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        EnsembleDraws shown = draws;
        if (shown == null) {
            return;
        }
        Brush brush = new Brush(g, paletteProperty().get());
        if (shown.chains().isEmpty()) {
            nothing(brush, "No draws yet.");
            return;
        }
        Palette palette = brush.palette();
        double[] range = range(shown);
        int longest = Math.max(2, shown.longest());
        Axis across = new Axis(1, longest, LEFT, width - RIGHT);
        Axis up = new Axis(range[0], range[1], height - BOTTOM, TOP);
        axes(brush, across, up, "draw");
        g.save();
        g.beginPath();
        g.rect(LEFT, 0, width - LEFT, height - BOTTOM);
        g.clip();
        for (EnsembleDraws.Chain chain : shown.chains()) {
            trace(g, across, up, chain.observable(), ChainColours.of(palette, chain.number()));
            if (chain.failed()) {
                int last = chain.observable().length;
                cross(brush, across.at(last), up.at(chain.observable()[last - 1]));
            }
        }
        double plateau = shown.plateau().value();
        if (Double.isFinite(plateau)) {
            brush.dashed(
                    across.start(), up.at(plateau), across.end(), up.at(plateau), palette.text());
        }
        g.restore();
        if (shown.leaves() > 0) {
            double x = across.at(shown.leaves() + 1.0);
            brush.dashed(x, TOP, x, up.start(), palette.danger());
            boolean left = x > (across.start() + across.end()) / 2;
            brush.text(
                    "leaves at " + NumberText.count(shown.leaves() + 1L),
                    Brush.Type.SMALL,
                    palette.danger(),
                    left ? TextAlignment.RIGHT : TextAlignment.LEFT,
                    x + (left ? -5 : 5),
                    up.start() - 8);
        }
    }

    /** A line through all draws; where a pixel holds many, from their least to their largest. */
    private static void trace(
            GraphicsContext g, Axis across, Axis up, double[] values, Color line) {
        g.setStroke(line);
        g.setLineWidth(LINE);
        g.beginPath();
        double perPixel = values.length / Math.max(1, across.end() - across.start());
        int step = perPixel <= 2 ? 1 : (int) Math.ceil(perPixel);
        for (int t = 0; t < values.length; t += step) {
            double x = across.at(t + 1.0);
            double low = values[t];
            double high = values[t];
            for (int s = t + 1; s < Math.min(values.length, t + step); s++) {
                low = Math.min(low, values[s]);
                high = Math.max(high, values[s]);
            }
            if (t == 0) {
                g.moveTo(x, up.at(low));
            } else {
                g.lineTo(x, up.at(low));
            }
            if (high > low) {
                g.lineTo(x, up.at(high));
            }
        }
        g.stroke();
    }

    private static void cross(Brush brush, double x, double y) {
        Color colour = brush.palette().danger();
        brush.line(x - 4, y - 4, x + 4, y + 4, colour, 1.5);
        brush.line(x - 4, y + 4, x + 4, y - 4, colour, 1.5);
    }
}
