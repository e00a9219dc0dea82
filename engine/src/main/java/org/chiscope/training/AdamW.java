package org.chiscope.training;

import org.chiscope.network.ParameterLayout;

/** AdamW (Loshchilov and Hutter, 2019, algorithm 2) with clipping of the gradient's norm. */
final class AdamW {
    private final OptimizerSettings settings;
    private final ParameterLayout layout;
    private final float[] mean;
    private final float[] square;

    AdamW(OptimizerSettings settings, ParameterLayout layout, float[] mean, float[] square) {
        this.settings = settings;
        this.layout = layout;
        this.mean = mean;
        this.square = square;
    }

    /** First moments, length d; live. */
    float[] mean() {
        return mean;
    }

    /** Second moments, length d; live. */
    float[] square() {
        return square;
    }

    /**
     * Moves {@code w} by step number {@code step} = 0, 1, … down {@code gradient}, both length d.
     */
    void step(long step, float[] w, float[] gradient) {
        double norm = 0;
        for (float g : gradient) {
            norm += (double) g * g;
        }
        norm = Math.sqrt(norm);
        float clip = (float) (norm > settings.clipNorm() ? settings.clipNorm() / norm : 1.0);
        double rate = settings.learningRate(step);
        double correction1 = 1 - Math.pow(settings.beta1(), step + 1.0);
        double correction2 = 1 - Math.pow(settings.beta2(), step + 1.0);
        float stepSize = (float) (rate / correction1);
        float rootScale = (float) (1 / Math.sqrt(correction2));
        float b1 = (float) settings.beta1();
        float b2 = (float) settings.beta2();
        float epsilon = (float) settings.epsilon();
        for (ParameterLayout.Tensor tensor : layout.tensors()) {
            float keep =
                    tensor.shape().length > 1 ? (float) (1 - rate * settings.weightDecay()) : 1f;
            for (int i = tensor.offset(); i < tensor.end(); i++) {
                float g = clip * gradient[i];
                mean[i] = b1 * mean[i] + (1 - b1) * g;
                square[i] = b2 * square[i] + (1 - b2) * g * g;
                float root = (float) Math.sqrt(square[i]) * rootScale + epsilon;
                w[i] = keep * w[i] - stepSize * mean[i] / root;
            }
        }
    }
}
