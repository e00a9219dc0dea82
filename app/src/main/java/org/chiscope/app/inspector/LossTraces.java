package org.chiscope.app.inspector;

import io.fair_acc.chartfx.XYChart;
import io.fair_acc.chartfx.axes.spi.DefaultNumericAxis;
import io.fair_acc.chartfx.renderer.spi.ErrorDataSetRenderer;
import io.fair_acc.dataset.spi.DoubleDataSet;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.StackPane;

/** L of every draw, chain by chain, above the checkpoint's. */
final class LossTraces extends StackPane {
    private final DefaultNumericAxis draw = ChartParts.axis();
    private final DefaultNumericAxis loss = ChartParts.axis();
    private final List<DoubleDataSet> chains = new ArrayList<>();
    private final DoubleDataSet checkpoint = ChartParts.dataSet("checkpoint");
    private final ErrorDataSetRenderer traces = ChartParts.lines();

    LossTraces() {
        getStyleClass().add("loss-traces");
        XYChart chart = ChartParts.chart(draw, loss);
        ErrorDataSetRenderer reference = ChartParts.lines();
        reference.getDatasets().add(checkpoint);
        chart.getRenderers().setAll(List.of(traces, reference));
        getChildren().add(chart);
        setPrefHeight(118);
        setMinHeight(110);
    }

    void show(DrawSeries draws) {
        double[] y = DrawSeries.extent(draws.chains().stream().map(c -> c.trace()).toList());
        if (Double.isNaN(y[0])) {
            setVisible(false);
            return;
        }
        setVisible(true);
        int longest = 1;
        for (DrawSeries.Chain chain : draws.chains()) {
            double[] numbers = new double[chain.trace().length];
            for (int t = 0; t < numbers.length; t++) {
                numbers[t] = t + 1.0;
            }
            longest = Math.max(longest, numbers.length);
            ChartParts.forChain(chains, traces, chain.number()).set(numbers, chain.trace());
        }
        ChartParts.clearOthers(chains, draws.chains());
        double zero = draws.checkpointLoss();
        ChartParts.range(draw, 0, longest);
        draw.setName("draw");
        if (Double.isNaN(zero)) {
            checkpoint.set(new double[0], new double[0]);
            ChartParts.range(loss, y[0], y[1]);
            loss.setName("φ");
        } else {
            checkpoint.set(new double[] {0, longest}, new double[] {zero, zero});
            ChartParts.range(loss, Math.min(zero, y[0]), Math.max(zero, y[1]));
            loss.setName("L (nats)");
        }
    }
}
