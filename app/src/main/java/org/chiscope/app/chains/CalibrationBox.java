package org.chiscope.app.chains;

import atlantafx.base.controls.Popover;
import java.util.List;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.matrix.SettingsPopover;
import org.chiscope.app.theme.Palette;
import org.chiscope.experiment.Calibration.Trial;
import org.chiscope.experiment.Snapshot;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** Step sizes and inverse temperatures as a map, and the button that tries them. */
final class CalibrationBox extends VBox {
    private final SamplingViewModel sampling;
    private final CalibrationViewModel calibration;
    private final CalibrationChart chart = new CalibrationChart();
    private final Label remark = Parts.label("", "chart-remark");
    private final Label empty = Parts.label("", "muted");
    private final Label under = Parts.label("", "caption");
    private final Label failure = Parts.label("", "danger-text");
    private final Button start;
    private final Button stop;
    private final Button use;

    CalibrationBox(SamplingViewModel sampling, ObservableValue<Palette> palette) {
        super(6);
        this.sampling = sampling;
        this.calibration = sampling.calibration();
        getStyleClass().add("chart-card");
        chart.paletteProperty().bind(palette);
        Label title = Parts.label("Step size × nβ", "chart-title");
        title.setMinWidth(USE_PREF_SIZE);
        Parts.explain(
                title,
                "Short chains of the full ensemble and four components, for each setting: of 1\u2009000"
                        + " draws, how many are independent in the worst of them.");
        remark.setMinWidth(0);
        HBox head = new HBox(8, title, Parts.spacer(), remark);
        head.setAlignment(Pos.BASELINE_LEFT);
        empty.setWrapText(true);
        empty.managedProperty().bind(empty.textProperty().isNotEmpty());
        empty.setMinHeight(USE_PREF_SIZE);
        VBox.setVgrow(chart, Priority.ALWAYS);
        chart.managedProperty().bind(chart.visibleProperty());
        start = Parts.button(Feather.TARGET, "Calibrate", calibration::start);
        start.setId("calibrate");
        start.getStyleClass().add("short");
        stop = Parts.button(Feather.SQUARE, "Cancel", calibration::stop);
        stop.setId("calibrate-stop");
        stop.getStyleClass().add("short");
        SettingsPopover popover =
                new SettingsPopover(sampling.matrix(), palette, Popover.ArrowLocation.BOTTOM_RIGHT);
        use = Parts.button(Feather.CORNER_DOWN_RIGHT, "Use it …", () -> {});
        use.setId("use-suggested");
        use.getStyleClass().add("short");
        use.setOnAction(
                event -> {
                    sampling.fillSuggested();
                    popover.toggle(use);
                });
        for (Button button : List.of(start, stop, use)) {
            button.setMinWidth(USE_PREF_SIZE);
        }
        failure.setWrapText(true);
        under.setWrapText(true);
        under.setMinHeight(USE_PREF_SIZE);
        under.managedProperty().bind(under.textProperty().isNotEmpty());
        HBox foot = new HBox(8, start, stop, use);
        foot.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(head, chart, empty, under, failure, foot);
        sampling.matrix().canSampleProperty().addListener((o, before, now) -> show());
        calibration.contentProperty().addListener((o, before, now) -> show());
        sampling.stateProperty().addListener((o, before, now) -> show());
        show();
    }

    private void show() {
        SamplingState state = sampling.stateProperty().get();
        LongJob.Content<List<Trial>> content = calibration.contentProperty().get();
        List<Trial> trials = calibration.trials();
        boolean none = trials.isEmpty() && !content.running();
        boolean possible = state != null && calibration.refusal().isEmpty();
        Snapshot snapshot = state == null ? null : state.snapshot();
        Optional<Trial> suggested = calibration.suggested();
        chart.setVisible(possible && !none);
        chart.show(
                possible ? calibration.settings() : List.of(),
                trials,
                snapshot == null ? null : snapshot.experiment().sampler(),
                suggested.map(Trial::sampler).orElse(null));
        empty.setText(empty(snapshot, none));
        remark.setText(chart.isVisible() ? "effective per 1\u2009000" : "");
        boolean complete = calibration.complete();
        shown(start, possible && !content.running() && !complete);
        start.setText(trials.isEmpty() ? "Calibrate" : "Go on");
        // Two samplings at once would each take twice as long, and tell wrong times.
        start.setDisable(!sampling.matrix().canSampleProperty().get());
        shown(stop, content.running());
        stop.setDisable(content.stopping());
        shown(use, complete && !content.running());
        use.setDisable(!sampling.matrix().canSampleProperty().get());
        under.setText(under(content, trials, suggested));
        failure.setText(content.failure());
        shown(failure, !content.failure().isEmpty());
    }

    private String empty(@Nullable Snapshot snapshot, boolean none) {
        if (snapshot == null || !none) {
            return "";
        }
        if (!calibration.refusal().isEmpty()) {
            return calibration.refusal();
        }
        double seconds = calibration.secondsLeft(snapshot);
        return "No other settings have been tried. "
                + CalibrationViewModel.GRID.size()
                + " short runs show where chains mix best"
                + (Double.isFinite(seconds)
                        ? ", in about " + MoreDraws.duration(seconds) + "."
                        : ".");
    }

    private static String under(
            LongJob.Content<List<Trial>> content, List<Trial> trials, Optional<Trial> suggested) {
        String counted = trials.size() + " of " + CalibrationViewModel.GRID.size() + " tried";
        if (content.stopping()) {
            return "Stopping …";
        }
        if (content.running() || (!trials.isEmpty() && suggested.isEmpty())) {
            return counted;
        }
        return suggested
                .map(
                        trial ->
                                (trial.sound() ? "Dashed: ε = " : "None is sound; dashed: ε = ")
                                        + NumberText.plain(trial.sampler().stepSize())
                                        + ", nβ = "
                                        + NumberText.plain(trial.sampler().nBeta()))
                .orElse("");
    }

    private static void shown(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }
}
