package org.chiscope.app.matrix;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Bounds;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.layout.Background;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.CornerRadii;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import org.chiscope.app.chart.CellPosition;
import org.chiscope.app.chart.ColourBar;
import org.chiscope.app.chart.Emphasis;
import org.chiscope.app.chart.MatrixChart;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.chart.MatrixGeometry;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.theme.Palette;
import org.chiscope.app.theme.Tint;
import org.jspecify.annotations.Nullable;

/** The matrix, its colour bar under the cells, its legend, and the words on the hovered cell. */
public final class MatrixPane extends Region {
    private static final double SPACE = 12;
    private static final double LEAST_BAR = 260;

    private final MatrixChart chart = new MatrixChart();
    private final ColourBar bar = new ColourBar();
    private final FlowPane legend = new FlowPane(14, 4);
    private final CellTooltip tooltip = new CellTooltip();
    private final ObservableValue<Palette> palette;

    public MatrixPane(
            ObservableValue<@Nullable MatrixData> data, ObservableValue<Palette> palette) {
        this.palette = palette;
        getStyleClass().add("matrix-pane");
        legend.getStyleClass().add("legend");
        legend.setAlignment(Pos.CENTER_LEFT);
        chart.dataProperty().bind(data);
        bar.dataProperty().bind(data);
        chart.paletteProperty().bind(palette);
        bar.paletteProperty().bind(palette);
        tooltip.setManaged(false);
        tooltip.setVisible(false);
        getChildren().addAll(chart, bar, legend, tooltip);
        data.addListener((o, before, now) -> renew(before, now));
        palette.addListener((o, before, now) -> fillLegend(chart.dataProperty().get()));
        chart.emphasisProperty()
                .addListener((o, before, now) -> fillLegend(chart.dataProperty().get()));
        fillLegend(data.getValue());
    }

    public MatrixChart chart() {
        return chart;
    }

    public ColourBar bar() {
        return bar;
    }

    /** Shows {@code words} beside a cell; null hides them. */
    public void explain(@Nullable CellPosition position, @Nullable CellWords words) {
        Optional<Bounds> cell =
                position == null || words == null ? Optional.empty() : chart.cellBounds(position);
        tooltip.setVisible(cell.isPresent());
        if (cell.isPresent() && words != null) {
            tooltip.show(words, palette.getValue());
            tooltip.applyCss();
            double width = Math.min(tooltip.prefWidth(-1), 340);
            double height = tooltip.prefHeight(width);
            Bounds at = cell.get();
            double x =
                    chart.getLayoutX() + at.getMaxX() + 8 + width <= getWidth()
                            ? at.getMaxX() + 8
                            : at.getMinX() - 8 - width;
            double y = Math.clamp(at.getMaxY() + 6, 0, Math.max(0, getHeight() - height));
            tooltip.resizeRelocate(
                    Math.rint(Math.max(0, chart.getLayoutX() + x)), Math.rint(y), width, height);
        }
    }

    /** The marks that some cell has. */
    private static Set<MarkSample.Kind> marks(@Nullable MatrixData data) {
        Set<MarkSample.Kind> marks = EnumSet.noneOf(MarkSample.Kind.class);
        if (data != null) {
            for (List<MatrixData.Cell> row : data.cells()) {
                for (MatrixData.Cell cell : row) {
                    switch (cell) {
                        case MatrixData.Value value -> {
                            if (value.noise()) {
                                marks.add(MarkSample.Kind.NOISE);
                            }
                        }
                        case MatrixData.Missing missing -> marks.add(MarkSample.Kind.NO_VALUE);
                        case MatrixData.Waiting waiting -> marks.add(MarkSample.Kind.WAITING);
                    }
                }
            }
        }
        return marks;
    }

    private void renew(@Nullable MatrixData before, @Nullable MatrixData now) {
        boolean sameRowsAndColumns =
                before != null
                        && now != null
                        && before.columns().equals(now.columns())
                        && before.rows().stream()
                                .map(MatrixData.Row::name)
                                .toList()
                                .equals(now.rows().stream().map(MatrixData.Row::name).toList());
        if (!sameRowsAndColumns || !marks(before).equals(marks(now))) {
            fillLegend(now);
        }
        requestLayout();
    }

    private void fillLegend(@Nullable MatrixData data) {
        legend.getChildren().clear();
        if (data == null) {
            return;
        }
        Map<String, Tint> kinds = new LinkedHashMap<>();
        data.rows().forEach(row -> kinds.putIfAbsent(row.group(), row.tint()));
        Map<String, Tint> families = new LinkedHashMap<>();
        data.columns().forEach(column -> families.putIfAbsent(column.family(), column.tint()));
        kinds.forEach((name, tint) -> legend.getChildren().add(entry(name, tint, 5, 12)));
        families.forEach((name, tint) -> legend.getChildren().add(entry(name, tint, 12, 5)));
        for (MarkSample.Kind kind : marks(data)) {
            MarkSample sample = new MarkSample(kind);
            sample.paletteProperty().bind(palette);
            String words =
                    switch (kind) {
                        case NOISE -> data == null ? "" : data.noiseLegend();
                        case NO_VALUE -> "no value";
                        case WAITING -> "no draws yet";
                    };
            legend.getChildren().add(entry(words, sample));
        }
        Emphasis emphasis = chart.emphasisProperty().get();
        if (!emphasis.words().isEmpty()) {
            legend.getChildren().add(entry(emphasis.words(), Parts.label("Aa", "emphasis-sample")));
        }
    }

    private Node entry(String words, Tint tint, double width, double height) {
        Region swatch = new Region();
        Color colour = palette.getValue().colour(tint);
        swatch.setBackground(
                new Background(new BackgroundFill(colour, CornerRadii.EMPTY, Insets.EMPTY)));
        swatch.setMinSize(width, height);
        swatch.setMaxSize(width, height);
        return entry(words, swatch);
    }

    private static Node entry(String words, Node sample) {
        HBox entry = new HBox(6, sample, Parts.label(words, "caption"));
        entry.setAlignment(Pos.CENTER_LEFT);
        return entry;
    }

    @Override
    protected void layoutChildren() {
        Insets padding = getInsets();
        double x = padding.getLeft();
        double y = padding.getTop();
        double width = getWidth() - padding.getLeft() - padding.getRight();
        double height = getHeight() - padding.getTop() - padding.getBottom();
        double legendHeight = legend.prefHeight(width);
        double barHeight = bar.prefHeight(width);
        double chartHeight = height - barHeight - legendHeight - 2 * SPACE;
        chart.resizeRelocate(x, y, width, Math.max(0, chartHeight));
        // The bar stands under the cells, whose place is known once the chart has been laid out.
        chart.layout();
        Optional<MatrixGeometry> geometry = chart.geometry();
        double left = geometry.map(MatrixGeometry::left).orElse(0.0);
        double right = geometry.map(MatrixGeometry::right).orElse(width);
        double bottom = geometry.map(MatrixGeometry::bottom).orElse(chartHeight);
        double barWidth = Math.min(width - left, Math.max(LEAST_BAR, right - left));
        double barTop = y + Math.min(chartHeight, bottom) + SPACE + 4;
        bar.resizeRelocate(x + left, barTop, barWidth, barHeight);
        legend.resizeRelocate(x, barTop + barHeight + SPACE - 4, width, legendHeight);
        MatrixData shown = chart.dataProperty().get();
        bar.setVisible(shown != null && shown.range().values().length > 0);
    }
}
