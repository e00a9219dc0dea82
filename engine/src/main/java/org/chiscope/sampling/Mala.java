package org.chiscope.sampling;

import org.chiscope.math.RandomStream;

/**
 * The Metropolis-adjusted Langevin algorithm in two pure steps, {@link #init} and {@link #step}
 * (Roberts and Tweedie, 1996): propose v′ ~ N(v + (ε/2) ∇log p(v), ε), accept with probability
 * min(1, p(v′) q(v | v′) / (p(v) q(v′ | v))). Exact at every step size; energies are those of the
 * whole sampling set.
 */
final class Mala {

    private Mala() {}

    /** What the next step needs: v, and L and ∇_v L there. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record State(float[] position, double loss, float[] gradient) {}

    /**
     * What a person wants to know of a step.
     *
     * @param acceptance probability with which the proposal was accepted
     * @param accepted whether it was
     */
    @SuppressWarnings("AvoidCommonTypeNames") // as in BlackJAX, whose habit this is
    record Info(double acceptance, boolean accepted) {}

    /** A step's state and what it tells. */
    record Step(State state, Info info) {}

    /** The state at {@code position}: a function of it alone. */
    static State init(LocalPosterior target, float[] position) {
        float[] gradient = new float[target.dimension()];
        double loss = target.full(position, gradient);
        return new State(position, loss, gradient);
    }

    /**
     * One step.
     *
     * @param noise the stream of the proposal
     * @param accept the stream of the decision
     */
    static Step step(
            LocalPosterior target,
            MalaSettings settings,
            State state,
            RandomStream noise,
            RandomStream accept) {
        double stepSize = settings.stepSize();
        float[] proposal =
                Langevin.move(target, state.position(), state.gradient(), stepSize, noise);
        State proposed = init(target, proposal);
        double acceptance =
                Langevin.acceptance(
                        target,
                        state.loss(),
                        state.position(),
                        state.gradient(),
                        proposed.loss(),
                        proposal,
                        proposed.gradient(),
                        stepSize);
        boolean accepted = accept.nextDouble() < acceptance;
        return new Step(accepted ? proposed : state, new Info(acceptance, accepted));
    }
}
