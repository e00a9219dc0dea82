package org.chiscope.app.chart;

import java.util.Arrays;
import javafx.scene.paint.Color;
import org.chiscope.app.theme.Palette;

/** Writes the colours of cells into pixels: no words, no marks. */
final class CellPainter {
    private final MatrixData data;
    private final MatrixGeometry geometry;
    private final DivergingMap map;
    private final int background;
    private final int blank;

    CellPainter(MatrixData data, MatrixGeometry geometry, Palette palette) {
        this.data = data;
        this.geometry = geometry;
        this.map = DivergingMap.of(palette);
        this.background = argb(palette.background());
        this.blank = argb(palette.borderMuted());
    }

    /**
     * Fills {@code pixels} (rows of {@code width}; alpha, red, green, blue) with all cells, {@code
     * scale} pixels a unit of the geometry.
     */
    void paint(int[] pixels, int width, int height, double scale) {
        Arrays.fill(pixels, 0);
        // Where cells share pixels, the one of largest |χ| ÷ se is shown, never the mean.
        double[] strongest = geometry.sharesPixels() ? new double[pixels.length] : new double[0];
        Arrays.fill(strongest, -1);
        int gap = geometry.cellWidth() >= 8 && geometry.cellHeight() >= 8 ? 1 : 0;
        for (int r = 0; r < data.rows().size(); r++) {
            double top = geometry.rowTops()[r];
            int y0 = pixel(top, scale, height);
            int y1 = Math.max(y0 + 1, pixel(top + geometry.cellHeight() - gap, scale, height));
            for (int c = 0; c < data.columns().size(); c++) {
                double left = geometry.columnLefts()[c];
                int x0 = pixel(left, scale, width);
                int x1 = Math.max(x0 + 1, pixel(left + geometry.cellWidth() - gap, scale, width));
                MatrixData.Cell cell = data.cell(r, c);
                int colour = colour(cell);
                double strength = cell instanceof MatrixData.Value v ? v.significance() : -0.5;
                for (int y = y0; y < Math.min(y1, height); y++) {
                    for (int x = x0; x < Math.min(x1, width); x++) {
                        int at = y * width + x;
                        if (strongest.length == 0) {
                            boolean frame =
                                    !(cell instanceof MatrixData.Value)
                                            && gap > 0
                                            && (y == y0 || y == y1 - 1 || x == x0 || x == x1 - 1);
                            pixels[at] = frame ? blank : colour;
                        } else if (strength > strongest[at]) {
                            strongest[at] = strength;
                            pixels[at] = colour;
                        }
                    }
                }
            }
        }
    }

    private int colour(MatrixData.Cell cell) {
        return switch (cell) {
            case MatrixData.Value value -> map.argb(data.range().position(value.value()));
            case MatrixData.Missing missing -> background;
            case MatrixData.Waiting waiting -> background;
        };
    }

    private static int pixel(double position, double scale, int limit) {
        return (int) Math.clamp(Math.round(position * scale), 0, limit);
    }

    private static int argb(Color colour) {
        return 0xFF000000
                | (int) Math.round(colour.getRed() * 255) << 16
                | (int) Math.round(colour.getGreen() * 255) << 8
                | (int) Math.round(colour.getBlue() * 255);
    }
}
