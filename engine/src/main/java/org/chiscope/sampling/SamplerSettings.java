package org.chiscope.sampling;

/**
 * Which sampler draws from the posterior of {@link PosteriorSettings}, and its settings. Every
 * implementation refuses values without meaning with one sentence.
 */
public sealed interface SamplerSettings
        permits SgldSettings,
                PreconditionedSgldSettings,
                SgnhtSettings,
                MalaSettings,
                HmcSettings,
                SpinFlipSettings,
                GaussianSettings {

    /** The sampler's name, as people write it. */
    String name();

    /**
     * The step size; what it means, and its unit, depends on the sampler. Positive; 1 without
     * meaning.
     */
    double stepSize();

    /** Whether the step size is a time, whose square is the ε of a Langevin step. */
    default boolean stepIsTime() {
        return false;
    }

    /** ε: the variance of a step's noise where nothing else is known. */
    default double stepVariance() {
        return stepIsTime() ? stepSize() * stepSize() : stepSize();
    }

    /** The same sampler with ε multiplied by {@code factor}. */
    default SamplerSettings withStepVarianceTimes(double factor) {
        return withStepSize(stepSize() * (stepIsTime() ? Math.sqrt(factor) : factor));
    }

    /** What is sampled from. */
    PosteriorSettings posterior();

    /** What a step's gradient is taken over. Metropolis-adjusted samplers take everything. */
    default MinibatchSettings minibatch() {
        return MinibatchSettings.WHOLE;
    }

    /**
     * Refuses a schedule that this sampler cannot work with.
     *
     * @throws IllegalArgumentException with one sentence that says why
     */
    default void check(ChainSettings schedule) {}

    /** Whether steps are accepted or rejected, so that the draws have no discretisation bias. */
    boolean adjusted();

    /** Whether it flips spins; all other samplers follow gradients. */
    default boolean flipsSpins() {
        return false;
    }

    /** The same sampler with another step size; those without one stay as they are. */
    SamplerSettings withStepSize(double newStepSize);

    /** The same sampler for another posterior. */
    SamplerSettings withPosterior(PosteriorSettings newPosterior);

    /** The same sampler on other minibatches; adjusted samplers stay as they are. */
    default SamplerSettings withMinibatch(MinibatchSettings newMinibatch) {
        return this;
    }

    /** nβ, the inverse temperature, in 1/nats. */
    default double nBeta() {
        return posterior().nBeta();
    }

    /** γ, the strength of the pull to w*. */
    default double localization() {
        return posterior().localization();
    }
}
