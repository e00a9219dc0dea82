package org.chiscope.app.examples;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Axis;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.chart.DivergingMap;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.theme.Palette;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/** χ of one example, a bar a component, with its error; a click selects the component. */
final class ComponentBars extends PaintedRegion {
    private static final double ROW = 20;
    private static final double LABELS = 82;
    private static final double BAND = 5;
    private static final double FOOTER = 30;

    private @Nullable ExampleDetail detail;
    private @Nullable MatrixData names;
    private String chosen = "";
    private String pinned = "";
    private Consumer<String> selector = name -> {};

    ComponentBars() {
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        setAccessibleText("Susceptibility of the example, by component");
        addEventHandler(
                MouseEvent.MOUSE_CLICKED,
                event -> {
                    int row = (int) (event.getY() / ROW);
                    if (row >= 0 && row < bars().size()) {
                        selector.accept(bars().get(row).component());
                    }
                });
        addEventHandler(
                MouseEvent.MOUSE_MOVED,
                event ->
                        setCursor(
                                event.getY() < ROW * bars().size() ? Cursor.HAND : Cursor.DEFAULT));
    }

    void setSelector(Consumer<String> told) {
        selector = told;
    }

    void show(
            @Nullable ExampleDetail now,
            @Nullable MatrixData matrix,
            String selected,
            String compared) {
        detail = now;
        names = matrix;
        chosen = selected;
        pinned = compared;
        if (getParent() != null) {
            getParent().requestLayout();
        }
        requestLayout();
    }

    private List<ExampleDetail.Bar> bars() {
        return detail == null ? List.of() : detail.bars();
    }

    @Override
    protected double computePrefHeight(double width) {
        return ROW * bars().size() + FOOTER;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        List<ExampleDetail.Bar> bars = bars();
        if (bars.isEmpty()) {
            return;
        }
        Brush brush = new Brush(g, paletteProperty().get());
        Palette palette = brush.palette();
        double most = 0;
        for (ExampleDetail.Bar bar : bars) {
            double error = bar.estimate().monteCarloError();
            most =
                    Math.max(
                            most,
                            Math.abs(bar.estimate().value())
                                    + (Double.isFinite(error) ? error : 0));
        }
        double limit = Axis.nice(most > 0 ? most : 1);
        Axis axis = new Axis(-limit, limit, LABELS + BAND + 8, width - 8);
        double bottom = ROW * bars.size();
        for (double tick : axis.ticks(axis.room())) {
            brush.line(axis.at(tick), 0, axis.at(tick), bottom, palette.borderFaint(), 1);
        }
        for (int r = 0; r < bars.size(); r++) {
            bar(brush, axis, limit, bars.get(r), r, width);
        }
        double zero = axis.at(0);
        brush.line(zero, 0, zero, bottom, palette.border(), 1);
        for (double tick : axis.ticks(axis.room())) {
            brush.text(
                    axis.words(tick, axis.room()),
                    Brush.Type.TICKS,
                    palette.muted(),
                    TextAlignment.CENTER,
                    axis.at(tick),
                    bottom + 10);
        }
        brush.text(
                "χ in " + NumberText.unit(axis.exponent(), "nats²").replace("× ", ""),
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.CENTER,
                (axis.start() + axis.end()) / 2,
                bottom + 23);
    }

    private void bar(
            Brush brush, Axis axis, double limit, ExampleDetail.Bar bar, int row, double width) {
        Palette palette = brush.palette();
        double top = ROW * row;
        double middle = top + ROW / 2;
        boolean own = bar.component().equals(chosen);
        if (own) {
            brush.fill(0, top, width, ROW, palette.accentSoft());
        }
        MatrixData.Row named = row(bar.component());
        brush.fit(
                named == null ? bar.component() : named.label(),
                own ? Brush.Type.NUMBERS_STRONG : Brush.Type.NUMBERS,
                own ? palette.text() : palette.muted(),
                TextAlignment.RIGHT,
                LABELS - 8,
                middle,
                LABELS - (own || bar.component().equals(pinned) ? 26 : 10));
        if (own || bar.component().equals(pinned)) {
            brush.text(
                    own ? "A" : "B",
                    Brush.Type.WORDS_STRONG,
                    palette.text(),
                    TextAlignment.LEFT,
                    4,
                    middle);
        }
        if (named != null) {
            brush.fill(LABELS, top, BAND, ROW, palette.colour(named.tint()));
        }
        Estimate estimate = bar.estimate();
        if (!Double.isFinite(estimate.value())) {
            return;
        }
        double zero = axis.at(0);
        double to = axis.at(estimate.value());
        double left = Math.min(zero, to);
        double wide = Math.max(1, Math.abs(to - zero));
        brush.fill(
                left,
                middle - 6,
                wide,
                12,
                DivergingMap.of(palette).at(Math.clamp(1.1 * estimate.value() / limit, -1, 1)));
        if (estimate.isNoise()) {
            brush.hatch(left, middle - 6, wide, 12, palette.text());
        }
        brush.errorAcross(
                axis.at(estimate.value() - estimate.monteCarloError()),
                axis.at(estimate.value() + estimate.monteCarloError()),
                middle,
                palette.text());
    }

    private MatrixData.@Nullable Row row(String component) {
        return names == null
                ? null
                : names.rows().stream()
                        .filter(each -> each.name().equals(component))
                        .findFirst()
                        .orElse(null);
    }
}
