package org.chiscope.network;

import org.chiscope.math.IndexSet;
import org.chiscope.math.Kernels;
import org.jspecify.annotations.Nullable;

/**
 * Normalisation of rows: LayerNorm (Ba et al., 2016: with a mean and a bias) or RMSNorm (Zhang and
 * Sennrich, 2019: neither).
 *
 * @param weight scale, [width]
 * @param bias shift of LayerNorm, [width]; null for RMSNorm
 * @param epsilon added to the mean square
 */
record Norm(ParameterLayout.Tensor weight, ParameterLayout.@Nullable Tensor bias, float epsilon) {

    int width() {
        return weight.size();
    }

    boolean touches(IndexSet moving) {
        return Layer.touches(moving, weight) || (bias != null && Layer.touches(moving, bias));
    }

    /**
     * y = (x − mean) / deviation · weight + bias.
     *
     * @param centred receives (x − mean) / deviation, rows × width
     * @param scale receives 1 / deviation of each row
     */
    void forward(
            Kernels kernels,
            float[] w,
            int rows,
            float[] x,
            float[] y,
            float[] centred,
            float[] scale) {
        int n = width();
        int shift = bias == null ? -1 : bias.offset();
        for (int row = 0; row < rows; row++) {
            scale[row] =
                    kernels.normalize(
                            x, row * n, n, w, weight.offset(), shift, epsilon, centred, y);
        }
    }

    /**
     * Adds the gradient of wanted parameters to {@code gradient} and, if {@code dx} is not null,
     * that of x to {@code dx}.
     */
    void backward(
            Kernels kernels,
            float[] w,
            int rows,
            float[] centred,
            float[] scale,
            float[] dy,
            float @Nullable [] dx,
            float[] gradient,
            IndexSet wanted) {
        int n = width();
        boolean weightWanted = Layer.touches(wanted, weight);
        if (bias != null && Layer.touches(wanted, bias)) {
            Affine.addColumnSums(kernels, rows, n, dy, gradient, bias.offset());
        }
        for (int row = 0; row < rows; row++) {
            int at = row * n;
            if (weightWanted) {
                kernels.addProducts(dy, at, centred, at, gradient, weight.offset(), n);
            }
            if (dx == null) {
                continue;
            }
            kernels.normalizeGradient(
                    dy, at, n, w, weight.offset(), bias != null, scale[row], centred, dx);
        }
    }
}
