package org.chiscope.app.chains;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Axis;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.theme.Palette;
import org.chiscope.experiment.RouteCheck;
import org.chiscope.response.Estimate;

/** One cell by its routes, as points with their 95 % intervals on one axis. */
final class RoutesChart extends PaintedRegion {
    private static final double LABELS = 112;
    private static final double RIGHT = 14;
    private static final double ROW = 18;
    private static final double AXIS = 20;

    private final RouteCheck check;
    private final String unit;

    RoutesChart(RouteCheck check, String unit) {
        this.check = check;
        this.unit = unit;
        double height = ROW * rows() + AXIS;
        setMinHeight(height);
        setPrefHeight(height);
    }

    private int rows() {
        return Double.isNaN(check.temperature().value()) ? 2 : 3;
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        Brush brush = new Brush(g, paletteProperty().get());
        Palette palette = brush.palette();
        // What routes 2 and 3 are compared with: the bias of the step is no disagreement.
        double bias = check.bias().value();
        Estimate covariance =
                Double.isFinite(bias)
                        ? new Estimate(
                                check.covariance().value() + bias,
                                Math.hypot(
                                        check.covariance().monteCarloError(),
                                        check.bias().monteCarloError()),
                                Double.NaN,
                                check.covariance().blocks())
                        : check.covariance();
        String[] names = {
            bias != 0 && Double.isFinite(bias) ? "covariance + bias" : "covariance",
            "finite difference",
            "temperature"
        };
        Estimate[] routes = {covariance, check.perturbation(), check.temperature()};
        double low = 0;
        double high = 0;
        for (int i = 0; i < rows(); i++) {
            double half = half(routes[i]);
            if (Double.isFinite(routes[i].value())) {
                low = Math.min(low, routes[i].value() - half);
                high = Math.max(high, routes[i].value() + half);
            }
        }
        if (low == high) {
            return;
        }
        double room = 0.05 * (high - low);
        Axis axis = new Axis(low - room, high + room, LABELS, width - RIGHT);
        double bottom = ROW * rows();
        double half = half(covariance);
        if (Double.isFinite(covariance.value())) {
            brush.fill(
                    axis.at(covariance.value() - half),
                    0,
                    axis.at(covariance.value() + half) - axis.at(covariance.value() - half),
                    bottom,
                    palette.text().deriveColor(0, 1, 1, 0.1));
        }
        brush.dashed(axis.at(0), 0, axis.at(0), bottom, palette.faint());
        for (int i = 0; i < rows(); i++) {
            double y = ROW * (i + 0.5);
            brush.text(names[i], Brush.Type.SMALL, palette.muted(), TextAlignment.LEFT, 0, y);
            if (Double.isFinite(routes[i].value())) {
                double reach = half(routes[i]);
                brush.errorAcross(
                        axis.at(routes[i].value() - reach),
                        axis.at(routes[i].value() + reach),
                        y,
                        palette.text());
                brush.dot(axis.at(routes[i].value()), y, 3.5, palette.text());
            }
        }
        brush.line(axis.start(), bottom, axis.end(), bottom, palette.border(), 1);
        int most = Math.max(2, (int) ((axis.end() - axis.start()) / 56));
        for (double tick : axis.ticks(most)) {
            brush.text(
                    axis.words(tick, most),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.CENTER,
                    axis.at(tick),
                    bottom + 10);
        }
        brush.text(
                NumberText.unit(axis.exponent(), unit).replace("× ", ""),
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.LEFT,
                0,
                bottom + 10);
    }

    private static double half(Estimate estimate) {
        double half = estimate.halfWidth(0.95);
        return Double.isFinite(half) ? half : 0;
    }
}
