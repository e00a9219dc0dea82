package org.chiscope.system;

import java.util.List;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.network.Component;

/**
 * What a sampler and an estimator see: parameters w near a checkpoint w*, the base loss L over a
 * sampling set, the losses of evaluation examples, components and patterns. Whether a network or a
 * physical system is behind it, they cannot tell. Thread-safe and immutable; the work is done in
 * {@link EnergyView}s, one a worker.
 */
public interface EnergySystem {

    /** What the rows of a response matrix follow, and what its columns perturb. */
    enum Rows {
        /**
         * Row C follows φ = L − L(w*) in the restricted ensemble of component C; column k mixes the
         * pattern into the data, ΔL_k = L_k − L.
         */
        COMPONENTS,
        /**
         * Row i follows φ_i = −ℓ_i of example i in the full ensemble; column k adds the pattern's
         * field, ΔL_k = L_k. A component is then one parameter, that of its example.
         */
        EXAMPLES
    }

    /** What the rows of its response matrix follow. */
    default Rows rows() {
        return Rows.COMPONENTS;
    }

    /** Whether parameters are spins ±1, whose views are {@link SpinView}s. */
    default boolean discrete() {
        return false;
    }

    /** Number of parameters d. */
    int dimension();

    /** A fresh copy of w*, length d. */
    float[] checkpoint();

    /** The components that have a row by default, in the order in which they are shown. */
    List<Component> components();

    /**
     * The component of that name, which may be any parameter's name or a union joined by {@code +}.
     *
     * @throws IllegalArgumentException with one sentence that lists the known names
     */
    Component component(String name);

    /** Number of evaluation examples, those of probe sets among them. */
    int examples();

    /**
     * How many of them, the first ones, q consists of: L is the mean of their losses. The others
     * belong to probe sets, which patterns can hold though q does not.
     */
    default int baseExamples() {
        return examples();
    }

    /**
     * From how many examples, the first ones, a pattern's perturbation takes mass: q, or nothing.
     */
    default int mixedExamples() {
        return rows() == Rows.COMPONENTS ? baseExamples() : 0;
    }

    /**
     * The context (sequence) of each evaluation example, 0 … contexts − 1, ascending: the unit that
     * the data standard error resamples.
     */
    int[] contextOfExample();

    /** The patterns, over the evaluation examples, in the order in which they are shown. */
    List<Pattern> patterns();

    /**
     * Whether minibatches come from the evaluation set itself: only then is it the same posterior
     * that {@link #perturbed} perturbs.
     */
    default boolean samplesEvaluationSet() {
        return true;
    }

    /**
     * The same system with L + Σ_z mass_z ℓ_z in place of L wherever it is sampled, ℓ_z being the
     * losses of the evaluation examples: for q_h = q + Σ_k h_k (q_k − q) the mass of z is Σ_k h_k
     * (q_k − q)(z). Where L is a mean over data, the evaluation set becomes the sampling set as
     * well. Everything else stays, the losses of evaluation examples among it.
     *
     * @param mass one an evaluation example, of any sign; zeros change nothing but the sampling set
     * @throws IllegalArgumentException with one sentence if there is not one number an example
     */
    EnergySystem perturbed(double[] mass);

    /**
     * A view for one worker in which only {@code moving} parameters differ from w*; computations
     * below them may be done once and kept.
     *
     * @param batchSize minibatch size of {@link EnergyView#minibatchGradient} in units of the
     *     sampling set (contexts for a language model, examples otherwise)
     */
    EnergyView view(IndexSet moving, int batchSize);
}
