package org.chiscope.network;

import org.chiscope.math.Kernels;
import org.chiscope.math.Matrix;

/**
 * Softmax attention of each position to itself and those before (Vaswani et al., 2017), for each
 * context and head by itself; no parameters. Queries, keys and values of a position lie side by
 * side in one row of 3 × inner columns, head after head in each; queries are scaled already. Only
 * the causal triangle is computed, in blocks of rows.
 */
final class CausalAttention {
    private static final int BLOCK = 48;

    private final int heads;
    private final int headWidth;
    private final int inner;

    CausalAttention(int heads, int headWidth) {
        this.heads = heads;
        this.headWidth = headWidth;
        this.inner = heads * headWidth;
    }

    /** Length of the array of probabilities: units × heads × length × length. */
    int probabilities(Pass pass) {
        return pass.units * heads * pass.rowsPerUnit * pass.rowsPerUnit;
    }

    /**
     * Attends.
     *
     * @param qkv rows × 3 inner
     * @param p receives the probabilities, those of other heads stay
     * @param mixed receives the heads' columns, rows × inner
     */
    void forward(Pass pass, HeadRange range, float[] qkv, float[] p, float[] mixed) {
        for (int unit = 0; unit < pass.units; unit++) {
            for (int head = range.from(); head < range.to(); head++) {
                forward(pass, unit, head, qkv, p, mixed);
            }
        }
    }

    private void forward(Pass pass, int unit, int head, float[] qkv, float[] p, float[] mixed) {
        Kernels kernels = pass.kernels;
        int length = pass.rowsPerUnit;
        int pAt = (unit * heads + head) * length * length;
        for (int i0 = 0; i0 < length; i0 += BLOCK) {
            int i1 = Math.min(length, i0 + BLOCK);
            Matrix scores = new Matrix(p, pAt + i0 * length, length);
            kernels.multiply(
                    false,
                    true,
                    i1 - i0,
                    i1,
                    headWidth,
                    column(pass, qkv, 0, unit, head, i0),
                    column(pass, qkv, 1, unit, head, 0),
                    scores,
                    false);
            for (int i = i0; i < i1; i++) {
                int at = pAt + i * length;
                float maximum = kernels.maximum(p, at, i + 1);
                float inverse = 1f / kernels.exponentials(p, at, i + 1, maximum);
                for (int j = 0; j <= i; j++) {
                    p[at + j] *= inverse;
                }
                for (int j = i + 1; j < i1; j++) {
                    p[at + j] = 0f;
                }
            }
            kernels.multiply(
                    false,
                    false,
                    i1 - i0,
                    headWidth,
                    i1,
                    scores,
                    column(pass, qkv, 2, unit, head, 0),
                    mixedColumn(pass, mixed, unit, head, i0),
                    false);
        }
    }

    /**
     * The gradient at queries (scaled as they are), keys and values.
     *
     * @param p the probabilities of {@link #forward}
     * @param dMixed gradient at the heads' columns, rows × inner
     * @param dqkv receives the gradient at the heads' columns, rows × 3 inner
     */
    void backward(
            Pass pass, HeadRange range, float[] qkv, float[] p, float[] dMixed, float[] dqkv) {
        for (int unit = 0; unit < pass.units; unit++) {
            for (int head = range.from(); head < range.to(); head++) {
                backward(pass, unit, head, qkv, p, dMixed, dqkv);
            }
        }
    }

    private void backward(
            Pass pass, int unit, int head, float[] qkv, float[] p, float[] dMixed, float[] dqkv) {
        Kernels kernels = pass.kernels;
        int length = pass.rowsPerUnit;
        int pAt = (unit * heads + head) * length * length;
        float[] ds = pass.scratch(0, BLOCK * length);
        Matrix scoreGradient = new Matrix(ds, 0, length);
        // The last block first: it writes every row of dK and dV, the others add to them.
        for (int i0 = (length - 1) / BLOCK * BLOCK; i0 >= 0; i0 -= BLOCK) {
            int i1 = Math.min(length, i0 + BLOCK);
            boolean add = i1 < length;
            int block = i1 - i0;
            Matrix outputGradient = mixedColumn(pass, dMixed, unit, head, i0);
            kernels.multiply(
                    true,
                    false,
                    i1,
                    headWidth,
                    block,
                    new Matrix(p, pAt + i0 * length, length),
                    outputGradient,
                    column(pass, dqkv, 2, unit, head, 0),
                    add);
            kernels.multiply(
                    false,
                    true,
                    block,
                    i1,
                    headWidth,
                    outputGradient,
                    column(pass, qkv, 2, unit, head, 0),
                    scoreGradient,
                    false);
            for (int i = i0; i < i1; i++) {
                int at = pAt + i * length;
                int to = (i - i0) * length;
                float projection = kernels.dot(p, at, ds, to, i + 1);
                for (int j = 0; j <= i; j++) {
                    ds[to + j] = p[at + j] * (ds[to + j] - projection);
                }
                for (int j = i + 1; j < i1; j++) {
                    ds[to + j] = 0f;
                }
            }
            kernels.multiply(
                    false,
                    false,
                    block,
                    headWidth,
                    i1,
                    scoreGradient,
                    column(pass, qkv, 1, unit, head, 0),
                    column(pass, dqkv, 0, unit, head, i0),
                    false);
            kernels.multiply(
                    true,
                    false,
                    i1,
                    headWidth,
                    block,
                    scoreGradient,
                    column(pass, qkv, 0, unit, head, i0),
                    column(pass, dqkv, 1, unit, head, 0),
                    add);
        }
    }

    /** A head's queries (part 0), keys (1) or values (2) in one context, from {@code position}. */
    private Matrix column(Pass pass, float[] qkv, int part, int unit, int head, int position) {
        int stride = 3 * inner;
        int row = unit * pass.rowsPerUnit + position;
        return new Matrix(qkv, row * stride + part * inner + head * headWidth, stride);
    }

    /** What a head mixed together in one context, from {@code position}. */
    private Matrix mixedColumn(Pass pass, float[] mixed, int unit, int head, int position) {
        int row = unit * pass.rowsPerUnit + position;
        return new Matrix(mixed, row * inner + head * headWidth, inner);
    }
}
