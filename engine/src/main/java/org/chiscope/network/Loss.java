package org.chiscope.network;

import org.chiscope.math.Kernels;
import org.jspecify.annotations.Nullable;

/** Turns a network's outputs into one loss an example, in nats, and its gradient. */
enum Loss {
    /** −log softmax(output)[next token]. */
    NEXT_TOKEN {
        @Override
        void apply(
                Pass pass,
                float[] outputs,
                int width,
                float[] losses,
                int lossesAt,
                float gradientScale,
                float @Nullable [] weights) {
            Batch.Tokens batch = (Batch.Tokens) pass.batch;
            Kernels kernels = pass.kernels;
            int row = 0;
            for (int c = pass.firstUnit; c < pass.firstUnit + pass.units; c++) {
                for (int t = 1; t <= pass.rowsPerUnit; t++, row++) {
                    int at = row * width;
                    int target = at + batch.tokens()[c * batch.length() + t];
                    float maximum = kernels.maximum(outputs, at, width);
                    float aim = outputs[target] - maximum;
                    float sum = kernels.exponentials(outputs, at, width, maximum);
                    losses[lossesAt + row] = (float) (Math.log(sum) - aim);
                    float scale = scale(gradientScale, weights, lossesAt + row);
                    if (gradientScale != 0f) {
                        float factor = scale / sum;
                        for (int j = at; j < at + width; j++) {
                            outputs[j] *= factor;
                        }
                        outputs[target] -= scale;
                    }
                }
            }
        }
    },
    /** ½‖target − output‖²: −log p up to a constant for a Gaussian of unit variance. */
    SQUARED_ERROR {
        @Override
        void apply(
                Pass pass,
                float[] outputs,
                int width,
                float[] losses,
                int lossesAt,
                float gradientScale,
                float @Nullable [] weights) {
            Batch.Pairs batch = (Batch.Pairs) pass.batch;
            for (int row = 0; row < pass.rows(); row++) {
                int targetAt = (pass.firstUnit + row) * width;
                float scale = scale(gradientScale, weights, lossesAt + row);
                double sum = 0;
                for (int j = 0; j < width; j++) {
                    double error =
                            (double) outputs[row * width + j] - batch.targets()[targetAt + j];
                    sum += error * error;
                    outputs[row * width + j] = (float) (scale * error);
                }
                losses[lossesAt + row] = (float) (0.5 * sum);
            }
        }
    };

    /**
     * Writes the loss of each example of the pass' chunk to {@code losses}, and replaces {@code
     * outputs} by the gradient of {@code gradientScale} times their sum (unspecified values if that
     * scale is zero).
     *
     * @param lossesAt place of the chunk's first example in {@code losses} and {@code weights}
     * @param weights what each loss counts in that sum; null: 1
     */
    abstract void apply(
            Pass pass,
            float[] outputs,
            int width,
            float[] losses,
            int lossesAt,
            float gradientScale,
            float @Nullable [] weights);

    private static float scale(float gradientScale, float @Nullable [] weights, int example) {
        return weights == null ? gradientScale : gradientScale * weights[example];
    }
}
