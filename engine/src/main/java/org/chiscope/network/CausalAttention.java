package org.chiscope.network;

import org.chiscope.math.Attention;
import org.chiscope.math.Matrix;

/**
 * Softmax attention of each position to itself and those before (Vaswani et al., 2017), for each
 * context and head by itself; no parameters. Queries, keys and values of a position lie side by
 * side in one row of 3 × inner columns, head after head in each.
 */
final class CausalAttention {
    private final int heads;
    private final int headWidth;
    private final int inner;
    private final float scale;

    CausalAttention(int heads, int headWidth) {
        this.heads = heads;
        this.headWidth = headWidth;
        this.inner = heads * headWidth;
        this.scale = (float) (1.0 / Math.sqrt(headWidth));
    }

    /** Length of the array of probabilities; of one head alone if no gradient follows. */
    int probabilities(Pass pass) {
        int one = pass.kernels.probabilitySize(pass.rowsPerUnit);
        return pass.gradientFollows ? pass.units * heads * one : one;
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
                pass.kernels.attend(
                        head(pass, qkv, p, unit, head), mixedColumns(pass, mixed, unit, head));
            }
        }
    }

    /**
     * The gradient at queries, keys and values.
     *
     * @param p the probabilities of {@link #forward}
     * @param dMixed gradient at the heads' columns, rows × inner
     * @param dqkv receives the gradient at the heads' columns, rows × 3 inner
     */
    void backward(
            Pass pass, HeadRange range, float[] qkv, float[] p, float[] dMixed, float[] dqkv) {
        for (int unit = 0; unit < pass.units; unit++) {
            for (int head = range.from(); head < range.to(); head++) {
                pass.kernels.attentionGradient(
                        head(pass, qkv, p, unit, head),
                        mixedColumns(pass, dMixed, unit, head),
                        columns(pass, dqkv, 0, unit, head),
                        columns(pass, dqkv, 1, unit, head),
                        columns(pass, dqkv, 2, unit, head));
            }
        }
    }

    /** Copies the probabilities of a chunk: units × heads × length × length. */
    float[] copy(Pass pass, float[] p) {
        int length = pass.rowsPerUnit;
        int size = pass.kernels.probabilitySize(length);
        int stride = pass.kernels.probabilityStride(length);
        int count = pass.units * heads;
        float[] copy = new float[count * length * length];
        for (int head = 0; head < count; head++) {
            for (int i = 0; i < length; i++) {
                System.arraycopy(
                        p, head * size + i * stride, copy, (head * length + i) * length, length);
            }
        }
        return copy;
    }

    private Attention head(Pass pass, float[] qkv, float[] p, int unit, int head) {
        int length = pass.rowsPerUnit;
        int place = pass.gradientFollows ? unit * heads + head : 0;
        return new Attention(
                length,
                headWidth,
                scale,
                columns(pass, qkv, 0, unit, head),
                columns(pass, qkv, 1, unit, head),
                columns(pass, qkv, 2, unit, head),
                new Matrix(
                        p,
                        place * pass.kernels.probabilitySize(length),
                        pass.kernels.probabilityStride(length)));
    }

    /** A head's queries (part 0), keys (1) or values (2) in one context. */
    private Matrix columns(Pass pass, float[] qkv, int part, int unit, int head) {
        int stride = 3 * inner;
        int row = unit * pass.rowsPerUnit;
        return new Matrix(qkv, row * stride + part * inner + head * headWidth, stride);
    }

    /** What a head mixed together in one context. */
    private Matrix mixedColumns(Pass pass, float[] mixed, int unit, int head) {
        int row = unit * pass.rowsPerUnit;
        return new Matrix(mixed, row * inner + head * headWidth, inner);
    }
}
