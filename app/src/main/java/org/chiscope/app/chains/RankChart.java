package org.chiscope.app.chains;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;
import org.chiscope.app.chart.Brush;
import org.chiscope.app.theme.Palette;
import org.chiscope.sampling.RankHistograms;

/** Ranks of φ among all draws, a small histogram a chain: flat where chains agree. */
final class RankChart extends DrawsChart {
    private static final double GAP = 10;
    private static final double NAME = 15;
    private static final double WORDS = 22;
    private static final double WIDEST = 1.2;

    RankChart() {
        setId("rank-chart");
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        EnsembleDraws shown = draws;
        if (shown == null) {
            return;
        }
        Brush brush = new Brush(g, paletteProperty().get());
        if (shown.soundChains().isEmpty()) {
            nothing(brush, "No draws of sound chains.");
            return;
        }
        int chains = shown.soundChains().size();
        int columns = (int) Math.ceil(Math.sqrt(chains));
        int rows = (chains + columns - 1) / columns;
        double panelWidth = (width - RIGHT - GAP * (columns - 1)) / columns;
        double panelHeight = (height - WORDS - GAP * (rows - 1)) / rows;
        double most = most(shown);
        for (int c = 0; c < chains; c++) {
            panel(
                    brush,
                    shown,
                    c,
                    most,
                    (c % columns) * (panelWidth + GAP),
                    (c / columns) * (panelHeight + GAP),
                    panelWidth,
                    panelHeight);
        }
        brush.text(
                "rank of φ, low to high",
                Brush.Type.SMALL,
                brush.palette().muted(),
                TextAlignment.CENTER,
                (width - RIGHT) / 2,
                height - 9);
    }

    private static double most(EnsembleDraws shown) {
        RankHistograms ranks = shown.ranks();
        double time = shown.ownTime();
        double most = 1;
        for (int c = 0; c < ranks.counts().length; c++) {
            // The bars matter more than all of a wide band.
            double band = Math.min(ranks.halfWidth(c, time), WIDEST * ranks.expected(c));
            most = Math.max(most, ranks.expected(c) + band);
            for (double count : ranks.counts()[c]) {
                most = Math.max(most, count);
            }
        }
        return 1.05 * most;
    }

    private static void panel(
            Brush brush,
            EnsembleDraws shown,
            int chain,
            double most,
            double x,
            double top,
            double width,
            double height) {
        Palette palette = brush.palette();
        RankHistograms ranks = shown.ranks();
        int number = shown.soundChains().get(chain);
        brush.text(
                "chain " + (number + 1),
                Brush.Type.SMALL,
                palette.muted(),
                TextAlignment.LEFT,
                x,
                top + 6);
        double bottom = top + height;
        double scale = (height - NAME) / most;
        double expected = ranks.expected(chain);
        double half = ranks.halfWidth(chain, shown.ownTime());
        double high = bottom - Math.min(most, expected + half) * scale;
        double low = bottom - Math.max(0, expected - half) * scale;
        Color colour = ChainColours.of(palette, number);
        double[] counts = ranks.counts()[chain];
        double step = width / counts.length;
        for (int b = 0; b < counts.length; b++) {
            brush.fill(
                    x + b * step + 0.5,
                    bottom - counts[b] * scale,
                    Math.max(1, step - 1),
                    counts[b] * scale,
                    colour);
        }
        brush.fill(x, high, width, low - high, palette.text().deriveColor(0, 1, 1, 0.12));
        double middle = bottom - expected * scale;
        brush.dashed(x, middle, x + width, middle, palette.text());
        brush.line(x, bottom, x + width, bottom, palette.border(), 1);
    }
}
