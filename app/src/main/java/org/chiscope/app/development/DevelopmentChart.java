package org.chiscope.app.development;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleBiFunction;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Axis;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.theme.Palette;
import org.chiscope.experiment.Development;
import org.chiscope.response.Estimate;

/**
 * One column of χ over the checkpoints of a training, with 95 % intervals, above the
 * prefix-matching scores of the rows that are heads. Checkpoints stand at equal distances: they lie
 * dense where something happens.
 */
public final class DevelopmentChart extends PaintedRegion {
    private static final double LEFT = 64;
    private static final double RIGHT = 92;
    private static final double TOP = 26;
    private static final double BETWEEN = 44;
    private static final double BOTTOM = 40;
    private static final double SCORES = 0.36;
    private static final double LABEL = 15;
    private static final double ASIDE = 3;
    private static final double DOT = 2.5;
    private static final int TICKS = 5;
    private static final double CONFIDENCE = 0.95;

    /** Categories of the rows, by place. */
    private static final int[] COLOURS = {1, 7, 3, 5, 8, 2, 4, 6};

    private final Development development;
    private final int pattern;

    /**
     * @param pattern the column
     */
    public DevelopmentChart(Development development, int pattern) {
        this.development = development;
        this.pattern = pattern;
    }

    /** A row's name at the right end of its line. */
    private record Name(String text, Color colour, double at) {}

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        Brush brush = new Brush(g, paletteProperty().get());
        boolean scored = scored();
        double room = height - TOP - BOTTOM - (scored ? BETWEEN : 0);
        double split = TOP + (scored ? (1 - SCORES) * room : room);
        Axis across = new Axis(-0.5, development.stages().size() - 0.5, LEFT, width - RIGHT);
        responses(brush, across, split);
        if (scored) {
            scores(brush, across, new Axis(0, 1, height - BOTTOM, split + BETWEEN));
        }
        Palette palette = brush.palette();
        for (int s = 0; s < development.stages().size(); s++) {
            brush.text(
                    NumberText.count(Long.parseLong(development.stages().get(s).checkpoint())),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.CENTER,
                    across.at(s),
                    height - BOTTOM + 11);
        }
        brush.text(
                "step of the training",
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.CENTER,
                (across.start() + across.end()) / 2,
                height - BOTTOM + 28);
    }

    private boolean scored() {
        for (int c = 0; c < development.components().size(); c++) {
            if (Double.isFinite(development.prefixMatching(0, c))) {
                return true;
            }
        }
        return false;
    }

    private Estimate cell(int stage, int component) {
        return development.stages().get(stage).fluctuation(component, pattern);
    }

    private void responses(Brush brush, Axis across, double bottom) {
        double low = 0;
        double high = 0;
        for (int s = 0; s < development.stages().size(); s++) {
            for (int c = 0; c < development.components().size(); c++) {
                Estimate cell = cell(s, c);
                double half = finite(cell.halfWidth(CONFIDENCE));
                if (Double.isFinite(cell.value())) {
                    low = Math.min(low, cell.value() - half);
                    high = Math.max(high, cell.value() + half);
                }
            }
        }
        double margin = high > low ? 0.05 * (high - low) : 1;
        Axis up = new Axis(low - margin, high + margin, bottom, TOP);
        String unit = NumberText.unit(up.exponent(), "nats²").replace("× ", "");
        frame(brush, across, up, "χ (fluctuation), " + unit + ", with 95 % intervals");
        for (int c = 0; c < development.components().size(); c++) {
            Color light = colour(brush, c).deriveColor(0, 1, 1, 0.6);
            for (int s = 0; s < development.stages().size(); s++) {
                Estimate cell = cell(s, c);
                double half = cell.halfWidth(CONFIDENCE);
                brush.errorUpright(
                        across.at(s) + aside(c),
                        up.at(cell.value() - half),
                        up.at(cell.value() + half),
                        light);
            }
        }
        lines(brush, across, up, (s, c) -> cell(s, c).value(), this::aside);
    }

    /** Error bars of rows stand beside one another. */
    private double aside(int row) {
        return ASIDE * (row - (development.components().size() - 1) / 2.0);
    }

    private void scores(Brush brush, Axis across, Axis up) {
        frame(brush, across, up, "prefix matching");
        lines(brush, across, up, development::prefixMatching, row -> 0);
    }

    /**
     * A line a row, with its name at the end; places where the value is unknown are left out.
     *
     * @param value by stage and row
     * @param aside how far to the right a row's points stand
     */
    private void lines(
            Brush brush,
            Axis across,
            Axis up,
            ToDoubleBiFunction<Integer, Integer> value,
            IntToDoubleFunction aside) {
        List<Name> names = new ArrayList<>();
        for (int c = 0; c < development.components().size(); c++) {
            Color colour = colour(brush, c);
            double beforeX = Double.NaN;
            double beforeY = Double.NaN;
            for (int s = 0; s < development.stages().size(); s++) {
                double number = value.applyAsDouble(s, c);
                if (!Double.isFinite(number)) {
                    continue;
                }
                double x = across.at(s) + aside.applyAsDouble(c);
                double y = up.at(number);
                join(brush, beforeX, beforeY, x, y, colour);
                brush.dot(x, y, DOT, colour);
                beforeX = x;
                beforeY = y;
            }
            if (Double.isFinite(beforeY)) {
                names.add(new Name(development.components().get(c), colour, beforeY));
            }
        }
        names(brush, names, across.end(), up.start());
    }

    private static void join(
            Brush brush, double x0, double y0, double x1, double y1, Color colour) {
        if (Double.isFinite(x0)) {
            brush.line(x0, y0, x1, y1, colour, 1.5);
        }
    }

    private static double finite(double number) {
        return Double.isFinite(number) ? number : 0;
    }

    private static Color colour(Brush brush, int row) {
        return brush.palette().category(COLOURS[row % COLOURS.length]);
    }

    private static void frame(Brush brush, Axis across, Axis up, String title) {
        Palette palette = brush.palette();
        for (double tick : up.ticks(TICKS)) {
            Color line = tick == 0 ? palette.muted() : palette.borderFaint();
            brush.line(across.start(), up.at(tick), across.end(), up.at(tick), line, 1);
            brush.text(
                    up.words(tick, TICKS),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.RIGHT,
                    across.start() - 8,
                    up.at(tick));
        }
        brush.text(
                title,
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.LEFT,
                across.start(),
                up.end() - 14);
    }

    /** Names of lines beside their ends, moved apart where they would overlap. */
    private static void names(Brush brush, List<Name> names, double x, double lowest) {
        names.sort(Comparator.comparingDouble(Name::at));
        double[] at = names.stream().mapToDouble(Name::at).toArray();
        for (int i = 1; i < at.length; i++) {
            at[i] = Math.max(at[i], at[i - 1] + LABEL);
        }
        double limit = lowest;
        for (int i = at.length - 1; i >= 0; i--) {
            at[i] = Math.min(at[i], limit);
            limit = at[i] - LABEL;
        }
        for (int i = 0; i < at.length; i++) {
            Name name = names.get(i);
            brush.dot(x + 6, at[i], 3, name.colour());
            brush.text(
                    name.text(),
                    Brush.Type.TICKS,
                    brush.palette().text(),
                    TextAlignment.LEFT,
                    x + 14,
                    at[i]);
        }
    }
}
