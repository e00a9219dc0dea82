package org.chiscope.app.patterning;

import java.util.List;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.chiscope.app.controls.Message;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.chiscope.app.theme.Palette;
import org.chiscope.patterning.RowScaling;
import org.chiscope.response.Part;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The Patterning perspective: target, data perturbation, scree, verification, and their words. */
public final class PatterningView extends BorderPane {
    /** Below this width of the view its words give way. */
    private static final double SUMMARY_FROM = 1240;

    private final PatterningViewModel patterning;
    private final Selection selection;
    private final ChoiceControls controls;
    private final TargetColumn target;
    private final PerturbationBox perturbation;
    private final ScreeBox scree;
    private final SummaryPane summary;
    private final Node parts;
    private final Node constraint;

    public PatterningView(
            PatterningViewModel patterning, Selection selection, ObservableValue<Palette> palette) {
        this.patterning = patterning;
        this.selection = selection;
        getStyleClass().add("patterning-view");
        setId("patterning");
        controls = new ChoiceControls(patterning);
        target = new TargetColumn(patterning, palette);
        perturbation = new PerturbationBox(patterning, controls, palette);
        scree = new ScreeBox(patterning, palette);
        summary = new SummaryPane(patterning.stateProperty(), selection, palette);
        parts =
                controls.segmented(
                        List.of(Part.FLUCTUATION, Part.JOINT),
                        Part::label,
                        PatterningChoice::part,
                        part -> patterning.choose(c -> c.withPart(part)));
        constraint =
                controls.choice(
                        "Constraint",
                        new Boolean[] {true, false},
                        kept -> kept ? "weights ≥ 0" : "none",
                        PatterningChoice::nonNegative,
                        kept -> patterning.choose(c -> c.withNonNegative(kept)));
        setTop(bar());
        GridPane columns =
                columns(
                        target,
                        new ScrolledColumn(perturbation, scree),
                        new ScrolledColumn(new VerifyPane(patterning, palette)));
        ObservableValue<String> nothing =
                Bindings.createStringBinding(
                        () ->
                                patterning.stateProperty().get() != null
                                        ? ""
                                        : patterning.messageProperty().get().isEmpty()
                                                ? "Sample the model, or open a result, to choose a"
                                                        + " structure and see which data would make it."
                                                : patterning.messageProperty().get(),
                        patterning.stateProperty(),
                        patterning.messageProperty());
        columns.visibleProperty().bind(patterning.stateProperty().isNotNull());
        setCenter(new StackPane(columns, new Message(nothing)));
        selection();
        patterning.stateProperty().addListener((o, before, now) -> show(now));
        widthProperty().addListener((o, before, now) -> place());
        show(patterning.stateProperty().get());
    }

    /** Names of rows and of patterns select, and show what is selected anywhere. */
    private void selection() {
        TargetChart rows = target.chart();
        PerturbationChart columns = perturbation.chart();
        rows.setSelector(name -> select(name, null));
        columns.setSelector(name -> select(null, name));
        selection
                .selectedProperty()
                .subscribe(
                        cell -> {
                            rows.setSelected(cell == null ? "" : cell.component());
                            columns.setSelected(cell == null ? "" : cell.pattern());
                        });
    }

    private void select(@Nullable String component, @Nullable String pattern) {
        PatterningState state = patterning.stateProperty().get();
        if (state != null) {
            CellName before = selection.selectedProperty().get();
            selection.select(state.cell(component, pattern, before));
        }
    }

    private void show(@Nullable PatterningState state) {
        target.show(state);
        perturbation.show(state);
        scree.show(state);
        if (state != null) {
            shown(constraint, !state.fields());
            shown(parts, !state.fields());
        }
        place();
    }

    private void place() {
        boolean wide = getWidth() >= SUMMARY_FROM && patterning.stateProperty().get() != null;
        setRight(wide ? summary : null);
    }

    /** A numbered step and its name. */
    static HBox step(int number, Label name) {
        Label circle = Parts.label(Integer.toString(number), "step-number");
        HBox head = new HBox(8, circle, name);
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    /** Shows a node and gives it room, or neither. */
    static void shown(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }

    private static GridPane columns(Node... nodes) {
        GridPane grid = new GridPane();
        double[] share = {34, 33, 33};
        for (int c = 0; c < nodes.length; c++) {
            ColumnConstraints constraints = new ColumnConstraints();
            constraints.setPercentWidth(share[c]);
            constraints.setHgrow(Priority.ALWAYS);
            grid.getColumnConstraints().add(constraints);
            nodes[c].getStyleClass().add("patterning-cell");
            grid.add(nodes[c], c, 0);
        }
        RowConstraints row = new RowConstraints();
        row.setVgrow(Priority.ALWAYS);
        row.setPercentHeight(100);
        grid.getRowConstraints().add(row);
        return grid;
    }

    /** A column that scrolls where the window is low. */
    private static final class ScrolledColumn extends ScrollPane {
        ScrolledColumn(Region... parts) {
            VBox box = new VBox(parts);
            VBox.setVgrow(parts[parts.length - 1], Priority.ALWAYS);
            setContent(box);
            setFitToWidth(true);
            setFitToHeight(true);
            setHbarPolicy(ScrollBarPolicy.NEVER);
            getStyleClass().add("plain-scroll");
        }
    }

    // ---- The bar ----

    private Node bar() {
        Button undo = Parts.iconButton(Feather.CORNER_UP_LEFT, "Undo (Ctrl Z)", patterning::undo);
        undo.setId("patterning-undo");
        undo.disableProperty().bind(patterning.canUndoProperty().not());
        Button redo =
                Parts.iconButton(Feather.CORNER_UP_RIGHT, "Redo (Ctrl Shift Z)", patterning::redo);
        redo.disableProperty().bind(patterning.canRedoProperty().not());
        Button reset =
                Parts.button(
                        Feather.ROTATE_CCW,
                        "Reset target",
                        () -> patterning.choose(choice -> choice.withChanges(Map.of())));
        reset.setId("reset-target");
        reset.getStyleClass().add("flat");
        HBox bar =
                new HBox(
                        8,
                        parts,
                        controls.choice(
                                "Rows",
                                RowScaling.values(),
                                RowScaling::label,
                                PatterningChoice::scaling,
                                scaling -> patterning.choose(c -> c.withScaling(scaling))),
                        constraint,
                        Parts.spacer(),
                        undo,
                        redo,
                        reset);
        for (Node node : bar.getChildren()) {
            if (node instanceof Region region) {
                region.setMinWidth(Region.USE_PREF_SIZE);
            }
        }
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.getStyleClass().add("perspective-bar");
        return bar;
    }
}
