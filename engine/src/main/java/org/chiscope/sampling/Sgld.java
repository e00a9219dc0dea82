package org.chiscope.sampling;

/**
 * Stochastic gradient Langevin dynamics: v ← v − (ε/2)(nβ ∇L_B(w) + γ(v − v*)) + N(0, ε) (Welling
 * and Teh, 2011; Lau et al., arXiv:2308.12108).
 *
 * <p>On a quadratic of curvature P (prior included) the variance of full-batch SGLD is 1/(P(1 −
 * εP/4)), not 1/P; minibatches add further heat, see {@link MinibatchHeat}.
 */
record Sgld(SgldSettings settings) implements Sampler {

    @Override
    public Step step(LocalPosterior target, SamplerState state, StepContext context) {
        return Langevin.unadjusted(
                target,
                state,
                context,
                target.stochastic(state.position(), context),
                new Langevin.Scale(settings.stepSize(), null));
    }
}
