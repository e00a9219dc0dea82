package org.chiscope.math;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Matrix products after Goto and van de Geijn (2008) where it pays: B is packed in panels as wide
 * as a register tile, while A is read where it lies, by rows, or by columns if it is stored
 * transposed. Owns scratch memory: one a thread.
 */
final class VectorProducts {
    private static final VectorSpecies<Float> SPECIES = Lanes.FLOATS;
    private static final int LANES = SPECIES.length();

    /** Rows of B that are gone through before the next ones are. */
    private static final int BLOCK_DEPTH = 512;

    /**
     * The same of a product with a transposed left factor, both of whose blocks are to stay near.
     */
    private static final int SHALLOW_DEPTH = 64;

    /** Columns up to which rows of B are read where they lie. */
    private static final int NARROW = 192;

    private static final int BLOCK_ROWS = 16 * TileLoop.ROWS;

    private final TileLoop tiles = new TileLoop();
    private final PackedMatrix own = new PackedMatrix();
    private float[] packedB = new float[0];
    private float[] lastColumns = new float[0];

    /** The loop over tiles, for the other kernels of the same thread. */
    TileLoop tiles() {
        return tiles;
    }

    void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            Matrix a,
            Matrix b,
            Matrix c,
            boolean accumulate) {
        if (transposeA) {
            multiplyTransposed(transposeB, m, n, k, a, b, c, accumulate);
        } else {
            pack(transposeB, n, k, b, own);
            multiply(m, a, own, c, accumulate);
        }
    }

    static void pack(boolean transposeB, int n, int k, Matrix b, PackedMatrix reused) {
        reused.rows = k;
        reused.columns = n;
        if (reused.packed.length < Lanes.whole(n) * k) {
            reused.packed = new float[Lanes.whole(n) * k];
        }
        for (int k0 = 0; k0 < k; k0 += BLOCK_DEPTH) {
            int depth = Math.min(BLOCK_DEPTH, k - k0);
            packBlock(transposeB, n, k0, depth, b, reused.packed, k0 * Lanes.whole(n));
        }
    }

    void multiply(int m, Matrix a, PackedMatrix b, Matrix c, boolean accumulate) {
        int n = b.columns;
        for (int k0 = 0; k0 < b.rows; k0 += BLOCK_DEPTH) {
            int depth = Math.min(BLOCK_DEPTH, b.rows - k0);
            int packedAt = k0 * Lanes.whole(n);
            boolean add = accumulate || k0 > 0;
            for (int m0 = 0; m0 < m; m0 += BLOCK_ROWS) {
                int rows = Math.min(BLOCK_ROWS, m - m0);
                tiles.multiply(
                        false,
                        rows,
                        n,
                        depth,
                        a.data(),
                        a.at() + m0 * a.stride() + k0,
                        a.stride(),
                        b.packed,
                        packedAt,
                        TileLoop.IN_PANELS,
                        c.data(),
                        c.at() + m0 * c.stride(),
                        c.stride(),
                        add);
            }
        }
    }

    /**
     * C = Aᵀ·B for an A whose rows are short against their number: blocks of rows, of which columns
     * are read where they lie; so are those of B if that is narrow and made of whole vectors.
     */
    private void multiplyTransposed(
            boolean transposeB,
            int m,
            int n,
            int k,
            Matrix a,
            Matrix b,
            Matrix c,
            boolean accumulate) {
        boolean inPlace = !transposeB && n <= NARROW && n % LANES == 0;
        int wholeM = m - m % TileLoop.ROWS;
        if (!inPlace && packedB.length < Lanes.whole(n) * SHALLOW_DEPTH) {
            packedB = new float[Lanes.whole(n) * SHALLOW_DEPTH];
        }
        for (int k0 = 0; k0 < k; k0 += SHALLOW_DEPTH) {
            int depth = Math.min(SHALLOW_DEPTH, k - k0);
            boolean add = accumulate || k0 > 0;
            int aAt = a.at() + k0 * a.stride();
            if (!inPlace) {
                packBlock(transposeB, n, k0, depth, b, packedB, 0);
            }
            if (wholeM < m) {
                copyLastColumns(m - wholeM, depth, a.data(), aAt + wholeM, a.stride());
            }
            float[] right = inPlace ? b.data() : packedB;
            int rightAt = inPlace ? b.at() + k0 * b.stride() : 0;
            int rightStride = inPlace ? b.stride() : TileLoop.IN_PANELS;
            for (int m0 = 0; m0 < wholeM; m0 += BLOCK_ROWS) {
                int rows = Math.min(BLOCK_ROWS, wholeM - m0);
                tiles.multiply(
                        true,
                        rows,
                        n,
                        depth,
                        a.data(),
                        aAt + m0,
                        a.stride(),
                        right,
                        rightAt,
                        rightStride,
                        c.data(),
                        c.at() + m0 * c.stride(),
                        c.stride(),
                        add);
            }
            if (wholeM < m) {
                tiles.multiply(
                        true,
                        m - wholeM,
                        n,
                        depth,
                        lastColumns,
                        0,
                        TileLoop.ROWS,
                        right,
                        rightAt,
                        rightStride,
                        c.data(),
                        c.at() + wholeM * c.stride(),
                        c.stride(),
                        add);
            }
        }
    }

    /** Copies the columns of A that fill no tile, where a tile may read beyond them. */
    private void copyLastColumns(int columns, int depth, float[] a, int at, int stride) {
        if (lastColumns.length < TileLoop.ROWS * SHALLOW_DEPTH) {
            lastColumns = new float[TileLoop.ROWS * SHALLOW_DEPTH];
        }
        for (int p = 0; p < depth; p++) {
            for (int i = 0; i < columns; i++) {
                lastColumns[p * TileLoop.ROWS + i] = a[at + p * stride + i];
            }
        }
    }

    /** Packs rows k0 … k0 + depth of B in panels, whose columns are filled up to whole vectors. */
    private static void packBlock(
            boolean transposed, int n, int k0, int depth, Matrix b, float[] packed, int packedAt) {
        int panel;
        for (int j = 0; j < n; j += panel) {
            panel = TileLoop.panel(n - j);
            int columns = Math.min(panel, n - j);
            int to = packedAt + j * depth;
            if (transposed) {
                Transposition.transpose(
                        b.data(),
                        b.at() + j * b.stride() + k0,
                        b.stride(),
                        columns,
                        depth,
                        packed,
                        to,
                        panel);
            } else {
                int from = b.at() + k0 * b.stride() + j;
                copyRows(b.data(), from, b.stride(), columns, depth, packed, to, panel);
            }
            for (int p = 0; columns < panel && p < depth; p++) {
                int row = to + p * panel;
                Arrays.fill(packed, row + columns, row + panel, 0f);
            }
        }
    }

    /** Copies the first columns of some rows. */
    static void copyRows(
            float[] from,
            int at,
            int stride,
            int columns,
            int rows,
            float[] to,
            int toAt,
            int toStride) {
        if (columns % LANES != 0) {
            for (int p = 0; p < rows; p++) {
                System.arraycopy(from, at + p * stride, to, toAt + p * toStride, columns);
            }
            return;
        }
        for (int p = 0; p < rows; p++) {
            int source = at + p * stride;
            int target = toAt + p * toStride;
            for (int j = 0; j < columns; j += LANES) {
                FloatVector.fromArray(SPECIES, from, source + j).intoArray(to, target + j);
            }
        }
    }
}
