package org.chiscope.app.patterning;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.experiment.Verification;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/** Predicted and realised changes of the components that were sampled, at the last step. */
final class VerifyTable extends GridPane {
    private static final double BEYOND = 2;

    VerifyTable() {
        setId("verify-table");
        setHgap(10);
        setVgap(1);
        for (int c = 0; c < 4; c++) {
            ColumnConstraints constraints = new ColumnConstraints();
            constraints.setMinWidth(USE_PREF_SIZE);
            if (c == 0) {
                constraints.setHgrow(Priority.ALWAYS);
            } else {
                constraints.setHalignment(HPos.RIGHT);
            }
            getColumnConstraints().add(constraints);
        }
    }

    void show(Verification.@Nullable Progress progress, @Nullable PatterningState state) {
        getChildren().clear();
        boolean known = progress != null && state != null && !progress.outcomes().isEmpty();
        PatterningView.shown(this, known);
        if (!known || progress == null || state == null) {
            return;
        }
        List<Verification.Outcome> outcomes = progress.outcomes();
        // All rows have the decimals of the largest change, so that they line up.
        Estimate largest =
                outcomes.stream()
                        .map(Verification.Outcome::realised)
                        .max(Comparator.comparingDouble(change -> Math.abs(change.value())))
                        .orElseThrow();
        int exponent = NumberText.exponent(Math.abs(largest.value()));
        double size = Math.pow(10, exponent);
        int decimals =
                Math.clamp(
                        NumberText.decimals(
                                largest.value() / size, largest.monteCarloError() / size),
                        0,
                        3);
        String unit = NumberText.unit(exponent, state.unit()).replace("× ", "");
        Label step =
                Parts.label(
                        "at ±"
                                + NumberText.plain(outcomes.getFirst().step())
                                + (unit.isEmpty() ? "" : ", " + unit),
                        "caption");
        Label away = Parts.label("away", "caption");
        Parts.explain(
                away,
                "Realised less predicted, in standard errors of both. Beyond 2 it is marked.");
        addRow(
                0,
                step,
                Parts.label("predicted", "caption"),
                Parts.label("realised", "caption"),
                away);
        IntStream.range(0, outcomes.size())
                .boxed()
                .sorted(
                        (a, b) ->
                                Double.compare(
                                        Math.abs(outcomes.get(b).predicted().value()),
                                        Math.abs(outcomes.get(a).predicted().value())))
                .forEach(
                        i ->
                                row(
                                        label(progress.components().get(i), state),
                                        outcomes.get(i),
                                        size,
                                        decimals));
    }

    private void row(String name, Verification.Outcome outcome, double size, int decimals) {
        double away = outcome.away();
        Label distance =
                number(
                        Double.isNaN(away)
                                ? "–"
                                : (away > 0 ? "+" : "") + NumberText.fixed(away, 1));
        if (Math.abs(away) > BEYOND) {
            distance.getStyleClass().add("warning-text");
        }
        addRow(
                getRowCount(),
                Parts.label(name, "number", "small-number", "strong"),
                number(words(outcome.predicted(), size, decimals)),
                number(words(outcome.realised(), size, decimals)),
                distance);
    }

    private static String words(Estimate change, double size, int decimals) {
        double error = change.monteCarloError() / size;
        return NumberText.fixed(change.value() / size, decimals)
                + (Double.isNaN(error) ? "" : " ± " + NumberText.fixed(error, decimals));
    }

    private static String label(String component, PatterningState state) {
        return state.rows().stream()
                .filter(row -> row.name().equals(component))
                .map(PatterningState.Row::label)
                .findFirst()
                .orElse(component);
    }

    private static Label number(String text) {
        return Parts.label(text, "number", "small-number");
    }
}
