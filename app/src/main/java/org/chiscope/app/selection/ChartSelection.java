package org.chiscope.app.selection;

import org.chiscope.app.chart.CellPosition;
import org.chiscope.app.chart.MatrixChart;
import org.chiscope.app.chart.MatrixData;
import org.jspecify.annotations.Nullable;

/**
 * Joins a matrix chart with the selection: the chart speaks of places, the selection of names. Made
 * once a chart.
 */
public final class ChartSelection {
    private final MatrixChart chart;
    private final Selection selection;
    private final Runnable changed;
    private boolean passing;

    /**
     * @param changed told whenever what the chart shows as hovered or selected may have changed
     */
    public ChartSelection(MatrixChart chart, Selection selection, Runnable changed) {
        this.chart = chart;
        this.selection = selection;
        this.changed = changed;
        chart.hoveredProperty()
                .addListener((o, before, now) -> pass(() -> hover(chart, name(now))));
        chart.selectedProperty()
                .addListener((o, before, now) -> pass(() -> selection.select(name(now))));
        selection.hoveredProperty().addListener((o, before, now) -> show());
        selection.selectedProperty().addListener((o, before, now) -> show());
        selection.pinnedProperty().addListener((o, before, now) -> show());
        chart.dataProperty().addListener((o, before, now) -> show());
        show();
    }

    /** Where the selection is locked, the chart shows what it showed. */
    private void hover(MatrixChart over, @Nullable CellName cell) {
        selection.hover(cell);
        over.hoveredProperty()
                .set(place(over.dataProperty().get(), selection.hoveredProperty().get()));
    }

    // While one is told, it is not asked.
    private void pass(Runnable change) {
        if (!passing) {
            passing = true;
            change.run();
            passing = false;
            changed.run();
        }
    }

    private void show() {
        pass(
                () -> {
                    MatrixData shown = chart.dataProperty().get();
                    chart.hoveredProperty().set(place(shown, selection.hoveredProperty().get()));
                    chart.selectedProperty().set(place(shown, selection.selectedProperty().get()));
                    chart.pinnedProperty().set(place(shown, selection.pinnedProperty().get()));
                });
    }

    private @Nullable CellName name(@Nullable CellPosition position) {
        MatrixData shown = chart.dataProperty().get();
        return position == null || shown == null ? null : name(shown, position);
    }

    /** The name of the cell that is drawn there. */
    public static CellName name(MatrixData shown, CellPosition position) {
        return new CellName(
                shown.rows().get(position.row()).name(),
                shown.columns().get(position.column()).name());
    }

    /** Where the cell of that name is drawn, or null where it is not. */
    public static @Nullable CellPosition place(
            @Nullable MatrixData shown, @Nullable CellName name) {
        return shown == null || name == null
                ? null
                : shown.position(name.component(), name.pattern()).orElse(null);
    }
}
