package org.chiscope.sampling;

/**
 * The Metropolis-adjusted Langevin algorithm (Roberts and Tweedie, 1996): propose v′ ~ N(v + (ε/2)
 * ∇log p(v), ε), accept with probability min(1, p(v′) q(v | v′) / (p(v) q(v′ | v))). Exact at every
 * step size; energies are those of the whole sampling set.
 */
record Mala(MalaSettings settings) implements Sampler {

    @Override
    public Step step(LocalPosterior target, SamplerState state, StepContext context) {
        Langevin.Scale scale = new Langevin.Scale(settings.stepSize(), null);
        SamplerState.Energy energy = target.energy(state);
        float[] unfolded =
                Langevin.move(
                        target,
                        state.position(),
                        energy.gradient(),
                        scale,
                        context.stream(ChainPlan.Purpose.NOISE));
        float[] proposal = target.reflected(unfolded);
        SamplerState.Energy proposed = SamplerState.Energy.at(target, proposal);
        double acceptance =
                Langevin.acceptance(
                        target, state.position(), energy, unfolded, proposal, proposed, scale);
        boolean accepted = context.stream(ChainPlan.Purpose.ACCEPT).nextDouble() < acceptance;
        return new Step(
                accepted ? state.moved(proposal, proposed) : state.moved(state.position(), energy),
                new Info(accepted ? proposed.loss() : energy.loss(), acceptance));
    }
}
