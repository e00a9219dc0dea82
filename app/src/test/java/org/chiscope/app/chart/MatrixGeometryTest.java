package org.chiscope.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.chiscope.app.chart.MatrixGeometry.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatrixGeometryTest {

    /** Room of the matrix in windows of 1440 × 900 and 1280 × 800, and much less. */
    @ParameterizedTest
    @CsvSource({
        "19, 12, 956, 560",
        "19, 12, 796, 460",
        "24, 15, 796, 460",
        "60, 80, 956, 560",
        "300, 500, 796, 460",
        "3, 2, 956, 560",
        "19, 12, 300, 200"
    })
    void nothingIsClipped(int rows, int columns, double width, double height) {
        MatrixGeometry g = geometry(rows, columns, width, height);
        assertTrue(g.fullWidth() <= width, "right end " + g.fullWidth());
        assertTrue(g.bottom() <= height, "lower end " + g.bottom());
    }

    @Test
    void cellsOfTheDesignsMatrixHaveTheDesignsSizeAtLeast() {
        MatrixGeometry g = geometry(19, 12, 956, 600);
        assertTrue(g.cellWidth() >= 54, "width " + g.cellWidth());
        assertTrue(g.cellHeight() >= 24, "height " + g.cellHeight());
    }

    @Test
    void groupsArePartedByTheGap() {
        MatrixGeometry g = geometry(19, 12, 956, 560);
        assertEquals(g.cellHeight(), g.rowTops()[1] - g.rowTops()[0]);
        assertEquals(g.cellHeight() + MatrixGeometry.GROUP_GAP, g.rowTops()[8] - g.rowTops()[7]);
    }

    @Test
    void theCellUnderAPointIsFoundAndGapsHoldNone() {
        MatrixGeometry g = geometry(19, 12, 956, 560);
        double x = g.columnLefts()[3] + g.cellWidth() / 2;
        assertEquals(Optional.of(new CellPosition(7, 3)), g.cellAt(x, g.rowTops()[7] + 1));
        assertEquals(Optional.empty(), g.cellAt(x, g.rowTops()[8] - 2));
        assertEquals(Optional.empty(), g.cellAt(2, g.rowTops()[7] + 1));
    }

    @Test
    void headersTurnAsColumnsNarrow() {
        assertEquals(Headers.LEVEL, geometry(19, 8, 956, 560).headers());
        assertEquals(Headers.SLANTED, geometry(19, 24, 956, 560).headers());
        assertEquals(Headers.UPRIGHT, geometry(19, 80, 956, 560).headers());
    }

    private static MatrixGeometry geometry(int rows, int columns, double width, double height) {
        return MatrixGeometry.of(
                MatrixSamples.of(rows, columns),
                width,
                height,
                true,
                new MatrixGeometry.Words() {
                    @Override
                    public double rowLabelWidth() {
                        return 56;
                    }

                    @Override
                    public double columnLabelWidth() {
                        return 90;
                    }

                    @Override
                    public boolean columnLabelsFit(double room) {
                        return room >= 48;
                    }
                });
    }
}
