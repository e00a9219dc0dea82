package org.chiscope.app.chains;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Message;
import org.chiscope.app.document.Reading;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.chiscope.app.theme.Palette;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/** The Sampling perspective: the verdict, all ensembles, the draws of one, and what else to do. */
public final class SamplingView extends BorderPane {
    /** Below this width of the view, what stands on the right comes below the charts. */
    private static final double PANEL_FROM = 1240;

    private static final double LEAST_HEIGHT = 470;

    /** What is seen of the parts below the charts, so that a person knows of them. */
    private static final double PEEK = 40;

    private static final double CHARTS = 250;
    private static final double HIGHEST_CHARTS = 520;

    /** Where parts stand below the charts, these shall be in sight if they can. */
    private static final double HIGHEST_ABOVE_PARTS = 380;

    private static final double[] SHARES = {30, 22, 21, 27};

    private final SamplingViewModel sampling;
    private final Selection selection;
    private final EnsembleTable table;
    private final LossChart loss = new LossChart();
    private final RankChart ranks = new RankChart();
    private final AutocorrelationChart autocorrelation = new AutocorrelationChart();
    private final ChartCard lossCard;
    private final ChartCard rankCard;
    private final ChartCard autocorrelationCard;
    private final GridPane charts;
    private final VBox first;
    private final VBox content = new VBox();
    private final ScrollPane main = new ScrollPane(content);
    private final StackPane panel = new StackPane();
    private final Region[] sections;

    public SamplingView(
            SamplingViewModel sampling, Selection selection, ObservableValue<Palette> palette) {
        this.sampling = sampling;
        this.selection = selection;
        getStyleClass().add("sampling-view");
        setId("sampling");
        setTop(new SamplingBar(sampling));
        table = new EnsembleTable(sampling::select, palette);
        for (DrawsChart chart : new DrawsChart[] {loss, ranks, autocorrelation}) {
            chart.paletteProperty().bind(palette);
        }
        lossCard =
                new ChartCard(
                        "Loss, by draw",
                        "φ = L − L(w*) of every draw, in nats, a line a chain; dashed, its mean: the"
                                + " plateau.",
                        loss);
        rankCard =
                new ChartCard(
                        "Ranks, by chain",
                        "How often each chain has low and high draws among all of them: flat where"
                                + " chains agree. Dashed is what is expected then, the band holds 95 %"
                                + " (Vehtari and others, 2021).",
                        ranks);
        autocorrelationCard =
                new ChartCard(
                        "Autocorrelation",
                        "How alike φ is in draws that lie so far apart. In the band, ± 2 ÷ √draws, it"
                                + " cannot be told from none.",
                        autocorrelation);
        VBox tableBox = new VBox(table);
        tableBox.getStyleClass().add("table-box");
        charts =
                row(
                        SHARES,
                        lossCard,
                        rankCard,
                        autocorrelationCard,
                        new CalibrationBox(sampling, palette));
        charts.setPrefHeight(CHARTS);
        charts.setMinHeight(190);
        charts.getStyleClass().add("chart-row");
        first = new VBox(new VerdictStrip(sampling, palette), tableBox, charts);
        VBox.setVgrow(charts, Priority.ALWAYS);
        sections =
                new Region[] {
                    new RunPane(sampling, palette),
                    new ChecksPane(sampling),
                    new RoutesPane(
                            sampling,
                            selection.selectedProperty(),
                            selection.pinnedProperty(),
                            palette)
                };
        main.setFitToWidth(true);
        main.getStyleClass().add("plain-scroll");
        panel.getStyleClass().add("inspector");
        panel.setId("sampling-panel");
        content.setMinWidth(EnsembleColumn.least() + 48);
        content.visibleProperty().bind(sampling.stateProperty().isNotNull());
        setCenter(new StackPane(main, new Message(nothing())));
        main.viewportBoundsProperty().addListener((o, before, now) -> fit());
        widthProperty().addListener((o, before, now) -> place());
        sampling.stateProperty().addListener((o, before, now) -> show(now));
        selection.selectedProperty().addListener((o, before, now) -> mark());
        selection.pinnedProperty().addListener((o, before, now) -> mark());
        mark();
        show(sampling.stateProperty().get());
    }

    private ObservableValue<String> nothing() {
        return Bindings.createStringBinding(
                () ->
                        sampling.stateProperty().get() != null
                                ? ""
                                : sampling.messageProperty().get().isEmpty()
                                        ? "Sample the model, or open a result, to see how good its"
                                                + " chains are."
                                        : sampling.messageProperty().get(),
                sampling.stateProperty(),
                sampling.messageProperty());
    }

    private void mark() {
        table.mark(
                component(selection.selectedProperty().get()),
                component(selection.pinnedProperty().get()));
    }

    private static String component(@Nullable CellName cell) {
        return cell == null ? "" : cell.component();
    }

    private void show(@Nullable SamplingState state) {
        table.show(state);
        EnsembleDraws a = state == null ? null : state.selected();
        EnsembleDraws b = state == null ? null : state.pinned();
        loss.show(a, b);
        ranks.show(a, b);
        autocorrelation.show(a, b);
        if (state != null && a != null) {
            lossCard.name(
                    Reading.of(state.snapshot()) == Reading.COMPONENTS
                            ? "Loss, by draw"
                            : "Energy, by draw");
            lossCard.remark(plateau(a));
            rankCard.remark(a.line().label());
            double time = a.line().report().diagnostics().autocorrelationTime();
            autocorrelationCard.remark(
                    Double.isNaN(time) ? a.line().label() : "time " + NumberText.fixed(time, 1));
        }
        place();
        fit();
    }

    /** Where the plateau lies above L(w*): {@code mean 3.282 ± 0.004 nats}. */
    private static String plateau(EnsembleDraws draws) {
        Estimate plateau = draws.plateau();
        if (!Double.isFinite(plateau.value())) {
            return "";
        }
        int power = LossChart.exponent(draws);
        double scale = Math.pow(10, power);
        int decimals =
                NumberText.decimals(plateau.value() / scale, plateau.monteCarloError() / scale);
        String error =
                Double.isFinite(plateau.monteCarloError())
                        ? " ± " + NumberText.fixed(plateau.monteCarloError() / scale, decimals)
                        : "";
        return "mean "
                + NumberText.fixed(plateau.value() / scale, decimals)
                + error
                + " "
                + NumberText.unit(power, draws.unit());
    }

    /** Beside the charts where there is room, else below them. */
    private void place() {
        boolean beside = getWidth() >= PANEL_FROM && sampling.stateProperty().get() != null;
        if (beside == (getRight() != null) && !content.getChildren().isEmpty()) {
            return;
        }
        content.getChildren().clear();
        panel.getChildren().clear();
        if (beside) {
            ScrollPane scroll = new ScrollPane(new VBox(sections));
            scroll.setFitToWidth(true);
            scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
            panel.getChildren().add(scroll);
            content.getChildren().add(first);
        } else {
            GridPane below = row(new double[] {32, 30, 38}, sections);
            below.getStyleClass().add("below-charts");
            content.getChildren().addAll(first, below);
        }
        setRight(beside ? panel : null);
        fit();
    }

    /** The verdict, the table and the charts fill what is in sight; the table gives way first. */
    private void fit() {
        double room = main.getViewportBounds().getHeight() - (getRight() == null ? PEEK : 0);
        double above = 0;
        for (Node node : first.getChildren()) {
            if (node != charts) {
                above += node.prefHeight(main.getViewportBounds().getWidth());
            }
        }
        double highest = getRight() == null ? HIGHEST_ABOVE_PARTS : HIGHEST_CHARTS;
        double height = Math.max(LEAST_HEIGHT, Math.min(room, above + highest));
        first.setMinHeight(height);
        first.setPrefHeight(height);
        first.setMaxHeight(height);
    }

    private static GridPane row(double[] shares, Node... nodes) {
        GridPane grid = new GridPane();
        for (int c = 0; c < nodes.length; c++) {
            ColumnConstraints constraints = new ColumnConstraints();
            constraints.setPercentWidth(shares[c]);
            grid.getColumnConstraints().add(constraints);
            grid.add(nodes[c], c, 0);
        }
        RowConstraints row = new RowConstraints();
        row.setVgrow(Priority.ALWAYS);
        row.setFillHeight(true);
        grid.getRowConstraints().add(row);
        return grid;
    }
}
