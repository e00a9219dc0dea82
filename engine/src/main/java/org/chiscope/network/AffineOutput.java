package org.chiscope.network;

import org.chiscope.math.IndexSet;
import org.jspecify.annotations.Nullable;

/**
 * The last map of a network, together with the loss of what it puts out. Rows go through a few at a
 * time, from the map to the loss and back, so that the outputs, the largest of all activations,
 * stay near the processor and are never stored whole.
 *
 * @param map to the outputs
 * @param loss of each example
 */
record AffineOutput(Affine map, Loss loss) implements OutputLayer {
    private static final int ROWS = 128;

    @Override
    public int inputWidth() {
        return map.inputWidth();
    }

    /**
     * Writes the losses of the pass' chunk, from {@code lossesAt} on.
     *
     * @param x what reaches this layer, rows × input width
     */
    void losses(Pass pass, float[] w, float[] x, float[] losses, int lossesAt) {
        float[] outputs = pass.scratch(0, ROWS * map.outputWidth());
        for (int from = 0; from < pass.rows(); from += ROWS) {
            int to = Math.min(pass.rows(), from + ROWS);
            map.forward(pass, w, to - from, x, from * map.inputWidth(), outputs);
            loss.apply(pass, from, to, outputs, map.outputWidth(), losses, lossesAt, 0f, null);
        }
    }

    /**
     * Writes the same losses, adds the gradient of wanted parameters to {@code gradient}, and
     * writes that of x into {@code dx} unless that is null.
     *
     * @param scale of the sum of losses whose gradient this is
     * @param weights what each loss counts in it, from {@code lossesAt} on; null: 1
     */
    void gradient(
            Pass pass,
            float[] w,
            float[] x,
            float[] losses,
            int lossesAt,
            float scale,
            float @Nullable [] weights,
            float @Nullable [] dx,
            float[] gradient,
            IndexSet wanted) {
        int in = map.inputWidth();
        float[] outputs = pass.scratch(0, ROWS * map.outputWidth());
        for (int from = 0; from < pass.rows(); from += ROWS) {
            int to = Math.min(pass.rows(), from + ROWS);
            int rows = to - from;
            map.forward(pass, w, rows, x, from * in, outputs);
            loss.apply(
                    pass, from, to, outputs, map.outputWidth(), losses, lossesAt, scale, weights);
            map.addGradient(pass, rows, x, from * in, outputs, gradient, wanted);
            if (dx != null) {
                map.inputGradient(pass, w, rows, outputs, dx, from * in);
            }
        }
    }
}
