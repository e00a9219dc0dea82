package org.chiscope.app.development;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Axis;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.theme.Palette;
import org.chiscope.response.Estimate;

/** One component over the training; a click, or Enter, selects it. */
final class ComponentPanel extends StepChart {
    private static final double RIGHT = 12;
    private static final double RIGHT_OF_SCORE = 30;

    private final int row;
    private final IntFunction<List<Integer>> sharing;
    private Mark mark = Mark.NONE;

    /** As what the component is selected. */
    enum Mark {
        NONE,
        SELECTED,
        PINNED
    }

    /**
     * @param sharing the rows that share a vertical axis with one
     * @param select selects a row
     */
    ComponentPanel(int row, String title, IntFunction<List<Integer>> sharing, IntConsumer select) {
        this.row = row;
        this.sharing = sharing;
        setId("development-panel-" + row);
        setAccessibleRole(AccessibleRole.BUTTON);
        setAccessibleText(title);
        setFocusTraversable(true);
        setCursor(Cursor.HAND);
        setOnMouseClicked(
                event -> {
                    if (event.getButton() == MouseButton.PRIMARY) {
                        requestFocus();
                        select.accept(row);
                    }
                });
        setOnKeyPressed(
                event -> {
                    if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
                        select.accept(row);
                        event.consume();
                    }
                });
        focusVisibleProperty().addListener((o, before, now) -> requestLayout());
    }

    void mark(Mark as) {
        mark = as;
        requestLayout();
    }

    /** As what it is selected. */
    Mark mark() {
        return mark;
    }

    @Override
    void paint(
            Brush brush,
            DevelopmentState shown,
            DevelopmentChoice chosen,
            double width,
            double height) {
        Palette palette = brush.palette();
        boolean scored = scored(shown, chosen);
        StepScale scale = new StepScale(shown.steps(), chosen.spacing());
        Axis across = across(LEFT, width - (scored ? RIGHT_OF_SCORE : RIGHT));
        double[] range = shown.range(chosen.quantity(), chosen.pattern(), sharing.apply(row));
        Axis up = new Axis(range[0], range[1], height - BOTTOM, TOP);
        int exponent = chosen.quantity() == Quantity.RESPONSE ? up.exponent() : plainExponent(up);
        numbers(brush, across, up, exponent);
        steps(brush, scale, across, up, shown.steps().get(chosen.stage()));
        double[] x =
                shown.steps().stream().mapToDouble(step -> across.at(scale.at(step))).toArray();
        if (scored) {
            score(brush, shown, x, across, new Axis(0, 1, up.start(), up.end()));
        }
        Color colour = palette.colour(shown.rows().get(row).tint());
        series(brush, x, values(shown, chosen), up, colour, chosen.quantity() == Quantity.RESPONSE);
        title(brush, shown, chosen, colour, exponent, width);
        frame(brush, width, height);
    }

    private Estimate[] values(DevelopmentState shown, DevelopmentChoice chosen) {
        Estimate[] values = new Estimate[shown.steps().size()];
        for (int s = 0; s < values.length; s++) {
            values[s] = shown.value(chosen.quantity(), s, row, chosen.pattern());
        }
        return values;
    }

    private boolean scored(DevelopmentState shown, DevelopmentChoice chosen) {
        return chosen.quantity() == Quantity.RESPONSE
                && chosen.inductionScore()
                && Double.isFinite(
                        shown.value(Quantity.PREFIX_MATCHING, 0, row, chosen.pattern()).value());
    }

    /** A thin line without marks, on an axis of its own. */
    private void score(Brush brush, DevelopmentState shown, double[] x, Axis across, Axis up) {
        Color colour = brush.palette().muted();
        for (double tick : new double[] {0, 0.5, 1}) {
            brush.text(
                    tick == 0.5 ? "0.5" : NumberText.fixed(tick, 0),
                    Brush.Type.TICKS,
                    colour,
                    TextAlignment.LEFT,
                    across.end() + 5,
                    up.at(tick));
        }
        for (int s = 1; s < x.length; s++) {
            double before = shown.value(Quantity.PREFIX_MATCHING, s - 1, row, 0).value();
            double now = shown.value(Quantity.PREFIX_MATCHING, s, row, 0).value();
            if (Double.isFinite(before + now)) {
                brush.line(x[s - 1], up.at(before), x[s], up.at(now), colour, 1);
            }
        }
    }

    private void title(
            Brush brush,
            DevelopmentState shown,
            DevelopmentChoice chosen,
            Color colour,
            int exponent,
            double width) {
        Palette palette = brush.palette();
        boolean tagged = mark != Mark.NONE;
        String unit =
                switch (chosen.quantity()) {
                    case RESPONSE -> NumberText.unit(exponent, shown.unit());
                    case LAMBDA -> NumberText.power(exponent);
                    case PREFIX_MATCHING, PREVIOUS_TOKEN -> "";
                };
        double right = width - 8 - (tagged ? 16 : 0);
        double room = brush.width(unit, Brush.Type.SMALL);
        brush.text(unit, Brush.Type.SMALL, palette.muted(), TextAlignment.RIGHT, right, 12);
        brush.square(14, 12, 4, colour);
        brush.fit(
                shown.rows().get(row).label(),
                Brush.Type.NUMBERS_STRONG,
                palette.text(),
                TextAlignment.LEFT,
                24,
                12,
                right - room - 32);
        if (tagged) {
            brush.text(
                    mark == Mark.SELECTED ? "A" : "B",
                    Brush.Type.WORDS_STRONG,
                    palette.text(),
                    TextAlignment.RIGHT,
                    width - 8,
                    12);
        }
    }

    private void frame(Brush brush, double width, double height) {
        switch (mark) {
            case SELECTED -> brush.frame(1, 1, width - 2, height - 2);
            case PINNED -> {
                brush.context().setLineDashes(4, 3);
                brush.frame(1, 1, width - 2, height - 2);
                brush.context().setLineDashes();
            }
            case NONE -> {}
        }
        if (isFocusVisible()) {
            brush.context().setStroke(brush.palette().accent());
            brush.context().setLineWidth(2);
            brush.context().strokeRoundRect(4, 4, width - 8, height - 8, 6, 6);
        }
    }
}
