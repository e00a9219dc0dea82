package org.chiscope.sampling;

/**
 * The contract of all samplers: two pure functions, {@link #init} and {@link #step}, after
 * BlackJAX. All randomness comes from the {@link StepContext}, all memory is in the {@link
 * SamplerState}: a chain that is stored and restored goes on to the last bit.
 */
sealed interface Sampler
        permits Sgld,
                PreconditionedSgld,
                Sgnht,
                Mala,
                Hmc,
                MetropolisFlips,
                WolffFlips,
                GaussianDraws {

    /** The sampler with these settings. */
    static Sampler of(SamplerSettings settings) {
        return switch (settings) {
            case SgldSettings s -> new Sgld(s);
            case PreconditionedSgldSettings s -> new PreconditionedSgld(s);
            case SgnhtSettings s -> new Sgnht(s);
            case MalaSettings s -> new Mala(s);
            case HmcSettings s -> new Hmc(s);
            case SpinFlipSettings s -> s.clusters() ? new WolffFlips() : new MetropolisFlips();
            case GaussianSettings s -> new GaussianDraws(of(s.base()));
        };
    }

    /** The state at {@code position}, before the first step. */
    default SamplerState init(float[] position) {
        return SamplerState.at(position);
    }

    /** One step. */
    Step step(LocalPosterior target, SamplerState state, StepContext context);

    /**
     * Whether the burn-in that ends with {@code state} left a sampler that learns from it with
     * nothing to go on with.
     */
    default boolean stuck(SamplerState state) {
        return false;
    }

    /** A step's state, and what it tells. */
    record Step(SamplerState state, Info info) {}

    /**
     * What a person wants to know of a step.
     *
     * @param loss L_B before the step, or, for adjusted samplers, L after it; nats. 0 where a step
     *     evaluates none: the losses of the draw itself are looked at anyway
     * @param acceptance Metropolis acceptance probability: of the proposal, or, for samplers that
     *     accept every step, the one that the step would have had on its own minibatch; NaN where
     *     it was not asked for, or has no meaning
     */
    @SuppressWarnings("AvoidCommonTypeNames") // as in BlackJAX, whose habit this is
    record Info(double loss, double acceptance) {}
}
