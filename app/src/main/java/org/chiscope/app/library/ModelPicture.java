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
            case ModelCard.Lattice lattice -> sites(g, lattice, width, height);
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
            for (double from : places(widths.get(layer), height, 14)) {
                for (double to : places(widths.get(layer + 1), height, 14)) {
                    g.strokeLine(20 + layer * step, from, 20 + (layer + 1) * step, to);
                }
            }
        }
        g.setFill(paletteProperty().get().category(1));
        for (int layer = 0; layer < widths.size(); layer++) {
            for (double y : places(widths.get(layer), height, 14)) {
                g.fillOval(20 + layer * step - 3.5, y - 3.5, 7, 7);
            }
        }
    }

    private void sites(GraphicsContext g, ModelCard.Lattice lattice, double width, double height) {
        double[] across = places(lattice.width(), width, 18);
        double[] down = places(lattice.height(), height, 18);
        g.setStroke(paletteProperty().get().border());
        g.setLineWidth(1);
        for (double x : across) {
            g.strokeLine(x, down[0], x, down[down.length - 1]);
        }
        for (double y : down) {
            g.strokeLine(across[0], y, across[across.length - 1], y);
        }
        g.setFill(paletteProperty().get().category(1));
        for (double x : across) {
            for (double y : down) {
                g.fillOval(x - 3.5, y - 3.5, 7, 7);
            }
        }
    }

    /** So many places, at most {@value #MOST_UNITS}, around the middle of a length. */
    private static double[] places(int count, double length, double distance) {
        int shown = Math.min(count, MOST_UNITS);
        double step = Math.min(distance, (length - 20) / shown);
        double[] at = new double[shown];
        for (int i = 0; i < shown; i++) {
            at[i] = length / 2 + (i - (shown - 1) / 2.0) * step;
        }
        return at;
    }
}
