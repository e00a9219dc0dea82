package org.chiscope.experiment;

import java.util.List;
import java.util.function.Supplier;
import org.chiscope.math.IndexSet;
import org.chiscope.response.Estimate;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;

/**
 * How far plain SGLD's covariance (route 1) lies from its own response to a perturbation (routes 2
 * and 3), to first order in the step size ε: route 2 − route 1 = (ε/4) ⟨∇_v L · ∇_v ΔL_k⟩.
 *
 * <p>A step moves v by −(ε/2)∇U and N(0, ε), so the covariance of two functions falls within a step
 * from C(0) to C(1) ≈ C(0) − (ε/2)⟨∇f · ∇g⟩ (the chain's Dirichlet form); and the response of the
 * discrete chain is nβ times the mean of C(0) and C(1) with its sign. For a loss that is quadratic
 * this gives theory.md's factors 1 − ε(p_i + p_j)/4 and, for the linear part, 1 − εP/4. The heat of
 * minibatches is not in it.
 */
final class LangevinBias {
    private final EnergySystem system;
    private final IndexSet moving;
    private final float[] checkpoint;
    private final EnergyView base;

    /**
     * @param system whose evaluation set is its sampling set
     * @param moving the component's parameters
     */
    LangevinBias(EnergySystem system, IndexSet moving) {
        this.system = system;
        this.moving = moving;
        checkpoint = system.checkpoint();
        base = system.view(moving, 0);
    }

    /**
     * That of a component's cell, from where its chains ended, in nats²; 0 for samplers without
     * such a bias, and unknown for those of which it is not known.
     *
     * @param mass of the pattern, or of a perturbation Σ_k h_k (q_k − q)
     * @param positions of the component's chains; asked for only where they matter
     */
    static Estimate stated(
            EnergySystem system,
            IndexSet moving,
            double[] mass,
            Supplier<List<float[]>> positions,
            SamplerSettings sampler) {
        if (sampler instanceof SgldSettings) {
            return new LangevinBias(system.perturbed(new double[mass.length]), moving)
                    .of(mass, positions.get(), sampler.stepVariance());
        }
        return sampler.adjusted() || sampler.flipsSpins()
                ? new Estimate(0, 0, Double.NaN, 0)
                : Estimate.UNKNOWN;
    }

    /**
     * Of one cell, in nats².
     *
     * @param mass of the pattern: q_k − q
     * @param positions of the component's chains, at least two for an error
     * @param stepSize ε
     */
    Estimate of(double[] mass, List<float[]> positions, double stepSize) {
        EnergyView shifted = system.perturbed(mass).view(moving, 0);
        float[] parameters = checkpoint.clone();
        float[] gradient = new float[moving.size()];
        float[] other = new float[moving.size()];
        double mean = 0;
        double squares = 0;
        for (int c = 0; c < positions.size(); c++) {
            moving.scatter(positions.get(c), parameters);
            base.fullGradient(parameters, gradient);
            shifted.fullGradient(parameters, other);
            double product = 0;
            for (int i = 0; i < gradient.length; i++) {
                product += gradient[i] * ((double) other[i] - gradient[i]);
            }
            double away = product - mean;
            mean += away / (c + 1);
            squares += away * (product - mean);
        }
        int count = positions.size();
        double factor = 0.25 * stepSize;
        return new Estimate(
                factor * mean,
                count < 2 ? Double.NaN : factor * Math.sqrt(squares / (count - 1.0) / count),
                Double.NaN,
                count);
    }
}
