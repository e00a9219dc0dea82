package org.chiscope.app.chains;

import atlantafx.base.controls.Popover;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.matrix.SettingsPopover;
import org.chiscope.app.theme.Palette;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.Snapshot;
import org.chiscope.sampling.GaussianSettings;
import org.chiscope.sampling.SamplerSettings;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The settings that the run was sampled with, and how it goes on from here. */
final class RunPane extends VBox {
    private final GridPane fields = new GridPane();
    private int line;

    RunPane(SamplingViewModel sampling, ObservableValue<Palette> palette) {
        super(8);
        getStyleClass().add("section");
        setId("sampling-run");
        fields.setHgap(16);
        for (int i = 0; i < 4; i++) {
            ColumnConstraints column = new ColumnConstraints();
            boolean number = i % 2 == 1;
            if (number) {
                column.setHgrow(Priority.ALWAYS);
                column.setHalignment(HPos.RIGHT);
            }
            column.setMinWidth(number ? USE_PREF_SIZE : 0);
            fields.getColumnConstraints().add(column);
        }
        MoreDrawsMenu more = new MoreDrawsMenu(sampling);
        more.setId("more-draws");
        SettingsPopover popover =
                new SettingsPopover(sampling.matrix(), palette, Popover.ArrowLocation.TOP_RIGHT);
        Button anew = Parts.button(Feather.SLIDERS, "Sample anew with …", () -> {});
        anew.setId("sample-anew");
        anew.setMinWidth(USE_PREF_SIZE);
        anew.setOnAction(
                event -> {
                    sampling.fillSettings(null);
                    popover.toggle(anew);
                });
        anew.disableProperty().bind(sampling.matrix().canSampleProperty().not());
        FlowPane buttons = new FlowPane(8, 8, more, anew);
        getChildren().addAll(Parts.label("This run", "section-title"), fields, buttons);
        sampling.stateProperty().addListener((o, before, now) -> show(now));
        show(sampling.stateProperty().get());
    }

    private void show(@Nullable SamplingState state) {
        fields.getChildren().clear();
        line = 0;
        if (state == null) {
            return;
        }
        Snapshot snapshot = state.snapshot();
        Experiment experiment = snapshot.experiment();
        SamplerSettings sampler = experiment.sampler();
        SamplerSettings steps =
                sampler instanceof GaussianSettings(SamplerSettings base) ? base : sampler;
        boolean flips = sampler.flipsSpins();
        int batch = steps.minibatch().size();
        pair(
                "Sampler",
                sampler.name(),
                "The algorithm that draws.",
                "Step size ε",
                flips ? "–" : NumberText.plain(steps.stepSize()),
                "The variance of a step's noise, or a step's length in time.");
        pair(
                "nβ",
                NumberText.plain(sampler.nBeta()),
                "The inverse temperature, in 1/nats.",
                "Localization γ",
                flips ? "–" : NumberText.plain(sampler.localization()),
                "The strength of the pull to w*.");
        pair(
                "Batch",
                flips || steps.adjusted() ? "–" : batch == 0 ? "all data" : NumberText.count(batch),
                "Contexts a step's gradient is taken over.",
                "Seed",
                NumberText.count(experiment.seed()),
                "The same seed gives the same numbers.");
        pair(
                "Chains",
                NumberText.count(experiment.chains()),
                "Of each ensemble.",
                "Draws a chain",
                NumberText.count(snapshot.drawsPerChain()),
                "That each chain is to make.");
        pair(
                "Burn-in",
                NumberText.count(experiment.schedule().burnIn()),
                "Steps before the first draw.",
                "Steps a draw",
                NumberText.count(experiment.schedule().stepsBetweenDraws()),
                "Steps from one draw to the next.");
    }

    private void pair(
            String first, String number, String why, String second, String other, String whyOther) {
        cell(0, first, number, why);
        cell(2, second, other, whyOther);
        line++;
    }

    private void cell(int column, String name, String number, String why) {
        Label words = Parts.label(name, "caption");
        Label value = Parts.label(number, "number");
        Parts.explain(words, why);
        Parts.explain(value, why);
        fields.add(words, column, line);
        fields.add(value, column + 1, line);
    }
}
