package org.chiscope.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.app.chart.MatrixData.Cell;
import org.chiscope.app.chart.MatrixData.Missing;
import org.chiscope.app.chart.MatrixData.Value;
import org.chiscope.app.theme.Palette;
import org.chiscope.app.theme.Theme;
import org.junit.jupiter.api.Test;

class CellPainterTest {
    private static final Palette PALETTE = Theme.LIGHT.palette();

    @Test
    void aCellHasTheColourOfItsValueAndAMissingOneTheBackground() {
        MatrixData data =
                MatrixSamples.with(
                        List.of(
                                List.<Cell>of(
                                        new Value(-1, 9, false),
                                        new Value(1, 9, false),
                                        new Missing("no chain ran"))));
        MatrixGeometry g = geometry(1, 3, 20, 20);
        int[] pixels = new int[80 * 40];
        new CellPainter(data, g, PALETTE).paint(pixels, 80, 40, 1);
        DivergingMap map = DivergingMap.of(PALETTE);
        assertEquals(map.argb(-1), pixels[10 * 80 + 10]);
        assertEquals(map.argb(1), pixels[10 * 80 + 30]);
        assertEquals(0xFFFFFFFF, pixels[10 * 80 + 50]);
        assertNotEquals(map.argb(0), pixels[10 * 80 + 50]);
    }

    /** 100 columns on 10 pixels: the one strong cell shows, though its neighbours are larger. */
    @Test
    void whereCellsShareAPixelTheMostSignificantShows() {
        List<Cell> row = new ArrayList<>();
        for (int c = 0; c < 100; c++) {
            row.add(c == 42 ? new Value(-1, 30, false) : new Value(1, 3, false));
        }
        MatrixData data = MatrixSamples.with(List.of(row));
        MatrixGeometry g = geometry(1, 100, 0.1, 10);
        int[] pixels = new int[10 * 10];
        new CellPainter(data, g, PALETTE).paint(pixels, 10, 10, 1);
        DivergingMap map = DivergingMap.of(PALETTE);
        assertEquals(map.argb(-1), pixels[5 * 10 + 4]);
        assertEquals(map.argb(1), pixels[5 * 10 + 7]);
    }

    /** Cells of a given size from the corner, without gaps. */
    private static MatrixGeometry geometry(int rows, int columns, double width, double height) {
        double[] tops = new double[rows];
        double[] lefts = new double[columns];
        for (int i = 0; i < rows; i++) {
            tops[i] = i * height;
        }
        for (int i = 0; i < columns; i++) {
            lefts[i] = i * width;
        }
        return new MatrixGeometry(
                MatrixGeometry.Headers.LEVEL, 0, 0, width, height, tops, lefts, 0);
    }
}
