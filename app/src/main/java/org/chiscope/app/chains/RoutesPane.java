package org.chiscope.app.chains;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.document.CellReport;
import org.chiscope.app.document.ComponentText;
import org.chiscope.app.document.Reading;
import org.chiscope.app.theme.Palette;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.RouteCheck;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.ThreeRoutes;
import org.chiscope.response.Estimate;
import org.chiscope.sampling.SgldSettings;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The same cells by covariance, finite difference and temperature. */
final class RoutesPane extends VBox {
    private final SamplingViewModel sampling;
    private final RoutesViewModel routes;
    private final ObservableValue<Palette> palette;
    private final Label explanation = Parts.label("", "caption");
    private final VBox cells = new VBox(10);
    private final Label bias = Parts.label("", "caption");
    private final Label failure = Parts.label("", "danger-text");
    private final Label under = Parts.label("", "caption");
    private final Button start;
    private final Button stop;

    RoutesPane(
            SamplingViewModel sampling,
            ObservableValue<?> selected,
            ObservableValue<?> pinned,
            ObservableValue<Palette> palette) {
        super(8);
        this.sampling = sampling;
        this.routes = sampling.routes();
        this.palette = palette;
        getStyleClass().add("section");
        setId("three-routes");
        for (Label label : List.of(explanation, bias, failure, under)) {
            label.setWrapText(true);
            label.setMinHeight(USE_PREF_SIZE);
        }
        start = Parts.button(Feather.CHECK, "Check", routes::start);
        start.setId("check-routes");
        stop = Parts.button(Feather.SQUARE, "Cancel", routes::stop);
        stop.setId("check-stop");
        start.setMinWidth(USE_PREF_SIZE);
        stop.setMinWidth(USE_PREF_SIZE);
        HBox foot = new HBox(10, start, stop, under);
        foot.setAlignment(Pos.CENTER_LEFT);
        getChildren()
                .addAll(
                        Parts.label("Three routes to χ", "section-title"),
                        explanation,
                        cells,
                        bias,
                        failure,
                        foot);
        routes.contentProperty().addListener((o, before, now) -> show());
        sampling.stateProperty().addListener((o, before, now) -> show());
        sampling.matrix().canSampleProperty().addListener((o, before, now) -> show());
        selected.addListener((o, before, now) -> show());
        pinned.addListener((o, before, now) -> show());
        show();
    }

    private void show() {
        SamplingState state = sampling.stateProperty().get();
        LongJob.Content<RoutesViewModel.Progress> content = routes.contentProperty().get();
        ThreeRoutes.Result result = routes.result();
        boolean possible = state != null && routes.refusal().isEmpty();
        List<CellReport> next = possible ? routes.cells() : List.of();
        explanation.setText(explanation(result, next));
        cells.getChildren().clear();
        if (result != null && state != null) {
            for (RouteCheck check : result.cells()) {
                cells.getChildren().add(cell(state.snapshot(), check));
            }
        }
        shown(cells, !cells.getChildren().isEmpty());
        bias.setText(result == null || state == null ? "" : bias(state.snapshot(), result));
        shown(bias, !bias.getText().isEmpty());
        shown(start, possible && !content.running());
        start.setText(known(result, next) ? "Checked" : result == null ? "Check" : "Check these");
        start.setDisable(
                next.isEmpty()
                        || known(result, next)
                        || !sampling.matrix().canSampleProperty().get());
        shown(stop, content.running());
        stop.setDisable(content.stopping());
        RoutesViewModel.Progress progress = content.progress();
        under.setText(
                content.stopping()
                        ? "Stopping; what there is is kept …"
                        : content.running()
                                ? progress == null || progress.words().isEmpty()
                                        ? "Preparing …"
                                        : "Sampling " + progress.words() + " …"
                                : possible && !known(result, next) ? cost(next) : "");
        failure.setText(content.failure());
        shown(failure, !content.failure().isEmpty());
    }

    private String explanation(ThreeRoutes.@Nullable Result result, List<CellReport> next) {
        if (!routes.refusal().isEmpty()) {
            return routes.refusal();
        }
        if (result != null) {
            return "Points are estimates with 95 % intervals; the band is what the other routes are"
                    + " held against.";
        }
        return next.isEmpty()
                ? "As soon as a cell has an estimate, two other routes to it can be sampled."
                : "χ is also what data perturbed by ±h and a small change of nβ do. Not checked yet for "
                        + next.stream().map(CellReport::title).collect(Collectors.joining(", "))
                        + ".";
    }

    private String cost(List<CellReport> next) {
        double seconds = routes.seconds();
        return next.isEmpty() || !Double.isFinite(seconds)
                ? ""
                : "about " + MoreDraws.duration(seconds);
    }

    /** Whether the result is about the cells that would be checked next. */
    private static boolean known(ThreeRoutes.@Nullable Result result, List<CellReport> next) {
        return result != null
                && result.cells().stream()
                        .map(c -> c.row() + "\n" + c.pattern())
                        .toList()
                        .equals(
                                next.stream()
                                        .map(c -> c.component().name() + "\n" + c.pattern().name())
                                        .toList());
    }

    private VBox cell(Snapshot snapshot, RouteCheck check) {
        ComponentInfo component =
                snapshot.components().stream()
                        .filter(c -> c.name().equals(check.row()))
                        .findFirst()
                        .orElse(null);
        Label title =
                Parts.label(
                        (component == null ? check.row() : ComponentText.label(component))
                                + " × "
                                + check.pattern(),
                        "strong");
        title.setMinWidth(0);
        double away =
                DoubleStream.of(check.perturbationAway(), check.temperatureAway())
                        .filter(Double::isFinite)
                        .map(Math::abs)
                        .max()
                        .orElse(Double.NaN);
        boolean agree = away <= 2;
        Label pill =
                Parts.label(
                        Double.isNaN(away)
                                ? "not compared"
                                : (agree ? "agree, " : "apart, ")
                                        + NumberText.fixed(away, 1)
                                        + " se",
                        "pill");
        if (!Double.isNaN(away)) {
            pill.getStyleClass().add(agree ? "success" : "warning");
        }
        pill.setMinWidth(USE_PREF_SIZE);
        HBox head = new HBox(8, title, Parts.spacer(), pill);
        head.setAlignment(Pos.CENTER_LEFT);
        RoutesChart chart = new RoutesChart(check, Reading.of(snapshot).squareUnit());
        chart.paletteProperty().bind(palette);
        return new VBox(4, head, chart);
    }

    private static String bias(Snapshot snapshot, ThreeRoutes.Result result) {
        if (result.sampler().adjusted() || result.sampler().flipsSpins()) {
            return "Sampled by " + result.sampler().name() + ", which has no bias of a step size.";
        }
        if (!(result.sampler() instanceof SgldSettings)) {
            return "The bias of this sampler's step size is not known, so nothing is compared.";
        }
        String unit = Reading.of(snapshot).squareUnit();
        return "Stated bias of SGLD's step size: "
                + result.cells().stream()
                        .map(RouteCheck::bias)
                        .map(estimate -> number(estimate, unit))
                        .collect(Collectors.joining("; "))
                + ". Minibatch heat, at most "
                + NumberText.plain(result.heat())
                + " of the noise, is not in it.";
    }

    private static String number(Estimate estimate, String unit) {
        if (!Double.isFinite(estimate.value())) {
            return "unknown";
        }
        int power = NumberText.exponent(Math.abs(estimate.value()));
        double scale = Math.pow(10, power);
        double error = estimate.monteCarloError() / scale;
        int decimals = NumberText.decimals(estimate.value() / scale, error);
        return NumberText.fixed(estimate.value() / scale, decimals)
                + (error > 0 ? " ± " + NumberText.fixed(error, decimals) : "")
                + " "
                + NumberText.unit(power, unit);
    }

    private static void shown(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }
}
