package org.chiscope.network;

import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Turns a network's outputs into one loss an example, in nats, and its gradient. */
public enum Loss {
    /** −log softmax(output)[next token]. */
    NEXT_TOKEN {
        @Override
        void apply(
                Pass pass,
                int from,
                int to,
                float[] outputs,
                int width,
                float[] losses,
                int lossesAt,
                float gradientScale,
                float @Nullable [] weights) {
            Batch.Tokens batch = (Batch.Tokens) pass.batch;
            IntUnaryOperator next =
                    row -> {
                        int unit = pass.firstUnit + row / pass.rowsPerUnit;
                        int position = row % pass.rowsPerUnit;
                        return batch.tokens()[unit * batch.length() + position + 1];
                    };
            crossEntropies(
                    pass, from, to, outputs, width, losses, lossesAt, gradientScale, weights, next);
        }
    },
    /** −log softmax(output)[class]. */
    CROSS_ENTROPY {
        @Override
        void apply(
                Pass pass,
                int from,
                int to,
                float[] outputs,
                int width,
                float[] losses,
                int lossesAt,
                float gradientScale,
                float @Nullable [] weights) {
            int[] labels = ((Batch.Classified) pass.batch).labels();
            crossEntropies(
                    pass,
                    from,
                    to,
                    outputs,
                    width,
                    losses,
                    lossesAt,
                    gradientScale,
                    weights,
                    row -> labels[pass.firstUnit + row]);
        }
    },
    /** ½‖target − output‖²: −log p up to a constant for a Gaussian of unit variance. */
    SQUARED_ERROR {
        @Override
        void apply(
                Pass pass,
                int from,
                int to,
                float[] outputs,
                int width,
                float[] losses,
                int lossesAt,
                float gradientScale,
                float @Nullable [] weights) {
            Batch.Pairs batch = (Batch.Pairs) pass.batch;
            for (int row = from; row < to; row++) {
                int at = (row - from) * width;
                int targetAt = (pass.firstUnit + row) * width;
                float scale = scale(gradientScale, weights, lossesAt + row);
                double sum = 0;
                for (int j = 0; j < width; j++) {
                    double error = (double) outputs[at + j] - batch.targets()[targetAt + j];
                    sum += error * error;
                    outputs[at + j] = (float) (scale * error);
                }
                losses[lossesAt + row] = (float) (0.5 * sum);
            }
        }
    };

    /**
     * Writes the losses of some rows of the pass' chunk to {@code losses}, and replaces {@code
     * outputs} by the gradient of {@code gradientScale} times their sum (unspecified values if that
     * scale is zero).
     *
     * @param from first of the rows, up to {@code to}
     * @param outputs of these rows
     * @param lossesAt place of the chunk's first example in {@code losses} and {@code weights}
     * @param weights what each loss counts in that sum; null: 1
     */
    abstract void apply(
            Pass pass,
            int from,
            int to,
            float[] outputs,
            int width,
            float[] losses,
            int lossesAt,
            float gradientScale,
            float @Nullable [] weights);

    /**
     * {@link #apply} of −log softmax(output)[target].
     *
     * @param target of each row
     */
    private static void crossEntropies(
            Pass pass,
            int from,
            int to,
            float[] outputs,
            int width,
            float[] losses,
            int lossesAt,
            float gradientScale,
            float @Nullable [] weights,
            IntUnaryOperator target) {
        for (int row = from; row < to; row++) {
            int at = (row - from) * width;
            int wanted = target.applyAsInt(row);
            int example = lossesAt + row;
            losses[example] =
                    gradientScale == 0f
                            ? pass.kernels.crossEntropy(outputs, at, width, wanted)
                            : pass.kernels.crossEntropyGradient(
                                    outputs,
                                    at,
                                    width,
                                    wanted,
                                    scale(gradientScale, weights, example));
        }
    }

    private static float scale(float gradientScale, float @Nullable [] weights, int example) {
        return weights == null ? gradientScale : gradientScale * weights[example];
    }
}
