package org.chiscope.app.chart;

import java.util.Arrays;
import javafx.scene.canvas.GraphicsContext;

/** A matrix as a picture: colours alone, as large as its room. */
public final class MiniMatrix extends PaintedRegion {
    private final double[][] values;
    private final ColourRange range;

    /**
     * @param values row by row; NaN is left blank
     */
    public MiniMatrix(double[][] values) {
        this.values = values;
        this.range =
                ColourRange.of(Arrays.stream(values).flatMapToDouble(Arrays::stream).toArray());
        getStyleClass().add("mini-matrix");
    }

    @Override
    protected void paint(GraphicsContext g, double width, double height) {
        DivergingMap map = DivergingMap.of(paletteProperty().get());
        double down = height / Math.max(1, values.length);
        for (int r = 0; r < values.length; r++) {
            double across = width / Math.max(1, values[r].length);
            for (int c = 0; c < values[r].length; c++) {
                if (Double.isFinite(values[r][c])) {
                    double left = Math.floor(c * across);
                    double top = Math.floor(r * down);
                    g.setFill(map.at(range.position(values[r][c])));
                    g.fillRect(
                            left,
                            top,
                            Math.floor((c + 1) * across) - left,
                            Math.floor((r + 1) * down) - top);
                }
            }
        }
    }
}
