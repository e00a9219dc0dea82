package org.chiscope.app.patterning;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.matrix.CellWords;
import org.chiscope.app.theme.Palette;
import org.chiscope.experiment.Verification;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Whether the prediction comes true: the figure, the slope, and what to beware of. */
final class VerifyPane extends VBox {
    private final PatterningViewModel patterning;
    private final VerifyChart chart = new VerifyChart();
    private final Label verdict = Parts.label("", "pill");
    private final Label explanation = Parts.label("", "caption");
    private final Label slope = Parts.label("", "big-number");
    private final Label slopeError = Parts.label("", "muted");
    private final HBox result = new HBox(8, slope, slopeError);
    private final VerifyTable table = new VerifyTable();
    private final GridPane facts = new GridPane();
    private final ProgressBar bar = new ProgressBar(0);
    private final Label cost = Parts.label("", "caption");
    private final Label under = Parts.label("", "caption");
    private final Label failure = Parts.label("", "notice", "danger");
    private final Button start;
    private final Button stop;
    private final MenuButton draws;

    VerifyPane(PatterningViewModel patterning, ObservableValue<Palette> palette) {
        super(8);
        this.patterning = patterning;
        getStyleClass().add("patterning-column");
        chart.paletteProperty().bind(palette);
        for (Label label : List.of(explanation, failure, under)) {
            label.setWrapText(true);
            label.setMinHeight(USE_PREF_SIZE);
        }
        verdict.setId("verify-verdict");
        result.setAlignment(Pos.BASELINE_LEFT);
        slope.setMinWidth(USE_PREF_SIZE);
        Parts.explain(
                result,
                "The slope of realised on predicted changes over all trials that count: 1 where the"
                        + " response is linear and the sampler is exact. Large steps in stiff"
                        + " directions, and the noise of minibatches, make it smaller: what they"
                        + " leave, to first order, is the slope expected of this sampler.");
        facts.setHgap(8);
        facts.setVgap(3);
        ColumnConstraints names = new ColumnConstraints();
        names.setHgrow(Priority.ALWAYS);
        ColumnConstraints numbers = new ColumnConstraints();
        numbers.setHalignment(HPos.RIGHT);
        numbers.setMinWidth(USE_PREF_SIZE);
        facts.getColumnConstraints().addAll(names, numbers);
        bar.setMaxWidth(Double.MAX_VALUE);
        start = Parts.button(Feather.CHECK, "Verify", patterning::startVerify);
        start.setId("verify");
        start.getStyleClass().addAll("accent", "tall");
        stop = Parts.button(Feather.SQUARE, "Stop", patterning.verify()::stop);
        stop.setId("verify-stop");
        stop.getStyleClass().add("tall");
        draws = draws();
        start.setMinWidth(USE_PREF_SIZE);
        stop.setMinWidth(USE_PREF_SIZE);
        cost.setMinWidth(0);
        HBox work = new HBox(10, draws, cost);
        work.setAlignment(Pos.CENTER_LEFT);
        HBox buttons = new HBox(8, start, stop, Parts.spacer(), new ExportMenu(patterning));
        buttons.setAlignment(Pos.CENTER_LEFT);
        VBox.setVgrow(chart, Priority.ALWAYS);
        chart.setMaxHeight(360);
        HBox head =
                new HBox(
                        8,
                        PatterningView.step(4, Parts.label("Verify", "section-title")),
                        Parts.spacer(),
                        verdict);
        head.setAlignment(Pos.CENTER_LEFT);
        getChildren()
                .addAll(
                        head,
                        explanation,
                        work,
                        chart,
                        result,
                        table,
                        facts,
                        bar,
                        under,
                        failure,
                        buttons);
        patterning.verify().contentProperty().addListener((o, before, now) -> show());
        patterning.stateProperty().addListener((o, before, now) -> show());
        show();
    }

    /** How many draws each chain of the verification makes. */
    private MenuButton draws() {
        MenuButton menu = new MenuButton();
        menu.setId("verify-draws");
        menu.getStyleClass().add("field-button");
        menu.setGraphic(Parts.label("Draws", "muted"));
        Parts.explain(
                menu,
                "Draws of each chain. Perturbed runs share their random streams, so few draws tell"
                        + " their difference well.");
        menu.setOnShowing(
                event -> {
                    menu.getItems().clear();
                    for (int count : patterning.verifyDrawsOffered()) {
                        MenuItem item = new MenuItem(NumberText.count(count));
                        item.setOnAction(chosen -> patterning.chooseVerifyDraws(count));
                        menu.getItems().add(item);
                    }
                });
        menu.setMinWidth(USE_PREF_SIZE);
        patterning.verifyDrawsProperty().addListener((o, before, now) -> show());
        return menu;
    }

    private void show() {
        draws.setText(NumberText.count(patterning.verifyDrawsProperty().get()));
        cost.setText(patterning.verifyCost());
        VerifyViewModel.Content content = patterning.verify().contentProperty().get();
        PatterningState state = patterning.stateProperty().get();
        Verification.Progress progress = content.progress();
        boolean done = progress != null && !content.running() && progress.share() >= 1;
        chart.show(progress, state);
        chart.setOpacity(content.current() ? 1 : 0.45);

        boolean target = state != null && state.hasTarget() && !state.solution().isZero();
        boolean known =
                done
                        && content.current()
                        && patterning.verify().draws() == patterning.verifyDrawsProperty().get();
        start.setDisable(!target || content.running() || known);
        start.setText(
                known
                        ? "Verified"
                        : progress != null && !done && content.current() ? "Go on" : "Verify");
        draws.setDisable(content.running());
        PatterningView.shown(start, !content.running());
        PatterningView.shown(stop, content.running());
        stop.setDisable(content.stopping());
        PatterningView.shown(bar, content.running());
        bar.setProgress(progress == null ? -1 : progress.share());
        under.setText(
                content.stopping()
                        ? "Stopping; what there is is kept …"
                        : content.running()
                                ? progress == null ? "Splitting the chains …" : progress.words()
                                : "");
        PatterningView.shown(under, content.running());
        failure.setText(content.failure());
        PatterningView.shown(failure, !content.failure().isEmpty());
        verdict(content, done);
        explanation.setText(explanation(state, content, progress));
        result(progress);
        table.show(progress, state);
        facts(state, progress);
    }

    private void verdict(VerifyViewModel.Content content, boolean done) {
        verdict.getStyleClass().removeAll("success", "warning");
        Verification.Progress progress = content.progress();
        if (content.running()) {
            verdict.setText("Sampling");
        } else if (progress != null && !content.current()) {
            verdict.setText("Of another target");
            verdict.getStyleClass().add("warning");
        } else if (done && progress != null) {
            boolean one = progress.holds(1);
            boolean right = one || progress.holdsExpected();
            verdict.setText(
                    one
                            ? "Agrees with slope 1"
                            : right
                                    ? "Agrees with the slope expected"
                                    : "Does not agree with slope 1");
            verdict.getStyleClass().add(right ? "success" : "warning");
        } else if (progress != null) {
            verdict.setText("Stopped");
            verdict.getStyleClass().add("warning");
        } else {
            verdict.setText("");
        }
        PatterningView.shown(verdict, !verdict.getText().isEmpty());
    }

    private String explanation(
            @Nullable PatterningState state,
            VerifyViewModel.Content content,
            Verification.@Nullable Progress progress) {
        if (progress == null && !content.running()) {
            if (state == null || !state.hasTarget()) {
                return "Set a target first: drag a handle on the left, or choose one from More of.";
            }
            return "Solves the target on each half of the chains, predicts it by the other half, and"
                    + " samples again under the perturbed data, at ±½ and ±1 of the target.";
        }
        return "Draws are split: solved on one half, predicted by the other. Realised by sampling"
                + " again, at ±½ and ±1 of the target.";
    }

    private void result(Verification.@Nullable Progress progress) {
        boolean known = progress != null && Double.isFinite(progress.slope().value());
        PatterningView.shown(result, known);
        if (known && progress != null) {
            Estimate found = progress.slope();
            double half = found.halfWidth(0.95);
            int decimals = NumberText.decimals(found.value(), half);
            slope.setText(NumberText.fixed(found.value(), decimals));
            slopeError.setText(
                    "± " + NumberText.fixed(half, decimals) + " (95 %)  realised ÷ predicted");
        }
    }

    private void facts(@Nullable PatterningState state, Verification.@Nullable Progress progress) {
        facts.getChildren().clear();
        boolean known = progress != null && !progress.trials().isEmpty();
        PatterningView.shown(facts, known);
        if (!known || progress == null) {
            return;
        }
        int row = 0;
        List<String> targets =
                state == null
                        ? List.of()
                        : state.rows().stream()
                                .filter(PatterningState.Row::targeted)
                                .map(PatterningState.Row::name)
                                .toList();
        int held = 0;
        int within = 0;
        double spread = 0;
        int counted = 0;
        for (Verification.Trial trial : progress.trials()) {
            counted += trial.counts() ? 1 : 0;
            spread = Math.max(spread, trial.spread());
            for (int c = 0; c < progress.components().size(); c++) {
                if (!targets.contains(progress.components().get(c))) {
                    held++;
                    double away = trial.changes().get(c).away(trial.predicted().get(c));
                    within += Math.abs(away) <= 2 ? 1 : 0;
                }
            }
        }
        if (held > 0) {
            fact(row++, "Held rows as predicted", within + " of " + held + " in ±2 se");
        }
        Estimate expected = progress.expected();
        if (expected.monteCarloError() > 0) {
            fact(row++, "Slope expected of this sampler", CellWords.brief(expected, 0));
        }
        fact(row++, "Linear up to 0.5, nβ·sd(Σ h ΔL)", NumberText.fixed(spread, 2));
        fact(row++, "Trials in the slope", counted + " of " + progress.trials().size());
        String remark =
                progress.trials().stream()
                        .map(Verification.Trial::remark)
                        .filter(words -> !words.isEmpty())
                        .findFirst()
                        .orElse("");
        if (!remark.isEmpty()) {
            Label words = Parts.label(remark, "caption");
            words.setWrapText(true);
            facts.add(words, 0, row, 2, 1);
        }
    }

    private void fact(int row, String name, String number) {
        Label words = Parts.label(name, "caption");
        words.setMinWidth(0);
        facts.add(words, 0, row);
        facts.add(Parts.label(number, "number", "small-number"), 1, row);
    }
}
