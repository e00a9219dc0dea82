package org.chiscope.app.inspector;

import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.chart.Ticks;
import org.chiscope.app.theme.Fonts;
import org.chiscope.app.theme.Palette;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/** The fluctuation of each chain alone, over the pooled one with its 95 % interval and zero. */
final class ChainIntervals extends PaintedRegion {
    private static final double ROW = 19;
    private static final double LABELS = 62;
    private static final double AXIS = 22;
    private static final double TICK_HALF_WIDTH = 16;
    private static final int[] CHAIN_COLOURS = {1, 3, 7, 5};

    private final Font words = Font.font(Fonts.WORDS, 12);
    private final Font numbers = Font.font(Fonts.NUMBERS, 10.5);
    private final Font unit = Font.font(Fonts.WORDS, 11);
    private @Nullable DrawSeries draws;
    private Estimate pooled = Estimate.UNKNOWN;
    private double interval = Double.NaN;

    ChainIntervals() {
        getStyleClass().add("chain-intervals");
    }

    void show(DrawSeries series, Estimate estimate, double halfWidth) {
        draws = series;
        pooled = estimate;
        interval = halfWidth;
        requestLayout();
        if (getHeight() != computePrefHeight(-1) && getParent() != null) {
            getParent().requestLayout();
        }
    }

    @Override
    protected double computePrefHeight(double width) {
        int chains = draws == null ? 4 : draws.chains().size();
        return ROW * (chains + 1) + AXIS;
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        DrawSeries series = draws;
        if (series != null && Double.isFinite(pooled.value())) {
            paint(g, series);
        }
    }

    private void paint(GraphicsContext g, DrawSeries series) {
        double half = Double.isFinite(interval) ? interval : 0;
        double low = Math.min(0, pooled.value() - half);
        double high = Math.max(0, pooled.value() + half);
        for (DrawSeries.Chain chain : series.chains()) {
            if (Double.isFinite(chain.fluctuation())) {
                low = Math.min(low, chain.fluctuation());
                high = Math.max(high, chain.fluctuation());
            }
        }
        if (low == high) {
            return;
        }
        double room = 0.06 * (high - low);
        double from = low - room;
        double scale = (getWidth() - LABELS - 8) / (high - low + 2 * room);
        double bottom = ROW * (series.chains().size() + 1);
        Palette colours = paletteProperty().get();

        if (half > 0) {
            g.setFill(colours.text().deriveColor(0, 1, 1, 0.1));
            double left = LABELS + (pooled.value() - half - from) * scale;
            g.fillRect(left, 0, 2 * half * scale, bottom);
        }
        g.setStroke(colours.border());
        g.setLineWidth(1);
        g.strokeLine(LABELS, bottom + 0.5, getWidth() - 8, bottom + 0.5);
        g.setLineDashes(4, 3);
        g.setLineWidth(1.25);
        g.setStroke(colours.faint());
        double zero = LABELS - from * scale;
        g.strokeLine(zero, 0, zero, bottom);
        g.setLineDashes();

        g.setTextBaseline(VPos.CENTER);
        double y = ROW / 2;
        for (DrawSeries.Chain chain : series.chains()) {
            label(g, "chain " + (chain.number() + 1), y);
            if (Double.isFinite(chain.fluctuation())) {
                g.setFill(colours.category(CHAIN_COLOURS[chain.number() % CHAIN_COLOURS.length]));
                dot(g, LABELS + (chain.fluctuation() - from) * scale, y);
            }
            y += ROW;
        }
        label(g, "pooled", y);
        double x = LABELS + (pooled.value() - from) * scale;
        g.setStroke(colours.text());
        g.setLineWidth(1.25);
        g.strokeLine(x - half * scale, y, x + half * scale, y);
        g.strokeLine(x - half * scale, y - 3, x - half * scale, y + 3);
        g.strokeLine(x + half * scale, y - 3, x + half * scale, y + 3);
        g.setFill(colours.text());
        dot(g, x, y);
        axis(g, from, scale, bottom, series.reading().squareUnit());
    }

    private void axis(
            GraphicsContext g, double from, double scale, double bottom, String squareUnit) {
        double end = from + (getWidth() - LABELS - 8) / scale;
        int exponent = NumberText.exponent(Math.max(Math.abs(from), Math.abs(end)));
        double power = Math.pow(10, exponent);
        double step = Ticks.step((end - from) / power, 4);
        g.setFont(numbers);
        g.setFill(paletteProperty().get().muted());
        g.setTextBaseline(VPos.TOP);
        g.setTextAlign(TextAlignment.CENTER);
        for (double tick : Ticks.between(from / power, end / power, step)) {
            if ((tick * power - from) * scale < TICK_HALF_WIDTH) {
                continue; // it would run into the unit
            }
            g.fillText(
                    NumberText.fixed(tick, Ticks.decimals(step)),
                    LABELS + (tick * power - from) * scale,
                    bottom + 4);
        }
        g.setFont(unit);
        g.setTextAlign(TextAlignment.LEFT);
        g.fillText(NumberText.unit(exponent, squareUnit).replace("× ", ""), 0, bottom + 4);
    }

    private void label(GraphicsContext g, String text, double y) {
        g.setFont(words);
        g.setFill(paletteProperty().get().muted());
        g.setTextAlign(TextAlignment.LEFT);
        g.setTextBaseline(VPos.CENTER);
        g.fillText(text, 0, y);
    }

    private static void dot(GraphicsContext g, double x, double y) {
        g.fillOval(x - 3, y - 3, 6, 6);
    }
}
