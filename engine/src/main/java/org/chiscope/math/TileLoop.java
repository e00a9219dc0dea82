package org.chiscope.math;

/**
 * Products of a matrix with a narrow panel of columns, tile by tile. Owns a scratch tile for edges:
 * one a thread.
 */
final class TileLoop {
    static final int ROWS = RowTiles.ROWS;

    /** Vectors in a row of the widest tile that stays in registers. */
    private static final int WIDEST = Lanes.COUNT >= 16 ? 4 : 2;

    /** Columns of the widest panel. */
    static final int COLUMNS = WIDEST * Lanes.COUNT;

    private final float[] tile = new float[ROWS * COLUMNS];

    /** Columns of the widest panel that {@code columns} fill, in whole vectors. */
    static int panel(int columns) {
        int vectors = (columns + Lanes.COUNT - 1) / Lanes.COUNT;
        if (vectors >= WIDEST) {
            return COLUMNS;
        }
        return (vectors >= 2 ? 2 : 1) * Lanes.COUNT;
    }

    /**
     * C = A·B, or C += A·B, for a panel: A is rows × k, read by rows, and B is k × panel(columns).
     */
    void byRows(
            int rows,
            int columns,
            int k,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int bStride,
            float[] c,
            int cAt,
            int cStride,
            boolean add) {
        int panel = panel(columns);
        for (int i = 0; i < rows; i += ROWS) {
            int height = Math.min(ROWS, rows - i);
            boolean direct = height == ROWS && columns == panel;
            float[] to = direct ? c : tile;
            int toAt = direct ? cAt + i * cStride : 0;
            int toStride = direct ? cStride : COLUMNS;
            int from = aAt + i * aStride;
            if (panel == Lanes.COUNT) {
                RowTiles.one(
                        k,
                        a,
                        from,
                        aStride,
                        height,
                        b,
                        bAt,
                        bStride,
                        to,
                        toAt,
                        toStride,
                        add && direct);
            } else if (panel == 2 * Lanes.COUNT) {
                RowTiles.two(
                        k,
                        a,
                        from,
                        aStride,
                        height,
                        b,
                        bAt,
                        bStride,
                        to,
                        toAt,
                        toStride,
                        add && direct);
            } else {
                RowTiles.four(
                        k,
                        a,
                        from,
                        aStride,
                        height,
                        b,
                        bAt,
                        bStride,
                        to,
                        toAt,
                        toStride,
                        add && direct);
            }
            if (!direct) {
                copy(height, columns, c, cAt + i * cStride, cStride, add);
            }
        }
    }

    /**
     * The same for an A that is read by columns: element (i, p) is {@code a[aAt + i + p *
     * aStride]}, and must exist for i up to a multiple of {@link #ROWS}.
     */
    void byColumns(
            int rows,
            int columns,
            int k,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int bStride,
            float[] c,
            int cAt,
            int cStride,
            boolean add) {
        int panel = panel(columns);
        for (int i = 0; i < rows; i += ROWS) {
            int height = Math.min(ROWS, rows - i);
            boolean direct = height == ROWS && columns == panel;
            float[] to = direct ? c : tile;
            int toAt = direct ? cAt + i * cStride : 0;
            int toStride = direct ? cStride : COLUMNS;
            if (panel == Lanes.COUNT) {
                ColumnTiles.one(
                        k, a, aAt + i, aStride, b, bAt, bStride, to, toAt, toStride, add && direct);
            } else if (panel == 2 * Lanes.COUNT) {
                ColumnTiles.two(
                        k, a, aAt + i, aStride, b, bAt, bStride, to, toAt, toStride, add && direct);
            } else {
                ColumnTiles.four(
                        k, a, aAt + i, aStride, b, bAt, bStride, to, toAt, toStride, add && direct);
            }
            if (!direct) {
                copy(height, columns, c, cAt + i * cStride, cStride, add);
            }
        }
    }

    private void copy(int height, int columns, float[] c, int cAt, int cStride, boolean add) {
        for (int i = 0; i < height; i++) {
            int from = i * COLUMNS;
            int to = cAt + i * cStride;
            if (add) {
                for (int j = 0; j < columns; j++) {
                    c[to + j] += tile[from + j];
                }
            } else {
                System.arraycopy(tile, from, c, to, columns);
            }
        }
    }
}
