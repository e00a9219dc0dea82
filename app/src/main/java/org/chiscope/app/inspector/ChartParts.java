package org.chiscope.app.inspector;

import io.fair_acc.chartfx.XYChart;
import io.fair_acc.chartfx.axes.AxisLabelOverlapPolicy;
import io.fair_acc.chartfx.axes.spi.DefaultNumericAxis;
import io.fair_acc.chartfx.renderer.ErrorStyle;
import io.fair_acc.chartfx.renderer.LineStyle;
import io.fair_acc.chartfx.renderer.spi.ErrorDataSetRenderer;
import io.fair_acc.dataset.spi.DoubleDataSet;
import java.util.List;
import org.chiscope.app.chart.NumberText;

/** ChartFX's parts as we want them: quiet axes, our colours, nothing that moves by itself. */
final class ChartParts {
    /** The categorical colours of chains, by the design: styles chain-1 … chain-4 in charts.css. */
    private static final int CHAIN_COLOURS = 4;

    private ChartParts() {}

    static XYChart chart(DefaultNumericAxis x, DefaultNumericAxis y) {
        XYChart chart = new XYChart(x, y);
        chart.setLegendVisible(false);
        chart.setAnimated(false);
        chart.getGridRenderer().getVerticalMajorGrid().setVisible(false);
        chart.getToolBar().setVisible(false);
        chart.getToolBar().setManaged(false);
        return chart;
    }

    static DefaultNumericAxis axis() {
        DefaultNumericAxis axis = new CloseTicksAxis();
        axis.setAutoRanging(false);
        axis.setAnimated(false);
        axis.setUnit(null);
        axis.setTickLabelFormatter(new TickWords(axis));
        axis.setOverlapPolicy(AxisLabelOverlapPolicy.SKIP_ALT);
        return axis;
    }

    static ErrorDataSetRenderer lines() {
        ErrorDataSetRenderer renderer = new ErrorDataSetRenderer();
        renderer.setPolyLineStyle(LineStyle.NORMAL);
        renderer.setErrorStyle(ErrorStyle.NONE);
        renderer.setDrawMarker(false);
        return renderer;
    }

    static DoubleDataSet dataSet(String styleClass) {
        DoubleDataSet set = new DoubleDataSet(styleClass);
        set.addStyleClasses(styleClass);
        return set;
    }

    /** The data set of chain {@code number}, made where it is missing. */
    static DoubleDataSet forChain(
            List<DoubleDataSet> sets, ErrorDataSetRenderer renderer, int number) {
        while (sets.size() <= number) {
            DoubleDataSet set = dataSet("chain-" + (1 + sets.size() % CHAIN_COLOURS));
            sets.add(set);
            renderer.getDatasets().add(set);
        }
        return sets.get(number);
    }

    /** Empties the data sets of chains that have nothing to show. */
    static void clearOthers(List<DoubleDataSet> sets, List<DrawSeries.Chain> shown) {
        for (int i = 0; i < sets.size(); i++) {
            int number = i;
            if (shown.stream().noneMatch(chain -> chain.number() == number)) {
                sets.get(i).clearData();
            }
        }
    }

    static double[] scaled(double[] values, double unit) {
        double[] scaled = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            scaled[i] = values[i] / unit;
        }
        return scaled;
    }

    /** Shows {@code low} … {@code high} with a little room, and never an empty range. */
    static void range(DefaultNumericAxis axis, double low, double high) {
        double room = high > low ? 0.05 * (high - low) : Math.max(1e-6, Math.abs(low) * 0.01);
        axis.set(low - room, high + room);
    }

    static void name(DefaultNumericAxis axis, String symbol, int exponent, String unit) {
        String words = NumberText.unit(exponent, unit).replace("× ", "");
        axis.setName(words.isEmpty() ? symbol : symbol + " (" + words + ")");
    }
}
