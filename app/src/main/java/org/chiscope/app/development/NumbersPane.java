package org.chiscope.app.development;

import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.experiment.DevelopmentTable;
import org.chiscope.response.Estimate;

/** What changes most, in words, and the numbers of the checkpoint that is looked at. */
final class NumbersPane extends VBox {
    private final DevelopmentViewModel development;
    private boolean told = true;

    NumbersPane(DevelopmentViewModel development) {
        this.development = development;
        setId("development-numbers");
        development.choiceProperty().addListener((o, before, now) -> show());
        development.stateProperty().addListener((o, before, now) -> show());
        show();
    }

    /** Whether it says what changes most; otherwise that is said elsewhere. */
    void tell(boolean here) {
        told = here;
        show();
    }

    private void show() {
        getChildren().clear();
        DevelopmentState state = development.stateProperty().get();
        if (state == null) {
            return;
        }
        DevelopmentChoice choice = development.choiceProperty().get();
        Label sentence = words(state.largestChange(choice.pattern()));
        sentence.setId("largest-change");
        if (told) {
            getChildren().add(Parts.section(title("What changes most"), sentence));
        }
        getChildren().add(responses(state, choice));
        if (state.table().scored()) {
            getChildren().add(scores(state, choice));
        }
        getChildren()
                .add(
                        Parts.section(
                                caption(
                                        state.shipped()
                                                ? "These numbers came with the model, in "
                                                        + DevelopmentTable.FILE_NAME
                                                        + "."
                                                : "Sampled here; each checkpoint's result can be"
                                                        + " opened.")));
    }

    private static VBox responses(DevelopmentState state, DevelopmentChoice choice) {
        int stage = choice.stage();
        int pattern = choice.pattern();
        double largest = 0;
        for (int c = 0; c < state.rows().size(); c++) {
            for (Estimate each :
                    new Estimate[] {
                        state.table().fluctuation(stage, c, pattern),
                        state.table().change(stage, c, pattern)
                    }) {
                if (Double.isFinite(each.value())) {
                    largest = Math.max(largest, Math.abs(each.value()));
                }
            }
        }
        int exponent = NumberText.exponent(largest);
        GridPane grid = grid(4);
        grid.add(caption("χ"), 1, 0);
        grid.add(caption("change"), 2, 0);
        grid.add(Parts.hat("λ", "symbol"), 3, 0);
        int line = 1;
        for (int c = 0; c < state.rows().size(); c++) {
            name(grid, state.rows().get(c).label(), line);
            grid.add(number(state.table().fluctuation(stage, c, pattern), exponent), 1, line);
            grid.add(number(state.table().change(stage, c, pattern), exponent), 2, line);
            grid.add(number(state.value(Quantity.LAMBDA, stage, c, pattern), 0), 3, line++);
        }
        grid.add(Parts.label("full ensemble", "number"), 0, line, 3, 1);
        grid.add(number(state.table().stages().get(stage).lambda(), 0), 3, line);
        String unit = NumberText.unit(exponent, state.unit());
        return Parts.section(
                title(
                        "Step "
                                + state.step(stage)
                                + ", on "
                                + state.table().patterns().get(pattern)),
                grid,
                caption(
                        "χ and its change"
                                + (unit.isEmpty() ? "" : " in " + unit)
                                + ", ± one Monte-Carlo standard error. The change is against the checkpoint"
                                + " before"
                                + (stage == 0 ? ", of which there is none" : "")
                                + "; its error is both errors in quadrature."));
    }

    private static VBox scores(DevelopmentState state, DevelopmentChoice choice) {
        GridPane grid = grid(3);
        grid.add(caption("prefix matching"), 1, 0);
        grid.add(caption("previous token"), 2, 0);
        int line = 1;
        for (int c = 0; c < state.rows().size(); c++) {
            DevelopmentTable.Row row = state.table().stages().get(choice.stage()).rows().get(c);
            if (Double.isFinite(row.prefixMatching())) {
                name(grid, state.rows().get(c).label(), line);
                grid.add(score(row.prefixMatching()), 1, line);
                grid.add(score(row.previousToken()), 2, line++);
            }
        }
        return Parts.section(title("Scores of heads"), grid);
    }

    private static void name(GridPane grid, String words, int line) {
        Label name = Parts.label(words, "number", "strong");
        name.setMinWidth(0);
        grid.add(name, 0, line);
    }

    private static Label score(double value) {
        return Parts.label(NumberText.fixed(value, 3), "number");
    }

    /** A value with its error beside it, smaller and greyer; a dash where it is unknown. */
    private static Node number(Estimate estimate, int exponent) {
        double unit = Math.pow(10, exponent);
        double value = estimate.value() / unit;
        double error = estimate.monteCarloError() / unit;
        int decimals = Double.isFinite(value) ? NumberText.decimals(value, error) : 0;
        HBox both = new HBox(4, Parts.label(NumberText.fixed(value, decimals), "number"));
        if (Double.isFinite(value) && Double.isFinite(error)) {
            both.getChildren()
                    .add(Parts.label("±" + NumberText.fixed(error, decimals), "development-error"));
        }
        both.setAlignment(Pos.BASELINE_RIGHT);
        both.setMinWidth(USE_PREF_SIZE);
        return both;
    }

    private static GridPane grid(int columns) {
        GridPane grid = new GridPane();
        grid.setHgap(8);
        for (int c = 0; c < columns; c++) {
            ColumnConstraints constraints = new ColumnConstraints();
            constraints.setHalignment(c == 0 ? HPos.LEFT : HPos.RIGHT);
            constraints.setHgrow(c == 0 ? Priority.NEVER : Priority.ALWAYS);
            grid.getColumnConstraints().add(constraints);
        }
        grid.getColumnConstraints().getFirst().setMinWidth(0);
        return grid;
    }

    private static Label title(String text) {
        Label label = Parts.label(text, "section-title");
        label.setWrapText(true);
        return label;
    }

    private static Label caption(String text) {
        Label label = Parts.label(text, "caption");
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }

    private static Label words(String text) {
        Label label = Parts.label(text);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }
}
