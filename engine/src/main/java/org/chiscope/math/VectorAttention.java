package org.chiscope.math;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Causal attention of one head over one context on the Vector API. Rows go through in tiles, each
 * only as far as the mask lets it see; keys and values are packed once; nothing above the tiles of
 * the diagonal is computed. Owns scratch memory: one a thread.
 */
final class VectorAttention {
    private static final VectorSpecies<Float> SPECIES = Lanes.FLOATS;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = TileLoop.ROWS;

    /** Sum of a row's exponentials, e⁻³², from which they are all exact to rounding. */
    private static final float LITTLE = 1e-14f;

    private final TileLoop tiles;
    private final float[] ofRows = new float[ROWS];
    private final float[] sums = new float[ROWS * LANES];
    private float[] turned = new float[0];
    private float[] first = new float[0];
    private float[] second = new float[0];
    private float[] scoreGradient = new float[0];

    VectorAttention(TileLoop tiles) {
        this.tiles = tiles;
    }

    /** Room for probabilities: rows of whole vectors, and what the last tile of columns reads. */
    static int size(int length) {
        return length * Lanes.whole(length) + ROWS;
    }

    void attend(Attention head, Matrix mixed) {
        int length = head.length();
        int width = head.width();
        int stride = head.probabilities().stride();
        float[] p = head.probabilities().data();
        turned = turned(head.keys(), length, width, stride, turned);
        LaneMath.multiply(turned, 0, width * stride, head.scale());
        first = packed(head.values(), length, width, first);
        for (int i = 0; i < length; i += ROWS) {
            int rows = Math.min(ROWS, length - i);
            int at = head.probabilities().at() + i * stride;
            int seen = scores(head.queries(), i, rows, width, stride, p, at);
            softmax(head, p, at, i, rows, seen, stride);
            timesPacked(false, rows, i + rows, width, p, at, stride, first, 0, mixed, i);
        }
    }

    void gradient(Attention head, Matrix dMixed, Matrix dQueries, Matrix dKeys, Matrix dValues) {
        int length = head.length();
        int width = head.width();
        int stride = head.probabilities().stride();
        int pAt = head.probabilities().at();
        float[] p = head.probabilities().data();
        if (scoreGradient.length < size(length)) {
            scoreGradient = new float[size(length)];
        }
        float[] ds = scoreGradient;
        turned = turned(head.values(), length, width, stride, turned);
        first = packed(head.keys(), length, width, first);
        for (int i = 0; i < length; i += ROWS) {
            int rows = Math.min(ROWS, length - i);
            int at = i * stride;
            int seen = scores(dMixed, i, rows, width, stride, ds, at);
            // Beyond the diagonal p is zero, and what was computed there is finite.
            throughSoftmax(p, pAt + at, ds, at, stride, rows, seen, head.scale());
            timesPacked(false, rows, i + rows, width, ds, at, stride, first, 0, dQueries, i);
        }
        first = packed(dMixed, length, width, first);
        second = packed(head.queries(), length, width, second);
        int panel = Lanes.whole(width);
        for (int j = 0; j < length; j += ROWS) {
            int rows = Math.min(ROWS, length - j);
            int from = j * stride + j;
            timesPacked(
                    true,
                    rows,
                    length - j,
                    width,
                    p,
                    pAt + from,
                    stride,
                    first,
                    j * panel,
                    dValues,
                    j);
            timesPacked(
                    true, rows, length - j, width, ds, from, stride, second, j * panel, dKeys, j);
        }
    }

    /**
     * Writes x·Kᵀ (or whatever is in {@code turned}) for a tile of rows, up to the last column that
     * one of them sees, in whole vectors.
     *
     * @return the number of columns written
     */
    private int scores(Matrix x, int row, int rows, int width, int stride, float[] out, int at) {
        int seen = Lanes.whole(row + rows);
        tiles.multiply(
                false,
                rows,
                seen,
                width,
                x.data(),
                x.at() + row * x.stride(),
                x.stride(),
                turned,
                0,
                stride,
                out,
                at,
                stride,
                false);
        return seen;
    }

    /**
     * Softmax of a tile of rows, the first of which is row {@code row} of all. The largest score of
     * the tile is taken from all of its rows; a row whose own are so far below that little is left
     * of it is given another chance.
     */
    private void softmax(
            Attention head, float[] p, int at, int row, int rows, int seen, int stride) {
        hideFuture(p, at, row, rows, seen, stride);
        float maximum = LaneMath.maximumOfRows(p, at, stride, rows, seen);
        LaneMath.exponentialsOfRows(p, at, stride, rows, seen, maximum, sums);
        for (int r = 0; r < rows; r++) {
            float sum = LaneMath.total(sums, r * LANES);
            if (!(sum > LITTLE)) {
                softmaxRowByRow(head, p, at, row, rows, stride);
                return;
            }
            ofRows[r] = 1f / sum;
        }
        for (int r = 0; r < rows; r++) {
            LaneMath.multiply(p, at + r * stride, seen, ofRows[r]);
        }
    }

    private void softmaxRowByRow(Attention head, float[] p, int at, int row, int rows, int stride) {
        int seen = scores(head.queries(), row, rows, head.width(), stride, p, at);
        hideFuture(p, at, row, rows, seen, stride);
        for (int r = 0; r < rows; r++) {
            int from = at + r * stride;
            float maximum = LaneMath.maximumOfRows(p, from, 0, 1, seen);
            LaneMath.exponentialsOfRows(p, from, 0, 1, seen, maximum, sums);
            LaneMath.multiply(p, from, seen, 1f / LaneMath.total(sums, 0));
        }
    }

    /** Scores −∞ for what a row must not see. */
    private static void hideFuture(float[] p, int at, int row, int rows, int seen, int stride) {
        for (int r = 0; r < rows; r++) {
            int from = at + r * stride;
            for (int j = from + row + r + 1; j < from + seen; j++) {
                p[j] = Float.NEGATIVE_INFINITY;
            }
        }
    }

    /** ds = scale · p · (ds − p·ds), over whole vectors of some rows. */
    private void throughSoftmax(
            float[] p, int pAt, float[] ds, int at, int stride, int rows, int n, float scale) {
        for (int r = 0; r < rows; r++) {
            FloatVector products = FloatVector.zero(SPECIES);
            for (int j = r * stride; j < r * stride + n; j += LANES) {
                products =
                        FloatVector.fromArray(SPECIES, p, pAt + j)
                                .fma(FloatVector.fromArray(SPECIES, ds, at + j), products);
            }
            products.intoArray(sums, r * LANES);
        }
        for (int r = 0; r < rows; r++) {
            float projection = LaneMath.total(sums, r * LANES);
            for (int j = r * stride; j < r * stride + n; j += LANES) {
                FloatVector.fromArray(SPECIES, ds, at + j)
                        .sub(projection)
                        .mul(FloatVector.fromArray(SPECIES, p, pAt + j).mul(scale))
                        .intoArray(ds, at + j);
            }
        }
    }

    /**
     * Rows of {@code out} from {@code row} on = a tile of A, of rows or of columns, · rows of what
     * is packed, from {@code packedAt} on.
     */
    private void timesPacked(
            boolean byColumns,
            int rows,
            int depth,
            int width,
            float[] a,
            int at,
            int stride,
            float[] packed,
            int packedAt,
            Matrix out,
            int row) {
        tiles.multiply(
                byColumns,
                rows,
                width,
                depth,
                a,
                at,
                stride,
                packed,
                packedAt,
                Lanes.whole(width),
                out.data(),
                out.at() + row * out.stride(),
                out.stride(),
                false);
    }

    /** {@code x} transposed, width × length, in an array of that stride. */
    private static float[] turned(Matrix x, int length, int width, int stride, float[] reused) {
        float[] out = reused.length < width * stride ? new float[width * stride] : reused;
        Transposition.transpose(x.data(), x.at(), x.stride(), length, width, out, 0, stride);
        for (int d = 0; d < width; d++) {
            Arrays.fill(out, d * stride + length, (d + 1) * stride, 0f);
        }
        return out;
    }

    /** The rows of {@code x}, each filled up to whole vectors. */
    private static float[] packed(Matrix x, int length, int width, float[] reused) {
        int whole = Lanes.whole(width);
        int size = length * whole;
        float[] out = reused.length < size ? new float[size] : reused;
        VectorProducts.copyRows(x.data(), x.at(), x.stride(), width, length, out, 0, whole);
        for (int i = 0; width < whole && i < length; i++) {
            Arrays.fill(out, i * whole + width, (i + 1) * whole, 0f);
        }
        return out;
    }
}
