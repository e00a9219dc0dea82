package org.chiscope.app.patterning;

import java.util.List;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.theme.Palette;
import org.chiscope.patterning.Metric;
import org.chiscope.patterning.Solution;
import org.jspecify.annotations.Nullable;

/** The second step: the data perturbation, how large it is and how far it can go. */
final class PerturbationBox extends VBox {
    private final PerturbationChart chart = new PerturbationChart();
    private final Label title = Parts.label("", "section-title");
    private final HBox smallest;
    private final Node dataLimits;
    private final Label divergence = Parts.label("", "number", "small-number");
    private final Label largest = Parts.label("", "number", "small-number");
    private final Label linear = Parts.label("", "number", "small-number");

    PerturbationBox(
            PatterningViewModel patterning,
            ChoiceControls controls,
            ObservableValue<Palette> palette) {
        super(10);
        getStyleClass().add("patterning-column");
        chart.paletteProperty().bind(palette);
        smallest =
                new HBox(
                        8,
                        Parts.label("Smallest", "muted"),
                        controls.segmented(
                                List.of(Metric.CHI_SQUARED, Metric.EUCLIDEAN),
                                Metric::label,
                                PatterningChoice::metric,
                                metric -> patterning.choose(c -> c.withMetric(metric))));
        smallest.setAlignment(Pos.CENTER_LEFT);
        dataLimits =
                new HBox(
                        16,
                        named(
                                "KL(q_h ‖ q), nats",
                                divergence,
                                "Kullback–Leibler divergence of the perturbed data from the data."),
                        named(
                                "Weights ≥ 0 up to",
                                largest,
                                "The multiple of this perturbation at which the first example's"
                                        + " weight reaches 0."));
        HBox numbers =
                new HBox(
                        16,
                        dataLimits,
                        named(
                                "Linear up to",
                                linear,
                                "The multiple at which nβ·sd(Σ h ΔL) reaches 0.5 in some component:"
                                        + " beyond it the response is not taken for linear."));
        getChildren().addAll(PatterningView.step(2, title), smallest, chart, numbers);
    }

    PerturbationChart chart() {
        return chart;
    }

    void show(@Nullable PatterningState state) {
        chart.show(state);
        if (state == null) {
            return;
        }
        title.setText(state.fields() ? "Fields dh" : "Data perturbation dh");
        PatterningView.shown(smallest, !state.fields());
        PatterningView.shown(dataLimits, !state.fields());
        Solution solution = state.solution();
        boolean nothing = solution.isZero();
        divergence.setText(
                nothing || state.fields() ? "–" : NumberText.plain(solution.klDivergence()));
        largest.setText(nothing ? "–" : "× " + NumberText.fixed(solution.largestStep(), 2));
        linear.setText(nothing ? "–" : "× " + NumberText.fixed(state.linearUpTo(), 2));
        linear.getStyleClass().remove("danger-text");
        if (!nothing && state.linearUpTo() < 1) {
            linear.getStyleClass().add("danger-text");
        }
    }

    private static VBox named(String name, Label number, String explanation) {
        Label words = Parts.label(name, "caption");
        words.setMinWidth(Region.USE_PREF_SIZE);
        VBox box = new VBox(1, words, number);
        Parts.explain(box, explanation);
        return box;
    }
}
