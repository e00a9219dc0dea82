package org.chiscope.math;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Causal attention of one head over one context on the Vector API. A lane is a query: scores are
 * kept key by key, and as many queries as a vector has lanes go together past the keys that they
 * see, so that maxima, sums and all else that belongs to a query need no exchange between lanes.
 * Nothing is computed for keys that none of these queries sees. Owns scratch memory: one a thread.
 *
 * <p>What is kept: exp(score − the query's maximum), keys × queries, and in one more row the
 * inverse of each query's sum.
 */
final class VectorAttention {
    private static final VectorSpecies<Float> SPECIES = Lanes.FLOATS;
    private static final int LANES = SPECIES.length();
    private static final int ROWS = TileLoop.ROWS;

    /** Added to the scores of queries with their own keys: −∞ where the key comes later. */
    private static final float[] FUTURE = future();

    private final TileLoop tiles;
    private float[] turned = new float[0];
    private float[] sliced = new float[0];
    private float[] square = new float[0];
    private float[] rows = new float[0];
    private float[] scoreGradient = new float[0];

    VectorAttention(TileLoop tiles) {
        this.tiles = tiles;
    }

    private static float[] future() {
        float[] future = new float[LANES * LANES];
        for (int key = 0; key < LANES; key++) {
            Arrays.fill(future, key * LANES, key * LANES + key, Float.NEGATIVE_INFINITY);
        }
        return future;
    }

    /** From one key to the next: a vector more than needed, lest columns compete for the cache. */
    private static int stride(int length) {
        return Lanes.whole(length) + LANES;
    }

    /** Room for what is kept. */
    static int size(int length) {
        return (length + 1) * stride(length);
    }

    void attend(Attention head, Matrix mixed) {
        int length = head.length();
        int width = head.width();
        int stride = stride(length);
        float[] kept = head.kept();
        int at = head.keptAt();
        int inverses = at + length * stride;
        turned = turned(head.queries(), length, width, stride, turned);
        scores(head.keys(), length, width, stride, kept, at);
        sliced = sliced(head.values(), length, width, sliced);
        square = atLeast(square, Lanes.whole(width) * LANES);
        for (int query = 0; query < length; query += LANES) {
            int seen = Math.min(query + LANES, length);
            hideFuture(kept, at + query * stride + query, stride, seen - query);
            LaneMath.maximaOfLanes(kept, at + query, stride, seen, kept, inverses + query);
            LaneMath.exponentialsOfLanes(
                    kept, at + query, stride, seen, head.scale(), kept, inverses + query);
            LaneMath.invert(kept, inverses + query);
            timesSliced(kept, at + query, stride, seen, length, width);
            multiplyRows(square, LANES, width, kept, inverses + query, LANES);
            turnBack(query, seen - query, width, mixed);
        }
    }

    void gradient(Attention head, Matrix dMixed, Matrix dQueries, Matrix dKeys, Matrix dValues) {
        int length = head.length();
        int width = head.width();
        int stride = stride(length);
        float[] kept = head.kept();
        int at = head.keptAt();
        int inverses = at + length * stride;
        scoreGradient = atLeast(scoreGradient, length * stride);
        float[] ds = scoreGradient;
        // Probabilities are what is kept times the inverse sums, which go into dMixed here.
        turned = turned(dMixed, length, width, stride, turned);
        multiplyRows(turned, stride, width, kept, inverses, Lanes.whole(length));
        scores(head.values(), length, width, stride, ds, 0);
        sliced = sliced(head.keys(), length, width, sliced);
        square = atLeast(square, Lanes.whole(width) * LANES);
        for (int query = 0; query < length; query += LANES) {
            int seen = Math.min(query + LANES, length);
            throughSoftmax(
                    kept, at + query, inverses + query, ds, query, stride, seen, head.scale());
            timesSliced(ds, query, stride, seen, length, width);
            turnBack(query, seen - query, width, dQueries);
        }
        rows = packed(dMixed, length, width, rows);
        int whole = Lanes.whole(width);
        for (int i = 0; i < length; i++) {
            LaneMath.multiply(rows, i * whole, whole, kept[inverses + i]);
        }
        timesRows(kept, at, stride, length, width, dValues);
        rows = packed(head.queries(), length, width, rows);
        timesRows(ds, 0, stride, length, width, dKeys);
    }

    /** Writes the probabilities that {@link #attend} found, length × length, row-major. */
    static void probabilities(Attention head, float[] out, int at) {
        int length = head.length();
        int stride = stride(length);
        float[] kept = head.kept();
        for (int query = 0; query < length; query++) {
            int from = head.keptAt() + query;
            float inverse = kept[from + length * stride];
            int to = at + query * length;
            for (int key = 0; key <= query; key++) {
                out[to + key] = inverse * kept[from + key * stride];
            }
            Arrays.fill(out, to + query + 1, to + length, 0f);
        }
    }

    /**
     * Writes x·(what is in {@code turned}), a row a key: from the first query on that goes together
     * with one that sees it; before that 0, as far as {@link #timesRows} reads.
     */
    private void scores(Matrix x, int length, int width, int stride, float[] out, int at) {
        for (int key = 0; key < length; key += ROWS) {
            int from = key / LANES * LANES;
            int count = Math.min(ROWS, length - key);
            tiles.multiply(
                    false,
                    count,
                    Lanes.whole(length) - from,
                    width,
                    x.data(),
                    x.at() + key * x.stride(),
                    x.stride(),
                    turned,
                    from,
                    stride,
                    out,
                    at + key * stride + from,
                    stride,
                    false);
            for (int later = from + LANES; later < key + count; later++) {
                int row = at + later * stride;
                Arrays.fill(out, row + from, row + later / LANES * LANES, 0f);
            }
        }
    }

    /** A column of vectors, a row a key, transposed, times what is in slices: in the square. */
    private void timesSliced(float[] x, int at, int stride, int keys, int length, int width) {
        for (int j = 0; j < width; j += LANES) {
            LaneSquares.multiplyTransposed(
                    keys, sliced, j * length, x, at, stride, square, j * LANES);
        }
    }

    /** out = x, a row a key, times what is in rows, a row a query. */
    private void timesRows(float[] x, int at, int stride, int length, int width, Matrix out) {
        int whole = Lanes.whole(width);
        for (int key = 0; key < length; key += ROWS) {
            int from = key / LANES * LANES;
            tiles.multiply(
                    false,
                    Math.min(ROWS, length - key),
                    width,
                    length - from,
                    x,
                    at + key * stride + from,
                    stride,
                    rows,
                    from * whole,
                    whole,
                    out.data(),
                    out.at() + key * out.stride(),
                    out.stride(),
                    false);
        }
    }

    private static void hideFuture(float[] scores, int at, int stride, int keys) {
        for (int key = 0; key < keys; key++) {
            FloatVector.fromArray(SPECIES, scores, at + key * stride)
                    .add(FloatVector.fromArray(SPECIES, FUTURE, key * LANES))
                    .intoArray(scores, at + key * stride);
        }
    }

    /** ds = scale · p · (ds − Σ p·ds), lane by lane; p is what is kept times the inverse sum. */
    private static void throughSoftmax(
            float[] kept,
            int at,
            int inverses,
            float[] ds,
            int dsAt,
            int stride,
            int n,
            float scale) {
        FloatVector even = FloatVector.zero(SPECIES);
        FloatVector odd = FloatVector.zero(SPECIES);
        for (int j = 0; j < n; j++) {
            FloatVector sum =
                    FloatVector.fromArray(SPECIES, kept, at + j * stride)
                            .fma(FloatVector.fromArray(SPECIES, ds, dsAt + j * stride), odd);
            odd = even;
            even = sum;
        }
        FloatVector projection = even.add(odd).mul(FloatVector.fromArray(SPECIES, kept, inverses));
        for (int j = 0; j < n; j++) {
            int to = dsAt + j * stride;
            FloatVector.fromArray(SPECIES, ds, to)
                    .sub(projection)
                    .mul(FloatVector.fromArray(SPECIES, kept, at + j * stride).mul(scale))
                    .intoArray(ds, to);
        }
    }

    /** Multiplies each of some rows of {@code n} numbers, whole vectors, by as many factors. */
    private static void multiplyRows(
            float[] x, int stride, int rows, float[] factors, int factorsAt, int n) {
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < n; i += LANES) {
                FloatVector.fromArray(SPECIES, x, row * stride + i)
                        .mul(FloatVector.fromArray(SPECIES, factors, factorsAt + i))
                        .intoArray(x, row * stride + i);
            }
        }
    }

    /** The square, width × lanes, as rows {@code row} … of {@code out}. */
    private void turnBack(int row, int count, int width, Matrix out) {
        Transposition.transpose(
                square,
                0,
                LANES,
                width,
                count,
                out.data(),
                out.at() + row * out.stride(),
                out.stride());
    }

    /** {@code x} transposed, width × length, in an array of that stride. */
    private static float[] turned(Matrix x, int length, int width, int stride, float[] reused) {
        float[] out = atLeast(reused, width * stride);
        Transposition.transpose(x.data(), x.at(), x.stride(), length, width, out, 0, stride);
        for (int d = 0; d < width; d++) {
            Arrays.fill(out, d * stride + length, (d + 1) * stride, 0f);
        }
        return out;
    }

    /** The rows of {@code x}, each filled up to whole vectors. */
    private static float[] packed(Matrix x, int length, int width, float[] reused) {
        int whole = Lanes.whole(width);
        float[] out = atLeast(reused, length * whole);
        VectorProducts.copyRows(x.data(), x.at(), x.stride(), width, length, out, 0, whole);
        for (int i = 0; width < whole && i < length; i++) {
            Arrays.fill(out, i * whole + width, (i + 1) * whole, 0f);
        }
        return out;
    }

    /** The rows of x in slices a vector wide, one after the other, filled up with zeros. */
    private static float[] sliced(Matrix x, int length, int width, float[] reused) {
        float[] out = atLeast(reused, Lanes.whole(width) * length);
        for (int j = 0; j < width; j += LANES) {
            int columns = Math.min(LANES, width - j);
            int to = j * length;
            VectorProducts.copyRows(
                    x.data(), x.at() + j, x.stride(), columns, length, out, to, LANES);
            for (int i = to; columns < LANES && i < to + length * LANES; i += LANES) {
                Arrays.fill(out, i + columns, i + LANES, 0f);
            }
        }
        return out;
    }

    private static float[] atLeast(float[] array, int length) {
        return array.length < length ? new float[length] : array;
    }
}
