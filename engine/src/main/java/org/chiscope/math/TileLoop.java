package org.chiscope.math;

/**
 * Products of matrices small enough for what they read to stay near the processor: panel by panel
 * of columns, and in each tile by tile. Owns a scratch tile for edges: one a thread.
 */
final class TileLoop {
    static final int ROWS = RowTiles.ROWS;

    /** Vectors in a row of the widest tile that stays in registers. */
    private static final int WIDEST = Lanes.COUNT >= 16 ? 4 : 2;

    /** Columns of the widest panel. */
    static final int COLUMNS = WIDEST * Lanes.COUNT;

    /** As the stride of B: it lies in panels, one after the other. */
    static final int IN_PANELS = 0;

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
     * C = A·B, or C += A·B; A is rows × k, B is k × columns, filled up to whole vectors.
     *
     * @param byColumns whether element (i, p) of A is {@code a[aAt + i + p * aStride]}, and not
     *     {@code a[aAt + i * aStride + p]}; it must then exist for i up to a multiple of {@link
     *     #ROWS}
     * @param bStride of the rows of B, or {@link #IN_PANELS}
     */
    void multiply(
            boolean byColumns,
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
        int panel;
        for (int j = 0; j < columns; j += panel) {
            panel = panel(columns - j);
            multiplyPanel(
                    byColumns,
                    rows,
                    Math.min(panel, columns - j),
                    panel,
                    k,
                    a,
                    aAt,
                    aStride,
                    b,
                    bStride == IN_PANELS ? bAt + j * k : bAt + j,
                    bStride == IN_PANELS ? panel : bStride,
                    c,
                    cAt + j,
                    cStride,
                    add);
        }
    }

    private void multiplyPanel(
            boolean byColumns,
            int rows,
            int columns,
            int panel,
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
        for (int i = 0; i < rows; i += ROWS) {
            int height = Math.min(ROWS, rows - i);
            boolean direct = height == ROWS && columns == panel;
            float[] to = direct ? c : tile;
            int at = direct ? cAt + i * cStride : 0;
            int stride = direct ? cStride : COLUMNS;
            boolean adds = add && direct;
            int from = byColumns ? aAt + i : aAt + i * aStride;
            if (byColumns) {
                switch (panel / Lanes.COUNT) {
                    case 1 ->
                            ColumnTiles.one(
                                    k, a, from, aStride, b, bAt, bStride, to, at, stride, adds);
                    case 2 ->
                            ColumnTiles.two(
                                    k, a, from, aStride, b, bAt, bStride, to, at, stride, adds);
                    default ->
                            ColumnTiles.four(
                                    k, a, from, aStride, b, bAt, bStride, to, at, stride, adds);
                }
            } else {
                switch (panel / Lanes.COUNT) {
                    case 1 ->
                            RowTiles.one(
                                    k, a, from, aStride, height, b, bAt, bStride, to, at, stride,
                                    adds);
                    case 2 ->
                            RowTiles.two(
                                    k, a, from, aStride, height, b, bAt, bStride, to, at, stride,
                                    adds);
                    default ->
                            RowTiles.four(
                                    k, a, from, aStride, height, b, bAt, bStride, to, at, stride,
                                    adds);
                }
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
