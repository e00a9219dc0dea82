package org.chiscope.app.matrix;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import org.chiscope.app.chart.PaintedRegion;

/** A small cell that shows what a mark means. */
final class MarkSample extends PaintedRegion {
    private static final double WIDTH = 22;
    private static final double HEIGHT = 13;
    private final Kind kind;

    /** The marks of cells. */
    enum Kind {
        NOISE,
        NO_VALUE,
        WAITING
    }

    MarkSample(Kind kind) {
        this.kind = kind;
        setMinSize(WIDTH, HEIGHT);
        setMaxSize(WIDTH, HEIGHT);
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        Color text = paletteProperty().get().text();
        g.setStroke(paletteProperty().get().border());
        g.setLineWidth(1);
        g.strokeRect(0.5, 0.5, width - 1, height - 1);
        switch (kind) {
            case NOISE -> {
                g.setStroke(text.deriveColor(0, 1, 1, 0.4));
                g.setLineWidth(0.55);
                double step = 6 * Math.sqrt(2);
                for (double sum = 6; sum < width + height; sum += step) {
                    double from = Math.max(1, sum - height + 1);
                    double to = Math.min(width - 1, sum - 1);
                    g.strokeLine(from, sum - from, to, sum - to);
                }
            }
            case NO_VALUE -> {
                g.setStroke(paletteProperty().get().danger());
                g.setLineWidth(1.25);
                double x = width / 2;
                double y = height / 2;
                g.strokeLine(x - 3, y - 3, x + 3, y + 3);
                g.strokeLine(x - 3, y + 3, x + 3, y - 3);
            }
            case WAITING -> {
                g.setFill(paletteProperty().get().faint());
                for (int i = -1; i <= 1; i++) {
                    g.fillOval(width / 2 + 5 * i - 1, height / 2 - 1, 2, 2);
                }
            }
        }
    }
}
