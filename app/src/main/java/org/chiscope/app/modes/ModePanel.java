package org.chiscope.app.modes;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.selection.Selection;
import org.chiscope.modes.ModeEstimates;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/** The mode that is looked at, in words and numbers, and the examples that it moves most. */
final class ModePanel extends StackPane {
    private final ModesViewModel modes;
    private final Selection selection;
    private final Label title = Parts.label("", "section-title");
    private final ModeSentence sentence;
    private final Label value = Parts.label("", "big-number");
    private final Label error = Parts.label("", "muted");
    private final GridPane numbers = new GridPane();
    private final VBox examples = new VBox(1);
    private final VBox examplesSection;

    ModePanel(ModesViewModel modes, ModesControls controls, Selection selection, Node pattern) {
        this.modes = modes;
        this.selection = selection;
        this.sentence = new ModeSentence(modes);
        getStyleClass().add("inspector");
        setId("modes-panel");
        HBox number = new HBox(8, value, error);
        number.setAlignment(Pos.BASELINE_LEFT);
        numbers.setHgap(10);
        ColumnConstraints names = new ColumnConstraints();
        names.setHgrow(Priority.ALWAYS);
        ColumnConstraints values = new ColumnConstraints();
        values.setHalignment(HPos.RIGHT);
        numbers.getColumnConstraints().addAll(names, values);
        Label listTitle = Parts.label("Strongest examples", "section-title");
        HBox listHead =
                new HBox(
                        8,
                        listTitle,
                        Parts.spacer(),
                        controls.segmented(
                                "strongest",
                                List.of(false, true),
                                bottom -> bottom ? "Bottom" : "Top",
                                ModesChoice::bottom,
                                bottom -> modes.choose(choice -> choice.withBottom(bottom))));
        listHead.setAlignment(Pos.CENTER_LEFT);
        examplesSection = section(listHead, examples);
        ScrollPane scroll =
                new ScrollPane(
                        new VBox(
                                section(title, sentence, pattern),
                                section(number, numbers),
                                examplesSection));
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        getChildren().add(scroll);
        selection.exampleProperty().subscribe(now -> showExamples());
    }

    private static VBox section(Node... nodes) {
        VBox section = new VBox(8, nodes);
        section.getStyleClass().add("section");
        return section;
    }

    void show(@Nullable ModesState state) {
        if (state == null) {
            return;
        }
        int mode = modes.mode();
        ModeEstimates found = state.modes();
        title.setText("Mode " + (mode + 1) + " of " + found.count());
        sentence.show(state);
        Estimate singular = found.singularValue(mode);
        int exponent = NumberText.exponent(Math.abs(singular.value()));
        double unit = Math.pow(10, exponent);
        double se = singular.monteCarloError() / unit;
        int decimals = NumberText.decimals(singular.value() / unit, se);
        value.setText(NumberText.fixed(singular.value() / unit, decimals));
        String size = NumberText.unit(exponent, state.unit());
        error.setText(
                ((Double.isNaN(se) ? "" : "± " + NumberText.fixed(se, decimals) + " ") + size)
                        .strip());
        numbers.getChildren().clear();
        row(
                0,
                "share of Σχ²",
                NumberText.fixed(100 * found.share(mode), 1) + " %",
                "How much of the sum of all squared cells this mode makes up: σᵢ² ÷ Σσ².");
        double floor = found.noiseFloor();
        row(
                1,
                "noise floor",
                Double.isNaN(floor)
                        ? "not known"
                        : (NumberText.fixed(
                                                floor / unit,
                                                Math.max(
                                                        2,
                                                        NumberText.decimals(
                                                                floor / unit, Double.NaN)))
                                        + " "
                                        + size)
                                .strip(),
                "What the largest singular value of noise alone stays below in 95 % of cases.");
        row(
                2,
                "σ ÷ floor",
                Double.isNaN(floor) ? "–" : NumberText.fixed(singular.value() / floor, 2),
                "Below 1 the mode is no stronger than noise.");
        row(
                3,
                "halves overlap",
                state.overlaps().isEmpty() ? "–" : overlap(state.overlaps().get(mode)),
                "The mode of each half of the chains, whole chains apart: |u·u′| of the components"
                        + " and |v·v′| of the patterns. 1 where the halves agree.");
        showExamples();
    }

    private static String overlap(ModeEstimates.Overlap overlap) {
        return "u "
                + NumberText.fixed(overlap.components(), 2)
                + " · v "
                + NumberText.fixed(overlap.patterns(), 2);
    }

    private void row(int line, String name, String number, String explanation) {
        Label label = Parts.label(name, "muted");
        Parts.explain(label, explanation);
        Label text = Parts.label(number, "number");
        text.setMinWidth(USE_PREF_SIZE);
        numbers.addRow(line, label, text);
    }

    /** The examples of the map's mode; none without a map. */
    void showExamples() {
        ExampleMap map = modes.mapProperty().get();
        examples.getChildren().clear();
        boolean known = map != null;
        examplesSection.setVisible(known);
        examplesSection.setManaged(known);
        if (map == null) {
            return;
        }
        List<ExampleMap.Strong> strong =
                modes.choiceProperty().get().bottom() ? map.bottom() : map.top();
        double largest = strong.stream().mapToDouble(s -> Math.abs(s.value())).max().orElse(0);
        int exponent = NumberText.exponent(largest);
        String unit = NumberText.unit(exponent, map.strongUnit()).replace("× ", "");
        examples.getChildren()
                .add(
                        Parts.label(
                                "uᵢ · χ of one example" + (unit.isEmpty() ? "" : ", in " + unit),
                                "caption"));
        Integer chosen = selection.exampleProperty().get();
        for (ExampleMap.Strong each : strong) {
            double size = each.value() / Math.pow(10, exponent);
            Label number =
                    Parts.label(
                            (size > 0 ? "+" : "") + NumberText.fixed(size, 1), "number", "muted");
            number.setMinWidth(46);
            number.setAlignment(Pos.CENTER_RIGHT);
            HBox text = new HBox();
            text.getChildren().setAll(SnippetLine.parts(modes.snippet(each.example())));
            text.setMinWidth(0);
            HBox.setHgrow(text, Priority.ALWAYS);
            HBox line = new HBox(8, number, text);
            line.setAlignment(Pos.CENTER_LEFT);
            line.getStyleClass().add("strong-example");
            if (chosen != null && chosen == each.example()) {
                line.getStyleClass().add("chosen");
            }
            line.setOnMouseClicked(event -> selection.selectExample(each.example()));
            examples.getChildren().add(line);
        }
    }

    /** Follows what appears beside the modes: the map, the texts, the list that is wanted. */
    void follow(ObservableValue<?>... values) {
        for (ObservableValue<?> each : values) {
            each.addListener((o, before, now) -> showExamples());
        }
    }
}
