package org.chiscope.network;

import org.chiscope.math.FeatureMajor;
import org.jspecify.annotations.Nullable;

/**
 * All of a toy model of superposition: o = ReLU(Wᵀ W x + b) and ½‖target − o‖². It is so small that
 * to store anything between map and loss would take longer than to compute it: one kernel does all,
 * on examples stored by feature.
 *
 * @param weight W [2, features]
 * @param bias b [features]
 */
record TiedOutput(ParameterLayout.Tensor weight, ParameterLayout.Tensor bias)
        implements OutputLayer {
    @Override
    public int inputWidth() {
        return bias.size();
    }

    /** Writes the loss of each example of {@code batch}, whose inputs are the network's. */
    void losses(Pass pass, float[] w, Batch batch, float[] losses) {
        FeatureMajor examples = pass.evaluated(inputWidth());
        Batch.Pairs pairs = (Batch.Pairs) batch;
        examples.load(pairs.inputs(), pairs.targets(), 0, pairs.count());
        pass.kernels.tiedLosses(examples, w, weight.offset(), bias.offset(), losses, 0);
    }

    /**
     * Writes the gradient of Σ weight · loss ÷ divisor over examples {@code from} to {@code to}
     * (excluded), and returns that.
     *
     * @param weights one an example of the batch; null: 1
     */
    double gradient(
            Pass pass,
            float[] w,
            Batch batch,
            float @Nullable [] weights,
            int from,
            int to,
            int divisor,
            float[] gradient) {
        FeatureMajor examples = pass.sampled(inputWidth());
        Batch.Pairs pairs = (Batch.Pairs) batch;
        examples.load(pairs.inputs(), pairs.targets(), from, to - from);
        examples.weigh(weights);
        return pass.kernels.tiedGradient(
                        examples, w, weight.offset(), bias.offset(), 1f / divisor, gradient)
                / divisor;
    }
}
