package org.chiscope.app.patterning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Axis;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.theme.Palette;
import org.chiscope.experiment.Verification;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/** Realised against predicted changes, with the line of slope 1 and the slope that was found. */
final class VerifyChart extends PaintedRegion {
    private static final double LEFT = 44;
    private static final double RIGHT = 10;
    private static final double TOP = 10;
    private static final double BOTTOM = 38;
    private static final int TICKS = 5;

    private static final double KEY = 17;

    /** Categories of the wanted components, by place. */
    private static final int[] COLOURS = {7, 1, 3, 5, 8, 4, 2, 6};

    private Verification.@Nullable Progress progress;
    private List<PatterningState.Row> wanted = List.of();
    private String unit = "nats";

    /** One side of one trial of one component. */
    private record Point(
            Estimate predicted, Estimate realised, int wanted, boolean counts, double sign) {}

    VerifyChart() {
        getStyleClass().add("verify-chart");
        setId("verify-chart");
        setMinHeight(180);
        setPrefHeight(280);
    }

    /**
     * @param state whose wanted components are told apart by colours, or null
     */
    void show(Verification.@Nullable Progress now, @Nullable PatterningState state) {
        progress = now;
        wanted = now == null || state == null ? List.of() : wanted(state, now.components());
        unit = state == null ? "" : state.unit();
        requestLayout();
    }

    /** Wanted components among those that are sampled; the largest wishes first. */
    private static List<PatterningState.Row> wanted(PatterningState state, List<String> sampled) {
        return state.rows().stream()
                .filter(row -> row.targeted() && sampled.contains(row.name()))
                .sorted(Comparator.comparingDouble(row -> -Math.abs(row.change())))
                .limit(COLOURS.length)
                .toList();
    }

    private List<Point> points(Verification.Progress shown) {
        List<Point> points = new ArrayList<>();
        List<String> names = wanted.stream().map(PatterningState.Row::name).toList();
        for (Verification.Trial trial : shown.trials()) {
            for (int c = 0; c < shown.components().size(); c++) {
                int place = names.indexOf(shown.components().get(c));
                Estimate predicted = trial.predicted().get(c);
                points.add(new Point(predicted, trial.above().get(c), place, trial.counts(), 1));
                points.add(new Point(predicted, trial.below().get(c), place, trial.counts(), -1));
            }
        }
        return points;
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        Verification.Progress shown = progress;
        Brush brush = new Brush(g, paletteProperty().get());
        Palette palette = brush.palette();
        List<Point> points = shown == null ? List.of() : points(shown);
        double most = 0;
        for (Point point : points) {
            most = Math.max(most, Math.abs(point.predicted().value()));
            most = Math.max(most, Math.abs(point.realised().value()));
        }
        double limit = Axis.nice(most > 0 ? 1.15 * most : 1e-3);
        Axis across = new Axis(-limit, limit, LEFT, width - RIGHT);
        Axis up = new Axis(-limit, limit, height - BOTTOM, TOP);
        frame(brush, across, up, most > 0);
        if (shown == null || points.isEmpty()) {
            return;
        }
        slope(brush, across, up, shown.slope(), limit);
        points.stream().filter(p -> p.wanted() < 0).forEach(p -> paint(brush, across, up, p));
        points.stream().filter(p -> p.wanted() >= 0).forEach(p -> paint(brush, across, up, p));
        keys(brush, across, up, points.stream().anyMatch(p -> p.wanted() < 0));
    }

    private void frame(Brush brush, Axis across, Axis up, boolean numbers) {
        Palette palette = brush.palette();
        for (double tick : across.ticks(TICKS)) {
            Color line = tick == 0 ? palette.border() : palette.borderFaint();
            brush.line(across.at(tick), up.end(), across.at(tick), up.start(), line, 1);
            brush.line(across.start(), up.at(tick), across.end(), up.at(tick), line, 1);
            if (numbers) {
                brush.text(
                        across.words(tick, TICKS),
                        Brush.Type.TICKS,
                        palette.muted(),
                        TextAlignment.CENTER,
                        across.at(tick),
                        up.start() + 9);
                brush.text(
                        up.words(tick, TICKS),
                        Brush.Type.TICKS,
                        palette.muted(),
                        TextAlignment.RIGHT,
                        across.start() - 6,
                        up.at(tick));
            }
        }
        brush.dashed(across.start(), up.start(), across.end(), up.end(), palette.faint());
        String power = NumberText.unit(across.exponent(), unit).replace("× ", "");
        String in = power.isEmpty() || !numbers ? "" : ", " + power;
        brush.text(
                "predicted by the other half" + in,
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.CENTER,
                (across.start() + across.end()) / 2,
                up.start() + 26);
        brush.text(
                "realised" + in,
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.LEFT,
                across.start() + 8,
                up.end() + 10);
    }

    /** Below the line there are no points. */
    private void keys(Brush brush, Axis across, Axis up, boolean others) {
        Palette palette = brush.palette();
        double x = across.end() - 14;
        double y = up.start() - 12;
        if (others) {
            key(brush, "held", x, y, -1, palette.faint());
            y -= KEY;
        }
        for (int i = wanted.size() - 1; i >= 0; i--) {
            key(brush, wanted.get(i).label(), x, y, i, palette.category(COLOURS[i]));
            y -= KEY;
        }
    }

    private static void key(
            Brush brush, String label, double x, double y, int place, Color colour) {
        Palette palette = brush.palette();
        mark(brush, x, y, place, colour);
        brush.text(label, Brush.Type.SMALL, palette.muted(), TextAlignment.RIGHT, x - 9, y);
    }

    private static void mark(Brush brush, double x, double y, int place, Color colour) {
        if (place < 0) {
            brush.dot(x, y, 2, colour);
        } else if (place % 2 == 1) {
            brush.square(x, y, 3.25, colour);
        } else {
            brush.dot(x, y, 3.5, colour);
        }
    }

    private static void slope(Brush brush, Axis across, Axis up, Estimate slope, double limit) {
        if (!Double.isFinite(slope.value())) {
            return;
        }
        GraphicsContext g = brush.context();
        Palette palette = brush.palette();
        double half = slope.halfWidth(0.95);
        g.save();
        g.beginPath();
        g.rect(across.start(), up.end(), across.end() - across.start(), up.start() - up.end());
        g.clip();
        if (Double.isFinite(half)) {
            double low = slope.value() - half;
            double high = slope.value() + half;
            g.setFill(palette.accent().deriveColor(0, 1, 1, 0.16));
            for (double end : new double[] {-limit, limit}) {
                g.fillPolygon(
                        new double[] {across.at(0), across.at(end), across.at(end)},
                        new double[] {up.at(0), up.at(low * end), up.at(high * end)},
                        3);
            }
        }
        brush.line(
                across.at(-limit),
                up.at(-limit * slope.value()),
                across.at(limit),
                up.at(limit * slope.value()),
                palette.accent(),
                1.75);
        g.restore();
    }

    private static void paint(Brush brush, Axis across, Axis up, Point point) {
        Palette palette = brush.palette();
        Color colour =
                point.wanted() < 0 ? palette.faint() : palette.category(COLOURS[point.wanted()]);
        double x = point.sign() * point.predicted().value();
        double y = point.realised().value();
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            return;
        }
        if (point.wanted() >= 0) {
            double across1 = point.predicted().monteCarloError();
            double up1 = point.realised().monteCarloError();
            Color light = colour.deriveColor(0, 1, 1, 0.7);
            brush.errorAcross(across.at(x - across1), across.at(x + across1), up.at(y), light);
            brush.errorUpright(across.at(x), up.at(y - up1), up.at(y + up1), light);
        }
        if (point.counts()) {
            mark(brush, across.at(x), up.at(y), point.wanted(), colour);
        } else {
            brush.ring(across.at(x), up.at(y), point.wanted() < 0 ? 2 : 3.5, colour);
        }
    }
}
