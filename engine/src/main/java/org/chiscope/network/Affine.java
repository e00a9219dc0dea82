package org.chiscope.network;

import org.chiscope.math.IndexSet;
import org.chiscope.math.Kernels;
import org.chiscope.math.Matrix;
import org.jspecify.annotations.Nullable;

/**
 * y = x·Wᵀ + b, for rows x.
 *
 * @param weight W, [output, input] as in PyTorch
 * @param bias b, [output], or null for none
 */
record Affine(ParameterLayout.Tensor weight, ParameterLayout.@Nullable Tensor bias) {

    int inputWidth() {
        return weight.shape()[1];
    }

    int outputWidth() {
        return weight.shape()[0];
    }

    boolean touches(IndexSet moving) {
        return Layer.touches(moving, weight) || (bias != null && Layer.touches(moving, bias));
    }

    /** Writes y, rows × output width. */
    void forward(Pass pass, float[] w, int rows, float[] x, float[] y) {
        forward(pass, w, rows, x, 0, y);
    }

    /** The same of rows of x from element {@code xAt} on. */
    void forward(Pass pass, float[] w, int rows, float[] x, int xAt, float[] y) {
        int in = inputWidth();
        int out = outputWidth();
        pass.kernels.multiply(
                rows,
                new Matrix(x, xAt, in),
                pass.packed(w, weight.offset(), in, out, in, true),
                new Matrix(y, 0, out),
                false);
        if (bias != null) {
            for (int row = 0; row < rows; row++) {
                pass.kernels.add(w, bias.offset(), y, row * out, out);
            }
        }
    }

    /** Adds the gradient of W and b to {@code gradient}, each if it is wanted. */
    void addGradient(
            Pass pass, int rows, float[] x, float[] dy, float[] gradient, IndexSet wanted) {
        addGradient(pass, rows, x, 0, dy, gradient, wanted);
    }

    /** The same of rows of x from element {@code xAt} on. */
    void addGradient(
            Pass pass,
            int rows,
            float[] x,
            int xAt,
            float[] dy,
            float[] gradient,
            IndexSet wanted) {
        int in = inputWidth();
        int out = outputWidth();
        if (Layer.touches(wanted, weight)) {
            pass.kernels.multiply(
                    true,
                    false,
                    out,
                    in,
                    rows,
                    new Matrix(dy, 0, out),
                    new Matrix(x, xAt, in),
                    new Matrix(gradient, weight.offset(), in),
                    true);
        }
        if (bias != null && Layer.touches(wanted, bias)) {
            addColumnSums(pass.kernels, rows, out, dy, gradient, bias.offset());
        }
    }

    /** Writes the gradient of x, rows × input width. */
    void inputGradient(Pass pass, float[] w, int rows, float[] dy, float[] dx) {
        inputGradient(pass, w, rows, dy, dx, 0);
    }

    /** The same for rows of x from element {@code dxAt} on. */
    void inputGradient(Pass pass, float[] w, int rows, float[] dy, float[] dx, int dxAt) {
        int in = inputWidth();
        int out = outputWidth();
        pass.kernels.multiply(
                rows,
                new Matrix(dy, 0, out),
                pass.packed(w, weight.offset(), in, in, out, false),
                new Matrix(dx, dxAt, in),
                false);
    }

    /**
     * Adds the sum of each column of {@code dy}, rows × width, to {@code gradient} from {@code at}.
     */
    static void addColumnSums(
            Kernels kernels, int rows, int width, float[] dy, float[] gradient, int at) {
        for (int row = 0; row < rows; row++) {
            kernels.add(dy, row * width, gradient, at, width);
        }
    }
}
