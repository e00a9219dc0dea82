package org.chiscope.app.patterning;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Axis;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.theme.Palette;
import org.jspecify.annotations.Nullable;

/** dh: one bar a pattern, with its error and the place where some example's weight would be 0. */
final class PerturbationChart extends PaintedRegion {
    private static final double ROW = 20;
    private static final double GAP = 6;
    private static final double HEADER = 20;
    private static final double FOOTER = 36;
    private static final double LABELS = 112;
    private static final double BAND = 5;
    private static final double NUMBERS = 62;

    private @Nullable PatterningState state;
    private String selected = "";
    private Consumer<String> selector = name -> {};

    PerturbationChart() {
        getStyleClass().add("perturbation-chart");
        setId("perturbation-chart");
        addEventHandler(
                MouseEvent.MOUSE_MOVED,
                event -> setCursor(nameAt(event) == null ? Cursor.DEFAULT : Cursor.HAND));
        addEventHandler(
                MouseEvent.MOUSE_PRESSED,
                event -> {
                    String name = nameAt(event);
                    if (name != null && event.getButton() == MouseButton.PRIMARY) {
                        selector.accept(name);
                    }
                });
    }

    /** Told of a pattern whose name was clicked. */
    void setSelector(Consumer<String> told) {
        selector = told;
    }

    /** Frames the name of that pattern; empty: of none. */
    void setSelected(String pattern) {
        selected = pattern;
        requestLayout();
    }

    private @Nullable String nameAt(MouseEvent event) {
        PatterningState shown = state;
        if (shown != null && event.getX() < LABELS) {
            for (int k = 0; k < shown.columns().size(); k++) {
                double top = top(shown.columns(), k);
                if (event.getY() >= top && event.getY() < top + ROW) {
                    return shown.columns().get(k).name();
                }
            }
        }
        return null;
    }

    void show(@Nullable PatterningState now) {
        boolean resized =
                now != null && (state == null || state.columns().size() != now.columns().size());
        state = now;
        if (resized && getParent() != null) {
            getParent().requestLayout();
        }
        requestLayout();
    }

    @Override
    protected double computePrefHeight(double width) {
        PatterningState shown = state;
        return shown == null
                ? HEADER + 12 * ROW + FOOTER
                : top(shown.columns(), shown.columns().size()) + FOOTER;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    /** Where a pattern's row begins: families stand a little apart. */
    private static double top(List<PatterningState.Column> columns, int place) {
        double top = HEADER;
        for (int k = 0; k < place; k++) {
            boolean last =
                    k + 1 < columns.size()
                            && !columns.get(k).family().equals(columns.get(k + 1).family());
            top += ROW + (last ? GAP : 0);
        }
        return top;
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        PatterningState shown = state;
        if (shown == null) {
            return;
        }
        Brush brush = new Brush(g, paletteProperty().get());
        Palette palette = brush.palette();
        List<PatterningState.Column> columns = shown.columns();
        double limit = limit(columns);
        Axis axis = new Axis(-limit, limit, LABELS + BAND + 12, Math.max(190, width - NUMBERS));
        double bottom = top(columns, columns.size());
        brush.text(
                "← less", Brush.Type.SMALL, palette.muted(), TextAlignment.LEFT, axis.start(), 8);
        brush.text("more →", Brush.Type.SMALL, palette.muted(), TextAlignment.RIGHT, axis.end(), 8);
        for (double tick : axis.ticks(axis.room())) {
            brush.line(axis.at(tick), HEADER, axis.at(tick), bottom, palette.borderFaint(), 1);
        }
        for (int k = 0; k < columns.size(); k++) {
            paintColumn(brush, axis, columns.get(k), top(columns, k), width);
            if (columns.get(k).name().equals(selected)) {
                brush.frame(2, top(columns, k) + 1, LABELS - 6, ROW - 2);
            }
        }
        brush.line(axis.at(0), HEADER, axis.at(0), bottom, palette.border(), 1);
        brush.line(axis.start(), bottom, axis.end(), bottom, palette.border(), 1);
        for (double tick : axis.ticks(axis.room())) {
            brush.text(
                    axis.words(tick, axis.room()),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.CENTER,
                    axis.at(tick),
                    bottom + 9);
        }
        String power = NumberText.power(axis.exponent()).replace("× ", "");
        brush.text(
                "dh" + (power.isEmpty() ? "" : ", " + power),
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.CENTER,
                (axis.start() + axis.end()) / 2,
                bottom + 25);
    }

    private static double limit(List<PatterningState.Column> columns) {
        double most = 0;
        for (PatterningState.Column column : columns) {
            double error = column.strength().monteCarloError();
            most =
                    Math.max(
                            most,
                            Math.abs(column.strength().value())
                                    + (Double.isNaN(error) ? 0 : error));
        }
        return most > 0 ? Axis.nice(1.1 * most) : 0.01;
    }

    private static void paintColumn(
            Brush brush, Axis axis, PatterningState.Column column, double top, double width) {
        Palette palette = brush.palette();
        double y = top + ROW / 2;
        boolean recruited = column.recruited();
        brush.fit(
                column.name(),
                recruited ? Brush.Type.WORDS_STRONG : Brush.Type.WORDS,
                recruited ? palette.text() : palette.muted(),
                TextAlignment.RIGHT,
                LABELS - 8,
                y,
                LABELS - 8);
        brush.fill(LABELS, top, BAND, ROW, palette.colour(column.tint()));
        double value = column.strength().value();
        double error = column.strength().monteCarloError();
        double zero = axis.at(0);
        double to = axis.at(value);
        // A data perturbation's signs have the colours of χ: less is blue, more is orange.
        Color colour =
                palette.diverging().get(value < 0 ? (recruited ? 2 : 3) : (recruited ? 8 : 7));
        brush.fill(Math.min(zero, to), y - 6, Math.abs(to - zero), 12, colour);
        brush.errorAcross(
                Math.max(axis.start(), axis.at(value - error)),
                Math.min(axis.end(), axis.at(value + error)),
                y,
                palette.text());
        limit(brush, axis, column.least(), y);
        double unit = Math.pow(10, axis.exponent());
        int decimals = Math.min(4, NumberText.decimals(value / unit, error / unit));
        brush.text(
                (value > 0 ? "+" : "") + NumberText.fixed(value / unit, decimals),
                recruited ? Brush.Type.NUMBERS_STRONG : Brush.Type.NUMBERS,
                recruited ? palette.text() : palette.muted(),
                TextAlignment.RIGHT,
                width - 4,
                y);
    }

    /** A red line where weights end to be positive, hatched beyond; an arrow if it is off scale. */
    private static void limit(Brush brush, Axis axis, double least, double y) {
        Palette palette = brush.palette();
        if (least > axis.low()) {
            double x = axis.at(least);
            brush.hatch(axis.start(), y - 8, x - axis.start(), 16, palette.danger());
            brush.line(x, y - 8, x, y + 8, palette.danger(), 1.5);
        } else if (Double.isFinite(least)) {
            double x = axis.start();
            brush.line(x + 4, y - 4, x, y, palette.danger(), 1.25);
            brush.line(x, y, x + 4, y + 4, palette.danger(), 1.25);
        }
    }
}
