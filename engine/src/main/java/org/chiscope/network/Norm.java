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
        for (int row = 0; row < rows; row++) {
            int at = row * n;
            float mean = 0f;
            if (bias != null) {
                float sum = 0f;
                for (int j = 0; j < n; j++) {
                    sum += x[at + j];
                }
                mean = sum / n;
            }
            for (int j = 0; j < n; j++) {
                centred[at + j] = x[at + j] - mean;
            }
            float square = kernels.dot(centred, at, centred, at, n) / n;
            float inverse = (float) (1.0 / Math.sqrt(square + epsilon));
            scale[row] = inverse;
            int weightAt = weight.offset();
            for (int j = 0; j < n; j++) {
                centred[at + j] *= inverse;
                y[at + j] = centred[at + j] * w[weightAt + j];
            }
            if (bias != null) {
                int biasAt = bias.offset();
                for (int j = 0; j < n; j++) {
                    y[at + j] += w[biasAt + j];
                }
            }
        }
    }

    /**
     * Adds the gradient of wanted parameters to {@code gradient} and, if {@code dx} is not null,
     * that of x to {@code dx}. Changes {@code dy}.
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
            Affine.addColumnSums(rows, n, dy, gradient, bias.offset());
        }
        for (int row = 0; row < rows; row++) {
            int at = row * n;
            if (weightWanted) {
                int to = weight.offset();
                for (int j = 0; j < n; j++) {
                    gradient[to + j] += dy[at + j] * centred[at + j];
                }
            }
            if (dx == null) {
                continue;
            }
            int weightAt = weight.offset();
            for (int j = 0; j < n; j++) {
                dy[at + j] *= w[weightAt + j];
            }
            float mean = 0f;
            if (bias != null) {
                float sum = 0f;
                for (int j = 0; j < n; j++) {
                    sum += dy[at + j];
                }
                mean = sum / n;
            }
            float projection = kernels.dot(dy, at, centred, at, n) / n;
            float inverse = scale[row];
            for (int j = 0; j < n; j++) {
                dx[at + j] += inverse * (dy[at + j] - mean - centred[at + j] * projection);
            }
        }
    }
}
