package org.chiscope.app.patterning;

import java.util.Set;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.Emphasis;
import org.chiscope.app.chart.MatrixChart;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.document.CellReport;
import org.chiscope.app.document.Reading;
import org.chiscope.app.matrix.CellWords;
import org.chiscope.app.matrix.Marking;
import org.chiscope.app.matrix.MatrixValues;
import org.chiscope.app.matrix.Scaling;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.ChartSelection;
import org.chiscope.app.selection.Selection;
import org.chiscope.app.theme.Palette;
import org.chiscope.experiment.PatterningData;
import org.jspecify.annotations.Nullable;

/** The rows of χ that are wanted to change, with the recruited patterns named in the accent. */
final class RowsMatrix extends VBox {
    private static final double HEADERS = 112;
    private static final double ROW = 22;
    private static final double LOW_ROW = 13;
    private static final int HIGH_ROWS = 8;

    private final MatrixChart chart = new MatrixChart();
    private final Selection selection;
    private final Label title = Parts.label("", "section-title");
    private final Label cell = Parts.label("", "caption");
    private @Nullable PatterningData data;
    private @Nullable MatrixData whole;

    RowsMatrix(Selection selection, ObservableValue<Palette> palette) {
        super(4);
        this.selection = selection;
        getStyleClass().add("section");
        setId("patterning-rows");
        chart.liveProperty().set(false);
        chart.paletteProperty().bind(palette);
        cell.setWrapText(true);
        cell.setMinHeight(USE_PREF_SIZE);
        Label recruited = Parts.label("recruited", "emphasis-sample");
        HBox head = new HBox(8, title, Parts.spacer(), recruited);
        head.setAlignment(Pos.BASELINE_LEFT);
        getChildren().addAll(head, chart, cell);
        new ChartSelection(chart, selection, this::explain);
    }

    void show(PatterningState state) {
        PatterningData shown = state.answer().data();
        MatrixData all = whole;
        if (all == null || shown != data) {
            all =
                    MatrixValues.of(
                            shown.snapshot(), shown.part(), Scaling.RAW, Marking.TWO_ERRORS, null);
            whole = all;
            data = shown;
        }
        Set<String> wanted = state.wanted();
        title.setText(wanted.size() == 1 ? "Its row in the matrix" : "Their rows in the matrix");
        MatrixData now = all.only(wanted);
        double high = HEADERS + now.rows().size() * (wanted.size() <= HIGH_ROWS ? ROW : LOW_ROW);
        chart.setPrefHeight(high);
        chart.setMinHeight(high);
        chart.emphasisProperty().set(new Emphasis(Set.of(), state.recruited(), ""));
        chart.dataProperty().set(now);
        explain();
    }

    /** The cell under the pointer, or the selected one, in words. */
    private void explain() {
        PatterningData shown = data;
        CellName hovered = selection.hoveredProperty().get();
        CellName name = hovered != null ? hovered : selection.selectedProperty().get();
        if (shown == null) {
            return;
        }
        if (name == null) {
            Reading reading = Reading.of(shown.snapshot());
            cell.setText("Blue: " + reading.negative() + ". Orange: " + reading.positive() + ".");
            return;
        }
        cell.setText(
                CellReport.of(shown.snapshot(), name)
                        .map(report -> words(CellWords.of(report, shown.part())))
                        .orElse(""));
    }

    private static String words(CellWords words) {
        return words.title()
                + (words.value().isEmpty() ? "" : ": " + words.value() + " " + words.error())
                + ". "
                + words.sentence()
                + (words.sentence().endsWith(".") ? "" : ".");
    }
}
