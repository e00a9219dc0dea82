package org.chiscope.app.matrix;

import atlantafx.base.controls.Popover;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.Emphasis;
import org.chiscope.app.chart.MatrixChart;
import org.chiscope.app.controls.Choices;
import org.chiscope.app.controls.Message;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.selection.ChartSelection;
import org.chiscope.app.selection.Selection;
import org.chiscope.app.theme.Palette;
import org.chiscope.response.Part;
import org.kordamp.ikonli.feather.Feather;

/** The Matrix perspective: its bar of choices, and the matrix with all that explains it. */
public final class MatrixView extends BorderPane {
    private final MatrixViewModel matrix;
    private final MatrixPane pane;

    /**
     * @param busy what is being prepared, or empty
     * @param emphasis rows and columns that something else speaks of
     */
    public MatrixView(
            MatrixViewModel matrix,
            Selection selection,
            ObservableValue<String> busy,
            ObservableValue<Emphasis> emphasis,
            ObservableValue<Palette> palette) {
        this.matrix = matrix;
        this.pane = new MatrixPane(matrix.dataProperty(), palette);
        getStyleClass().add("matrix-view");
        Label warning = Parts.label(matrix.warningProperty(), "notice", "warning");
        warning.setGraphic(Parts.icon(Feather.ALERT_TRIANGLE));
        warning.setMaxWidth(Double.MAX_VALUE);
        warning.setWrapText(true);
        setTop(new VBox(bar(palette), warning));
        ObservableValue<String> nothing =
                Bindings.createStringBinding(
                        () ->
                                matrix.dataProperty().get() != null
                                        ? ""
                                        : busy.getValue().isEmpty()
                                                ? "Open a model or a result in the Library to see its"
                                                        + " susceptibilities."
                                                : busy.getValue(),
                        matrix.dataProperty(),
                        busy);
        setCenter(new StackPane(pane, new Message(nothing)));

        MatrixChart chart = pane.chart();
        chart.setId("matrix");
        pane.bar().chosenLimitProperty().bindBidirectional(matrix.limitProperty());
        chart.emphasisProperty().bind(emphasis);
        new ChartSelection(chart, selection, this::explain);
        palette.addListener((o, before, now) -> explain());
    }

    private void explain() {
        var hovered = pane.chart().hoveredProperty().get();
        pane.explain(hovered, hovered == null ? null : matrix.words(hovered).orElse(null));
    }

    private Node bar(ObservableValue<Palette> palette) {
        MenuButton beyond = marking();
        Button sample = Parts.button(Feather.PLAY, "Sample", matrix::sample);
        sample.setId("sample");
        sample.getStyleClass().add("accent");
        sample.disableProperty()
                .bind(
                        matrix.canSampleProperty()
                                .not()
                                .or(matrix.settings().problemProperty().isNotEmpty()));
        HBox bar =
                new HBox(
                        8,
                        parts(),
                        scaling(),
                        Parts.spacer(),
                        beyond,
                        new MatrixExport(matrix),
                        settings(palette),
                        sample);
        // Where room is short, the words on noise give way first.
        for (Node node : bar.getChildren()) {
            if (node instanceof Region region && node != beyond) {
                region.setMinWidth(Region.USE_PREF_SIZE);
            }
        }
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("perspective-bar");
        return bar;
    }

    private Node parts() {
        HBox segmented =
                Choices.segmented(
                        "part", matrix.partProperty(), List.of(Part.values()), Part::label);
        String[] meanings = {
            "−Cov(φ, ΔL) in the restricted ensemble: what claims about structure rest on.",
            "How the density on the slice moves; close to the learning coefficient times one vector that all rows share.",
            "Fluctuation + shift: the papers' convention."
        };
        for (int i = 0; i < meanings.length; i++) {
            Parts.explain(segmented.getChildren().get(i), meanings[i]);
        }
        return segmented;
    }

    private Node scaling() {
        MenuButton menu =
                Choices.menu(
                        "Scale",
                        matrix.scalingProperty(),
                        List.of(Scaling.values()),
                        Scaling::label);
        menu.setId("scaling");
        return menu;
    }

    /** How many cells stand out, and the choice of what that means. */
    private MenuButton marking() {
        MenuButton menu = new MenuButton();
        menu.setId("beyond-noise");
        menu.getStyleClass().add("field-button");
        Choices.fill(
                menu,
                matrix.markingProperty(),
                matrix.markingProperty()::set,
                List.of(Marking.values()),
                Marking::label);
        menu.setGraphic(Parts.icon(Feather.INFO));
        menu.textProperty().bind(matrix.beyondNoiseProperty());
        menu.visibleProperty().bind(matrix.beyondNoiseProperty().isNotEmpty());
        Tooltip why = new Tooltip();
        why.setWrapText(true);
        why.setMaxWidth(340);
        why.setOnShowing(event -> why.setText(matrix.noiseWords()));
        menu.setTooltip(why);
        return menu;
    }

    private Node settings(ObservableValue<Palette> palette) {
        SettingsPopover popover =
                new SettingsPopover(matrix, palette, Popover.ArrowLocation.TOP_RIGHT);
        Button button = Parts.button(Feather.SLIDERS, "Settings", () -> {});
        button.setId("settings");
        button.setOnAction(event -> popover.toggle(button));
        button.disableProperty().bind(matrix.canSampleProperty().not());
        return button;
    }
}
