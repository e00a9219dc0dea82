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

    /** Length of the array of what is kept; of one head alone if no gradient follows. */
    int kept(Pass pass) {
        int one = pass.kernels.keptOfAttention(pass.rowsPerUnit);
        return pass.gradientFollows ? pass.units * heads * one : one;
    }

    /**
     * Attends.
     *
     * @param qkv rows × 3 inner
     * @param kept receives what a gradient needs, that of other heads stays
     * @param mixed receives the heads' columns, rows × inner
     */
    void forward(Pass pass, HeadRange range, float[] qkv, float[] kept, float[] mixed) {
        for (int unit = 0; unit < pass.units; unit++) {
            for (int head = range.from(); head < range.to(); head++) {
                pass.kernels.attend(
                        head(pass, qkv, kept, unit, head), mixedColumns(pass, mixed, unit, head));
            }
        }
    }

    /**
     * The gradient at queries, keys and values.
     *
     * @param kept by {@link #forward}
     * @param dMixed gradient at the heads' columns, rows × inner
     * @param dqkv receives the gradient at the heads' columns, rows × 3 inner
     */
    void backward(
            Pass pass, HeadRange range, float[] qkv, float[] kept, float[] dMixed, float[] dqkv) {
        for (int unit = 0; unit < pass.units; unit++) {
            for (int head = range.from(); head < range.to(); head++) {
                pass.kernels.attentionGradient(
                        head(pass, qkv, kept, unit, head),
                        mixedColumns(pass, dMixed, unit, head),
                        columns(pass, dqkv, 0, unit, head),
                        columns(pass, dqkv, 1, unit, head),
                        columns(pass, dqkv, 2, unit, head));
            }
        }
    }

    /** The probabilities of a chunk: units × heads × length × length. */
    float[] probabilities(Pass pass, float[] qkv, float[] kept) {
        int size = pass.rowsPerUnit * pass.rowsPerUnit;
        float[] all = new float[pass.units * heads * size];
        for (int unit = 0; unit < pass.units; unit++) {
            for (int head = 0; head < heads; head++) {
                pass.kernels.probabilities(
                        head(pass, qkv, kept, unit, head), all, (unit * heads + head) * size);
            }
        }
        return all;
    }

    private Attention head(Pass pass, float[] qkv, float[] kept, int unit, int head) {
        int length = pass.rowsPerUnit;
        int place = pass.gradientFollows ? unit * heads + head : 0;
        return new Attention(
                length,
                headWidth,
                scale,
                columns(pass, qkv, 0, unit, head),
                columns(pass, qkv, 1, unit, head),
                columns(pass, qkv, 2, unit, head),
                kept,
                place * pass.kernels.keptOfAttention(length));
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
