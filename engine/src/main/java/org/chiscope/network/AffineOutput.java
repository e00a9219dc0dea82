package org.chiscope.network;

import java.util.Arrays;
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
        float[] read = read(pass, x);
        float[] outputs = outputs(pass);
        for (int from = 0; from < pass.examples(); from += ROWS) {
            int to = Math.min(pass.examples(), from + ROWS);
            map.forward(pass, w, to - from, read, from * map.inputWidth(), outputs);
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
        float[] read = read(pass, x);
        float[] dRead = dx == null ? null : gradientOfRead(pass, dx);
        float[] outputs = outputs(pass);
        for (int from = 0; from < pass.examples(); from += ROWS) {
            int to = Math.min(pass.examples(), from + ROWS);
            int rows = to - from;
            map.forward(pass, w, rows, read, from * in, outputs);
            loss.apply(
                    pass, from, to, outputs, map.outputWidth(), losses, lossesAt, scale, weights);
            map.addGradient(pass, rows, read, from * in, outputs, gradient, wanted);
            if (dRead != null) {
                map.inputGradient(pass, w, rows, outputs, dRead, from * in);
            }
        }
        if (dx != null && dRead != null && dRead != dx) {
            Arrays.fill(dx, 0, pass.rows() * in, 0f);
            for (int example = 0; example < pass.examples(); example++) {
                System.arraycopy(dRead, example * in, dx, lastRow(pass, example) * in, in);
            }
        }
    }

    /**
     * Writes what the map puts out for each example of the pass' chunk.
     *
     * @param outputs receives examples × output width from {@code at} on
     */
    void outputs(Pass pass, float[] w, float[] x, float[] outputs, int at) {
        float[] read = read(pass, x);
        float[] some = outputs(pass);
        for (int from = 0; from < pass.examples(); from += ROWS) {
            int rows = Math.min(pass.examples(), from + ROWS) - from;
            map.forward(pass, w, rows, read, from * map.inputWidth(), some);
            System.arraycopy(
                    some, 0, outputs, at + from * map.outputWidth(), rows * map.outputWidth());
        }
    }

    private float[] outputs(Pass pass) {
        return pass.scratch(Pass.FREE_SLOT, ROWS * map.outputWidth());
    }

    /** One row an example: all of {@code x}, or the last row of each unit. */
    private float[] read(Pass pass, float[] x) {
        if (pass.examples() == pass.rows()) {
            return x;
        }
        int in = map.inputWidth();
        float[] read = pass.scratch(Pass.READ_SLOT, pass.examples() * in);
        for (int example = 0; example < pass.examples(); example++) {
            System.arraycopy(x, lastRow(pass, example) * in, read, example * in, in);
        }
        return read;
    }

    private float[] gradientOfRead(Pass pass, float[] dx) {
        return pass.examples() == pass.rows()
                ? dx
                : pass.scratch(Pass.READ_GRADIENT_SLOT, pass.examples() * map.inputWidth());
    }

    /** Where a unit has many rows, it has one example, which is read from the last of them. */
    private static int lastRow(Pass pass, int example) {
        return (example + 1) * pass.rowsPerUnit - 1;
    }
}
