package org.chiscope.sampling;

import org.chiscope.math.RandomStream;
import org.chiscope.system.EnergyView;

/**
 * The heat that minibatch noise adds to SGLD, which no Metropolis check sees: (ε/4)(nβ)² Var(∇L_B),
 * the variance that the gradient noise adds to a step, in units of the variance ε that the step is
 * meant to have.
 */
public final class MinibatchHeat {
    private static final int STREAM = -1; // no chain has this number

    private MinibatchHeat() {}

    /**
     * The heat at w*, averaged over the moving coordinates; small against 1 in a sound setting, and
     * exactly 0 where every step takes the whole sampling set. NaN for Gaussian draws, which take
     * no step.
     *
     * @param view of the plan's system, with the plan's moving parameters and batch size
     * @param plan which coordinates and sampler; its chain number plays no role
     * @param batches number of minibatches, at least 2
     */
    public static double measure(EnergyView view, ChainPlan plan, int batches) {
        if (batches < 2) {
            throw new IllegalArgumentException(
                    "The minibatch heat needs at least 2 minibatches, but got " + batches + ".");
        }
        SamplerSettings sampler = plan.sampler();
        if (sampler instanceof GaussianSettings) {
            return Double.NaN;
        }
        if (sampler.minibatch().whole()) {
            return 0;
        }
        LocalPosterior target = new LocalPosterior(view, plan);
        float[] anchor = target.anchor();
        float[] gradient = new float[anchor.length];
        double[] mean = new double[anchor.length];
        double squares = 0;
        for (int batch = 0; batch < batches; batch++) {
            RandomStream random =
                    RandomStream.of(
                            plan.seed(),
                            RandomStream.hash(plan.ensemble().name()),
                            STREAM,
                            batch,
                            ChainPlan.Purpose.MINIBATCH.key);
            target.minibatch(anchor, random, gradient);
            for (int i = 0; i < mean.length; i++) {
                double away = gradient[i] - mean[i];
                mean[i] += away / (batch + 1);
                squares += away * (gradient[i] - mean[i]);
            }
        }
        double variance = squares / (batches - 1.0) / mean.length;
        // The preconditioner is taken as 1.
        return 0.25 * sampler.stepVariance() * sampler.nBeta() * sampler.nBeta() * variance;
    }
}
