package org.chiscope.app.chains;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Axis;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.theme.Palette;
import org.jspecify.annotations.Nullable;

/** How far φ of a draw is still known from the draw so many before, A solid and B dashed. */
final class AutocorrelationChart extends DrawsChart {

    AutocorrelationChart() {
        setId("autocorrelation-chart");
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        EnsembleDraws shown = draws;
        if (shown == null) {
            return;
        }
        Brush brush = new Brush(g, paletteProperty().get());
        if (shown.autocorrelations().length < 2) {
            nothing(brush, "Too few draws of sound chains.");
            return;
        }
        Palette palette = brush.palette();
        EnsembleDraws second = other;
        int lags = shown.autocorrelations().length - 1;
        double low = lowest(shown.autocorrelations());
        if (second != null) {
            lags = Math.max(lags, second.autocorrelations().length - 1);
            low = Math.min(low, lowest(second.autocorrelations()));
        }
        double band = 2 / Math.sqrt(shown.soundDraws());
        Axis across = new Axis(0, lags, LEFT, width - RIGHT);
        Axis up =
                new Axis(
                        Math.max(-1, Math.min(-0.2, Math.min(low, -band) - 0.05)),
                        1.05,
                        height - BOTTOM,
                        TOP);
        brush.fill(
                across.start(),
                up.at(band),
                across.end() - across.start(),
                up.at(-band) - up.at(band),
                palette.text().deriveColor(0, 1, 1, 0.1));
        axes(brush, across, up, "lag, draws");
        brush.line(across.start(), up.at(0), across.end(), up.at(0), palette.border(), 1);
        if (second != null) {
            g.setLineDashes(4, 3);
            line(g, across, up, second.autocorrelations(), palette.muted());
            g.setLineDashes();
        }
        line(g, across, up, shown.autocorrelations(), palette.text());
        for (int lag = 0; lag < shown.autocorrelations().length && lags <= 60; lag++) {
            brush.dot(across.at(lag), up.at(shown.autocorrelations()[lag]), 2, palette.text());
        }
        key(brush, shown, second, across.end());
    }

    private static void key(
            Brush brush, EnsembleDraws shown, @Nullable EnsembleDraws second, double right) {
        Palette palette = brush.palette();
        if (second == null) {
            return;
        }
        double widest =
                Math.max(
                        brush.width(shown.line().label(), Brush.Type.SMALL),
                        brush.width(second.line().label(), Brush.Type.SMALL));
        double x = right - widest - 30;
        brush.line(x, TOP + 6, x + 22, TOP + 6, palette.text(), 1.5);
        brush.dashed(x, TOP + 21, x + 22, TOP + 21, palette.muted());
        brush.text(
                shown.line().label(),
                Brush.Type.SMALL,
                palette.text(),
                TextAlignment.LEFT,
                x + 28,
                TOP + 6);
        brush.text(
                second.line().label(),
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.LEFT,
                x + 28,
                TOP + 21);
    }

    private static void line(
            GraphicsContext g, Axis across, Axis up, double[] values, Color colour) {
        if (values.length < 2) {
            return;
        }
        g.setStroke(colour);
        g.setLineWidth(1.5);
        g.beginPath();
        g.moveTo(across.at(0), up.at(values[0]));
        for (int lag = 1; lag < values.length; lag++) {
            g.lineTo(across.at(lag), up.at(values[lag]));
        }
        g.stroke();
    }

    private static double lowest(double[] values) {
        double low = 0;
        for (double value : values) {
            low = Math.min(low, value);
        }
        return low;
    }
}
