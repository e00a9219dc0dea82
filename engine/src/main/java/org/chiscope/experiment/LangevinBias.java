package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.response.Estimate;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;

/**
 * How far plain SGLD's covariance (route 1) lies from its own response to a perturbation of the
 * data (route 2), to first order in the step size ε: route 2 − route 1, in nats². Two things part
 * them.
 *
 * <p><em>The step.</em> It moves v by −(ε/2)∇U and N(0, ε), so the covariance of two functions
 * falls within a step from C(0) to C(1) ≈ C(0) − (ε/2)⟨∇f · ∇g⟩ (the chain's Dirichlet form); and
 * the response of the discrete chain is nβ times the mean of C(0) and C(1) with its sign, which
 * leaves (ε/4) ⟨∇_v L · ∇_v ΔL_k⟩. For a loss that is quadratic this gives theory.md's factors 1 −
 * ε(p_i + p_j)/4 and, for the linear part, 1 − εP/4. Route 3 differs alike.
 *
 * <p><em>The heat of minibatches.</em> With n = ∇L_B − ∇L a step's noise has the variance ε(1 + E),
 * E = (ε/4)(nβ)² ⟨nnᵀ⟩. Where L and ΔL_k are quadratic and all directions relax in the time τ, it
 * raises the covariance by τ (ε/4)(nβ)² ⟨(n·∇L)(n·∇ΔL_k)⟩ more than the response. And perturbed
 * data have another heat, dE/dh_k = (ε/2)(nβ)² ⟨n n_kᵀ⟩ with n_k = ∇ΔL_{k,B} − ∇ΔL_k, which moves
 * ⟨L⟩/nβ by τ (ε/2) nβ ⟨n·∇²L n_k⟩. Both have the sign opposite to what they are added to. Here τ =
 * Var(L) ÷ (⟨|∇L|²⟩ + |⟨∇L⟩|²), the component's own. They may be many times what the mean heat over
 * coordinates ({@link org.chiscope.sampling.MinibatchHeat}) suggests: minibatches are noisy where
 * the loss is steep and curved. Route 3 differs in another way, since E grows with nβ.
 */
final class LangevinBias {
    /** Minibatches at each position: their error is then below that over positions. */
    private static final int MINIBATCHES = 100;

    /** Length of the way over which a gradient's difference tells the curvature. */
    private static final double CURVATURE_STEP = 0.05;

    private static final long STREAM = RandomStream.hash("heat of a cell");
    private static final Estimate NONE = new Estimate(0, 0, Double.NaN, 0);

    private final EnergySystem system;
    private final IndexSet moving;
    private final float[] checkpoint;
    private final EnergyView base;

    /**
     * @param system whose evaluation set is its sampling set
     * @param moving the component's parameters
     */
    LangevinBias(EnergySystem system, IndexSet moving) {
        this.system = system.perturbed(new double[system.examples()]);
        this.moving = moving;
        checkpoint = system.checkpoint();
        base = this.system.view(moving, 0);
    }

    /**
     * The bias of every sampler where it is none or not known; only that of SGLD has to be
     * measured.
     */
    static Optional<Estimate> known(SamplerSettings sampler) {
        if (sampler instanceof SgldSettings) {
            return Optional.empty();
        }
        return Optional.of(sampler.adjusted() || sampler.flipsSpins() ? NONE : Estimate.UNKNOWN);
    }

    /**
     * The step's part.
     *
     * @param mass of the pattern, q_k − q, or of a perturbation Σ_k h_k (q_k − q)
     * @param positions of the component's chains, at least two for an error
     * @param stepSize ε
     */
    Estimate ofStep(double[] mass, List<float[]> positions, double stepSize) {
        double[] values = new double[positions.size()];
        Gradients gradients = new Gradients(List.of(mass));
        for (int c = 0; c < values.length; c++) {
            gradients.at(positions.get(c));
            values[c] = 0.25 * stepSize * dot(gradients.loss, gradients.contrasts[0]);
        }
        return mean(values);
    }

    /**
     * Both parts, one estimate a mass.
     *
     * @param masses of patterns or of perturbations
     * @param positions of the component's chains, at least two for an error
     * @param variance Var(L) of its draws, nats²
     * @param cancelled read often
     * @return what is known by then: {@link Estimate#UNKNOWN} if it was cancelled
     */
    List<Estimate> of(
            List<double[]> masses,
            List<float[]> positions,
            SgldSettings sampler,
            double variance,
            BooleanSupplier cancelled) {
        int count = positions.size();
        double[][] steps = new double[masses.size()][count];
        double[][] heats = new double[masses.size()][count];
        double squares = 0;
        double[] sum = new double[moving.size()];
        Gradients gradients = new Gradients(masses);
        Heat heat = sampler.minibatch().whole() ? null : new Heat(masses, sampler);
        for (int c = 0; c < count; c++) {
            gradients.at(positions.get(c));
            squares += dot(gradients.loss, gradients.loss);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += gradients.loss[i];
            }
            for (int k = 0; k < steps.length; k++) {
                steps[k][c] =
                        0.25 * sampler.stepSize() * dot(gradients.loss, gradients.contrasts[k]);
            }
            for (int batch = 0; heat != null && batch < MINIBATCHES; batch++) {
                if (cancelled.getAsBoolean()) {
                    return Collections.nCopies(masses.size(), Estimate.UNKNOWN);
                }
                double[] one = heat.at(positions.get(c), c, batch, gradients);
                for (int k = 0; k < one.length; k++) {
                    heats[k][c] += one[k] / MINIBATCHES;
                }
            }
        }
        double ofMean = -squares; // |Σ∇L|² from pairs of different chains alone
        for (double coordinate : sum) {
            ofMean += coordinate * coordinate;
        }
        double steep = squares / count + Math.max(0, count < 2 ? 0 : ofMean / count / (count - 1));
        double relaxation = steep == 0 ? 0 : variance / steep;
        List<Estimate> all = new ArrayList<>();
        for (int k = 0; k < steps.length; k++) {
            for (int c = 0; c < count; c++) {
                steps[k][c] += relaxation * heats[k][c];
            }
            all.add(mean(steps[k]));
        }
        return all;
    }

    /** ∇L and every ∇ΔL_k over all data. */
    private final class Gradients {
        private final List<EnergyView> shifted;
        private final float[] loss = new float[moving.size()];
        private final float[][] contrasts;

        Gradients(List<double[]> masses) {
            shifted = masses.stream().map(mass -> system.perturbed(mass).view(moving, 0)).toList();
            contrasts = new float[masses.size()][moving.size()];
        }

        void at(float[] position) {
            float[] parameters = checkpoint.clone();
            moving.scatter(position, parameters);
            base.fullGradient(parameters, loss);
            for (int k = 0; k < contrasts.length; k++) {
                shifted.get(k).fullGradient(parameters, contrasts[k]);
                subtract(contrasts[k], loss);
            }
        }
    }

    /** What one minibatch adds, and another that tells ∇²L. */
    private final class Heat {
        private final EnergyView batches;
        private final List<EnergyView> shifted;
        private final double factor;
        private final double nBeta;
        private final float[] parameters = checkpoint.clone();
        private final float[] noise = new float[moving.size()];
        private final float[] curved = new float[moving.size()];
        private final float[] other = new float[moving.size()];
        private final float[][] shifts;

        Heat(List<double[]> masses, SgldSettings sampler) {
            int size = sampler.minibatch().size();
            batches = system.view(moving, size);
            shifted =
                    masses.stream().map(mass -> system.perturbed(mass).view(moving, size)).toList();
            nBeta = sampler.nBeta();
            factor = 0.5 * sampler.stepSize() * nBeta / sampler.minibatch().accumulation();
            shifts = new float[masses.size()][moving.size()];
        }

        /** (ε/4)(nβ)² (n·∇L)(n·∇ΔL_k) + (ε/2) nβ n·∇²L n_k of each contrast. */
        double[] at(float[] position, int chain, int batch, Gradients gradients) {
            moving.scatter(position, parameters);
            batches.minibatchGradient(parameters, stream(chain, batch, 0), noise);
            for (int k = 0; k < shifts.length; k++) {
                shifted.get(k).minibatchGradient(parameters, stream(chain, batch, 0), shifts[k]);
                subtract(shifts[k], noise);
                subtract(shifts[k], gradients.contrasts[k]);
            }
            subtract(noise, gradients.loss);
            double size = CURVATURE_STEP / Math.max(Float.MIN_NORMAL, Math.sqrt(dot(noise, noise)));
            move(position, size);
            batches.minibatchGradient(parameters, stream(chain, batch, 1), curved);
            move(position, -size);
            batches.minibatchGradient(parameters, stream(chain, batch, 1), other);
            subtract(curved, other);
            double steep = 0.5 * nBeta * dot(noise, gradients.loss);
            double[] all = new double[shifts.length];
            for (int k = 0; k < all.length; k++) {
                all[k] =
                        factor
                                * (steep * dot(noise, gradients.contrasts[k])
                                        + dot(curved, shifts[k]) / (2 * size));
            }
            return all;
        }

        /** Sets the parameters so far along the noise. */
        private void move(float[] position, double size) {
            for (int i = 0; i < other.length; i++) {
                other[i] = (float) (position[i] + size * noise[i]);
            }
            moving.scatter(other, parameters);
        }

        private RandomStream stream(int chain, int batch, int purpose) {
            return RandomStream.of(STREAM, chain, batch, purpose);
        }
    }

    private static void subtract(float[] from, float[] what) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= what[i];
        }
    }

    private static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    /** The mean over chains and its standard error. */
    private static Estimate mean(double[] values) {
        int count = values.length;
        double mean = Arrays.stream(values).average().orElse(0);
        double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        return new Estimate(
                mean,
                count < 2 ? Double.NaN : Math.sqrt(squares / (count - 1.0) / count),
                Double.NaN,
                count);
    }
}
