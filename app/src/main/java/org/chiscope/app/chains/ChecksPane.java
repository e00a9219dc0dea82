package org.chiscope.app.chains;

import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.experiment.Caution;
import org.chiscope.experiment.SamplingCheck;
import org.chiscope.experiment.SamplingCheck.Criterion;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The list of what a verdict asks of each ensemble, and how many fulfil it. */
final class ChecksPane extends VBox {
    private final GridPane list = new GridPane();

    ChecksPane(SamplingViewModel sampling) {
        super(8);
        getStyleClass().add("section");
        setId("sampling-checks");
        list.setHgap(8);
        ColumnConstraints words = new ColumnConstraints();
        words.setHgrow(Priority.ALWAYS);
        words.setMinWidth(0);
        ColumnConstraints numbers = new ColumnConstraints();
        numbers.setHalignment(HPos.RIGHT);
        numbers.setMinWidth(USE_PREF_SIZE);
        list.getColumnConstraints().addAll(words, numbers);
        getChildren().addAll(Parts.label("What the verdict checks", "section-title"), list);
        sampling.stateProperty().addListener((o, before, now) -> show(now));
        show(sampling.stateProperty().get());
    }

    private void show(@Nullable SamplingState state) {
        list.getChildren().clear();
        if (state == null) {
            return;
        }
        int line = 0;
        for (SamplingCheck check : state.checks()) {
            boolean asked = check.of() > 0;
            boolean passed = check.passed() == check.of();
            Label words = Parts.label(words(check.criterion()), "check-words");
            words.setGraphic(
                    Parts.icon(
                            !asked
                                    ? Feather.MINUS
                                    : passed ? Feather.CHECK : Feather.ALERT_TRIANGLE));
            words.getStyleClass().add(!asked ? "muted" : passed ? "passed" : "failed");
            Parts.explain(words, explanation(check.criterion()));
            list.add(words, 0, line);
            list.add(
                    Parts.label(asked ? check.passed() + " of " + check.of() : "–", "number"),
                    1,
                    line++);
        }
    }

    private static String words(Criterion criterion) {
        return switch (criterion) {
            case NO_FAILURE -> "no chain failed";
            case AGREES -> "chains agree, split R-hat ≤ " + number(Caution.R_HAT);
            case LEVELLED_OFF -> "loss levelled off, drift ≤ " + number(Caution.DRIFT) + " se";
            case ABOVE_CHECKPOINT -> "⟨L⟩ ≥ L(w*)";
            case NEAR_CHECKPOINT -> "near w*, ⟨L⟩ ≤ " + number(Caution.FAR_TIMES) + " L(w*)";
            case ACCEPTED -> "acceptance ≥ " + number(Caution.ACCEPTANCE);
            case COOL -> "minibatch heat ≤ " + number(Caution.HEAT);
        };
    }

    private static String number(double limit) {
        return NumberText.plain(limit);
    }

    private static String explanation(Criterion criterion) {
        return switch (criterion) {
            case NO_FAILURE -> "A chain fails where its loss is no number, or it no longer moves.";
            case AGREES ->
                    "The halves of all chains differ no more than draws within them do (Gelman and"
                            + " others, Bayesian Data Analysis).";
            case LEVELLED_OFF ->
                    "The second halves of the chains lie no higher or lower than the first ones,"
                            + " beyond their errors.";
            case ABOVE_CHECKPOINT ->
                    "The mean loss does not lie below the checkpoint's: if it did, w* would be no"
                            + " minimum of this posterior.";
            case NEAR_CHECKPOINT ->
                    "The draws are near enough to the checkpoint for the loss to be of its order.";
            case ACCEPTED ->
                    "Metropolis would not reject most steps, so that the step size is small.";
            case COOL -> "Minibatches add little to the noise that is meant.";
        };
    }
}
