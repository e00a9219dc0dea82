package org.chiscope.app.chains;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Exports;
import org.chiscope.app.controls.Parts;
import org.chiscope.experiment.Control;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The controls beside the real thing, the noise null in numbers, and the way out as a table. */
final class SamplingBar extends HBox {
    private static final double EXPECTED = 5;

    private final Label noise = Parts.label("", "number");
    private final HBox noiseNull;

    SamplingBar(SamplingViewModel sampling) {
        super(8);
        getStyleClass().add("perspective-bar");
        setAlignment(Pos.CENTER_LEFT);
        noise.setId("noise-null");
        noise.setMinWidth(USE_PREF_SIZE);
        Label name = Parts.label("Noise null", "muted");
        name.setMinWidth(USE_PREF_SIZE);
        noiseNull =
                new HBox(
                        6,
                        name,
                        noise,
                        Parts.label("of cells beyond 2 se (5 % expected)", "muted"));
        noiseNull.setAlignment(Pos.CENTER_LEFT);
        Parts.explain(
                noiseNull,
                "φ of one chain with ΔL of another, where nothing is to be found: some 5 % of its"
                        + " cells lie beyond two standard errors where chains are stationary. More"
                        + " means drift, or blocks too short.");
        Button export = Parts.button(Feather.DOWNLOAD, "Table, CSV …", () -> {});
        export.setId("export-diagnostics");
        export.setOnAction(event -> Exports.save(this, "diagnostics.csv", sampling::exportTable));
        export.disableProperty().bind(sampling.stateProperty().isNull());
        getChildren()
                .addAll(
                        noiseNull,
                        Parts.spacer(),
                        Parts.label("Sample a control", "muted"),
                        control(sampling, Control.PRIOR, "nβ = 0"),
                        control(sampling, Control.GAUSSIAN, "Gaussian"),
                        export);
        for (Node node : getChildren()) {
            if (node instanceof Region region && node != noiseNull) {
                region.setMinWidth(USE_PREF_SIZE);
            }
        }
        noiseNull.setMinWidth(0);
        sampling.stateProperty().addListener((o, before, now) -> show(now));
        show(sampling.stateProperty().get());
    }

    private static Button control(SamplingViewModel sampling, Control control, String words) {
        Button button = Parts.button(Feather.PLAY, words, () -> sampling.sample(control));
        button.setId("sample-" + control);
        String what =
                switch (control) {
                    case PRIOR ->
                            "Samples the same experiment at nβ = 0, from the prior alone, which knows"
                                    + " nothing of the data.";
                    case GAUSSIAN ->
                            "Samples each parameter on its own with the posterior's spread, which knows"
                                    + " nothing of how parameters work together.";
                };
        Parts.explain(button, what + " What its matrix shows as well is not learned structure.");
        button.disableProperty()
                .bind(
                        sampling.matrix()
                                .canSampleProperty()
                                .not()
                                .or(sampling.stateProperty().isNull()));
        return button;
    }

    private void show(@Nullable SamplingState state) {
        double share =
                state == null ? Double.NaN : 100 * state.snapshot().shares().fluctuationNull();
        noise.setText(NumberText.fixed(share, 1) + " %");
        noise.getStyleClass().remove("warning-text");
        if (share > 2 * EXPECTED) {
            noise.getStyleClass().add("warning-text");
        }
        noiseNull.setVisible(Double.isFinite(share));
    }
}
