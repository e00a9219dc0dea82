package org.chiscope.app.inspector;

import io.fair_acc.chartfx.XYChart;
import io.fair_acc.chartfx.axes.spi.DefaultNumericAxis;
import io.fair_acc.chartfx.renderer.ErrorStyle;
import io.fair_acc.chartfx.renderer.LineStyle;
import io.fair_acc.chartfx.renderer.spi.ErrorDataSetRenderer;
import io.fair_acc.dataset.spi.DoubleDataSet;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.layout.StackPane;
import org.chiscope.app.chart.NumberText;

/** φ against ΔL, one dot a draw in its chain's colour, and the line whose slope is the response. */
final class DrawScatter extends StackPane {
    private final DefaultNumericAxis observable = ChartParts.axis();
    private final DefaultNumericAxis contrast = ChartParts.axis();
    private final List<DoubleDataSet> chains = new ArrayList<>();
    private final DoubleDataSet line = ChartParts.dataSet("line");
    private final ErrorDataSetRenderer dots = new ErrorDataSetRenderer();

    DrawScatter() {
        getStyleClass().add("draw-scatter");
        XYChart chart = ChartParts.chart(observable, contrast);
        dots.setPolyLineStyle(LineStyle.NONE);
        dots.setErrorStyle(ErrorStyle.NONE);
        dots.setDrawMarker(true);
        dots.setAssumeSortedData(false);
        dots.setPointReduction(false);
        ErrorDataSetRenderer lines = ChartParts.lines();
        lines.getDatasets().add(line);
        chart.getRenderers().setAll(List.of(dots, lines));
        getChildren().add(chart);
        setPrefHeight(172);
        setMinHeight(150);
    }

    void show(DrawSeries draws) {
        double[] x = DrawSeries.extent(draws.chains().stream().map(c -> c.observable()).toList());
        double[] y = DrawSeries.extent(draws.chains().stream().map(c -> c.contrast()).toList());
        if (Double.isNaN(x[0]) || x[0] == x[1] || y[0] == y[1]) {
            setVisible(false);
            return;
        }
        setVisible(true);
        int powerX = NumberText.exponent(Math.max(Math.abs(x[0]), Math.abs(x[1])));
        int powerY = NumberText.exponent(Math.max(Math.abs(y[0]), Math.abs(y[1])));
        double unitX = Math.pow(10, powerX);
        double unitY = Math.pow(10, powerY);
        for (DrawSeries.Chain chain : draws.chains()) {
            ChartParts.forChain(chains, dots, chain.number())
                    .set(
                            ChartParts.scaled(chain.observable(), unitX),
                            ChartParts.scaled(chain.contrast(), unitY));
        }
        ChartParts.clearOthers(chains, draws.chains());
        line.set(
                new double[] {x[0] / unitX, x[1] / unitX},
                new double[] {
                    (draws.intercept() + draws.slope() * x[0]) / unitY,
                    (draws.intercept() + draws.slope() * x[1]) / unitY
                });
        ChartParts.range(observable, x[0] / unitX, x[1] / unitX);
        ChartParts.range(contrast, y[0] / unitY, y[1] / unitY);
        ChartParts.name(observable, "φ", powerX, draws.reading().unit());
        ChartParts.name(contrast, "ΔL", powerY, draws.reading().unit());
    }
}
