package org.chiscope.app.library;

import java.util.List;
import javafx.scene.canvas.GraphicsContext;
import org.chiscope.app.chart.PaintedRegion;
import org.chiscope.app.document.ModelCard;
import org.chiscope.app.theme.Tint;

/** A model drawn by its shape: heads by layer between embedding and unembedding, or units. */
final class ModelPicture extends PaintedRegion {
    private static final int MOST_UNITS = 12;
    private final ModelCard.Shape shape;

    ModelPicture(ModelCard.Shape shape) {
        this.shape = shape;
        getStyleClass().add("model-picture");
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        switch (shape) {
            case ModelCard.Heads heads -> heads(g, heads, width, height);
            case ModelCard.Widths widths -> units(g, widths.widths(), width, height);
            case ModelCard.Unknown unknown -> {}
        }
    }

    private void heads(GraphicsContext g, ModelCard.Heads heads, double width, double height) {
        double side = 12;
        double rows = heads.layers() * (heads.mlp() ? 2 : 1) + 2;
        double step = (height - 2 * side) / rows;
        double bar = Math.min(10, step * 0.5);
        double y = height - side - step / 2;
        bar(g, Tint.of(8), side, y, width - 2 * side, bar);
        for (int layer = 0; layer < heads.layers(); layer++) {
            y -= step;
            double share = heads.layers() < 2 ? 0 : (double) layer / (heads.layers() - 1);
            double room = (width - 2 * side) / heads.heads();
            for (int h = 0; h < heads.heads(); h++) {
                bar(g, new Tint(6, 7, share), side + h * room + 1, y, room - 2, bar * 1.4);
            }
            if (heads.mlp()) {
                y -= step;
                bar(g, Tint.of(2), side, y, width - 2 * side, bar);
            }
        }
        bar(g, Tint.of(5), side, y - step, width - 2 * side, bar);
    }

    private void bar(
            GraphicsContext g, Tint tint, double x, double y, double width, double height) {
        g.setFill(paletteProperty().get().colour(tint));
        g.fillRoundRect(x, y - height / 2, width, height, 4, 4);
    }

    private void units(GraphicsContext g, List<Integer> widths, double width, double height) {
        double step = (width - 40) / Math.max(1, widths.size() - 1);
        g.setStroke(paletteProperty().get().border());
        g.setLineWidth(1);
        for (int layer = 0; layer + 1 < widths.size(); layer++) {
            for (double from : heights(widths.get(layer), height)) {
                for (double to : heights(widths.get(layer + 1), height)) {
                    g.strokeLine(20 + layer * step, from, 20 + (layer + 1) * step, to);
                }
            }
        }
        g.setFill(paletteProperty().get().category(1));
        for (int layer = 0; layer < widths.size(); layer++) {
            for (double y : heights(widths.get(layer), height)) {
                g.fillOval(20 + layer * step - 3.5, y - 3.5, 7, 7);
            }
        }
    }

    private static double[] heights(int units, double height) {
        int shown = Math.min(units, MOST_UNITS);
        double step = Math.min(14, (height - 20) / shown);
        double[] at = new double[shown];
        for (int i = 0; i < shown; i++) {
            at[i] = height / 2 + (i - (shown - 1) / 2.0) * step;
        }
        return at;
    }
}
