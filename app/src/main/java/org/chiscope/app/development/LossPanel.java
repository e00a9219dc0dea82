package org.chiscope.app.development;

import java.util.List;
import java.util.Map;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Axis;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.theme.Palette;
import org.chiscope.experiment.LossLog;
import org.chiscope.response.Estimate;

/** The losses of the training on the left axis, and λ̂ of the full ensemble on the right one. */
final class LossPanel extends StepChart {
    private static final double RIGHT = 52;
    private static final double LOGARITHMIC_FROM = 30;

    /** Categories of the losses, by place. */
    private static final int[] COLOURS = {1, 7, 3, 5, 4, 2};

    LossPanel() {
        setId("development-losses");
    }

    @Override
    void paint(
            Brush brush,
            DevelopmentState shown,
            DevelopmentChoice chosen,
            double width,
            double height) {
        Palette palette = brush.palette();
        StepScale scale = new StepScale(shown.steps(), chosen.spacing());
        Axis across = across(LEFT, width - RIGHT);
        Axis lambda = lambdaAxis(shown, height);
        steps(brush, scale, across, lambda, shown.steps().get(chosen.stage()));
        double x = losses(brush, shown, scale, across, height);
        Estimate[] values = new Estimate[shown.steps().size()];
        double[] places = new double[values.length];
        for (int s = 0; s < values.length; s++) {
            values[s] = shown.table().stages().get(s).lambda();
            places[s] = across.at(scale.at(shown.steps().get(s)));
        }
        int exponent = plainExponent(lambda);
        for (double tick : lambda.ticks(room(lambda))) {
            brush.text(
                    words(lambda, tick, exponent),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.LEFT,
                    across.end() + 6,
                    lambda.at(tick));
        }
        series(brush, places, values, lambda, palette.text(), false);
        key(brush, x, palette.text(), "λ-hat of the full ensemble (right axis)");
        brush.text(
                NumberText.power(exponent),
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.RIGHT,
                width - 8,
                12);
    }

    private static Axis lambdaAxis(DevelopmentState shown, double height) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (var stage : shown.table().stages()) {
            double error = stage.lambda().monteCarloError();
            double half = Double.isFinite(error) ? 2 * error : 0;
            if (Double.isFinite(stage.lambda().value())) {
                low = Math.min(low, stage.lambda().value() - half);
                high = Math.max(high, stage.lambda().value() + half);
            }
        }
        if (low > high) {
            low = 0;
            high = 1;
        }
        double margin = high > low ? 0.06 * (high - low) : 1;
        return new Axis(low - margin, high + margin, height - BOTTOM, TOP);
    }

    /** Draws the losses of the steps in sight; returns where the next word of the key stands. */
    private static double losses(
            Brush brush, DevelopmentState shown, StepScale scale, Axis across, double height) {
        LossLog log = shown.log();
        double x = LEFT;
        double[] range = log == null ? new double[0] : range(shown, log, scale);
        if (log == null || range.length == 0) {
            return x;
        }
        Palette palette = brush.palette();
        boolean logarithmic = range[0] > 0 && range[1] > LOGARITHMIC_FROM * range[0];
        double low = logarithmic ? Math.log10(range[0]) : range[0];
        double high = logarithmic ? Math.log10(range[1]) : range[1];
        double margin = high > low ? 0.06 * (high - low) : 1;
        Axis up = new Axis(low - margin, high + margin, height - BOTTOM, TOP);
        if (logarithmic) {
            powers(brush, across, up);
        } else {
            numbers(brush, across, up, 0);
        }
        int number = 0;
        GraphicsContext g = brush.context();
        for (Map.Entry<String, List<Double>> loss : shown.losses().entrySet()) {
            Color colour = palette.category(COLOURS[number++ % COLOURS.length]);
            g.setStroke(colour);
            g.setLineWidth(1.25);
            double beforeX = Double.NaN;
            double beforeY = Double.NaN;
            for (int i = 0; i < log.steps().size(); i++) {
                double value = loss.getValue().get(i);
                double y = up.at(logarithmic ? Math.log10(value) : value);
                if (!scale.holds(log.steps().get(i)) || !Double.isFinite(y)) {
                    continue;
                }
                double at = across.at(scale.at(log.steps().get(i)));
                if (Double.isFinite(beforeX)) {
                    g.strokeLine(beforeX, beforeY, at, y);
                }
                beforeX = at;
                beforeY = y;
            }
            x = key(brush, x, colour, loss.getKey().replace('_', ' ') + " loss");
        }
        brush.text("nats", Brush.Type.SMALL, palette.muted(), TextAlignment.LEFT, 8, 12);
        return x;
    }

    /** The least and the largest loss in sight; nothing if there is none. */
    private static double[] range(DevelopmentState shown, LossLog log, StepScale scale) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (List<Double> loss : shown.losses().values()) {
            for (int i = 0; i < loss.size(); i++) {
                if (scale.holds(log.steps().get(i)) && Double.isFinite(loss.get(i))) {
                    low = Math.min(low, loss.get(i));
                    high = Math.max(high, loss.get(i));
                }
            }
        }
        return low > high ? new double[0] : new double[] {low, high};
    }

    private static void powers(Brush brush, Axis across, Axis up) {
        int first = (int) Math.ceil(up.low());
        int last = (int) Math.floor(up.high());
        int step = Math.max(1, (last - first + 1) / room(up));
        for (int power = first; power <= last; power += step) {
            double y = up.at(power);
            brush.line(across.start(), y, across.end(), y, brush.palette().borderFaint(), 1);
            String words = power == 0 ? "1" : NumberText.power(power).replace("× ", "");
            brush.text(
                    words,
                    Brush.Type.TICKS,
                    brush.palette().muted(),
                    TextAlignment.RIGHT,
                    across.start() - 6,
                    y);
        }
    }

    private static double key(Brush brush, double x, Color colour, String words) {
        brush.line(x, 12, x + 14, 12, colour, 2);
        brush.text(
                words, Brush.Type.SMALL, brush.palette().muted(), TextAlignment.LEFT, x + 19, 12);
        return x + 19 + brush.width(words, Brush.Type.SMALL) + 18;
    }
}
