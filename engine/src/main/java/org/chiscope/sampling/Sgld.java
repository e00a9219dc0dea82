package org.chiscope.sampling;

import java.util.function.Supplier;
import org.chiscope.math.RandomStream;

/**
 * Stochastic gradient Langevin dynamics in two pure steps, {@link #init} and {@link #step}: v ← v −
 * (ε/2)(nβ ∇L_B(w) + γ(v − v*)) + N(0, ε) (Welling and Teh, 2011; Lau et al., arXiv:2308.12108).
 *
 * <p>On a quadratic of curvature P (prior included) the variance of full-batch SGLD is 1/(P(1 −
 * εP/4)), not 1/P; minibatches add further heat, see {@link MinibatchHeat}.
 */
final class Sgld {

    private Sgld() {}

    /** What the next step needs: v. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record State(float[] position) {}

    /**
     * What a person wants to know of a step.
     *
     * @param loss L_B before the step, in nats
     * @param acceptance the Metropolis acceptance probability that the step would have had on its
     *     own minibatch, or NaN where it was not asked for
     */
    @SuppressWarnings("AvoidCommonTypeNames") // as in BlackJAX, whose habit this is
    record Info(double loss, double acceptance) {}

    /** A step's state and what it tells. */
    record Step(State state, Info info) {}

    /** The state at v*. */
    static State init(LocalPosterior target) {
        return new State(target.anchor());
    }

    /**
     * One step.
     *
     * @param minibatch gives, each time, the same fresh stream that chooses B
     * @param noise the stream of the Gaussian noise
     * @param withAcceptance whether to evaluate the acceptance, at the cost of one more gradient
     */
    static Step step(
            LocalPosterior target,
            SgldSettings settings,
            State state,
            Supplier<RandomStream> minibatch,
            RandomStream noise,
            boolean withAcceptance) {
        float[] gradient = new float[target.dimension()];
        double loss = gradient(target, settings, state.position(), minibatch, gradient);
        float[] moved =
                Langevin.move(target, state.position(), gradient, settings.stepSize(), noise);
        double acceptance = Double.NaN;
        if (withAcceptance) {
            float[] movedGradient = new float[target.dimension()];
            double movedLoss = gradient(target, settings, moved, minibatch, movedGradient);
            acceptance =
                    Langevin.acceptance(
                            target,
                            loss,
                            state.position(),
                            gradient,
                            movedLoss,
                            moved,
                            movedGradient,
                            settings.stepSize());
        }
        return new Step(new State(moved), new Info(loss, acceptance));
    }

    private static double gradient(
            LocalPosterior target,
            SgldSettings settings,
            float[] position,
            Supplier<RandomStream> minibatch,
            float[] gradient) {
        return settings.batchSize() == 0
                ? target.full(position, gradient)
                : target.minibatch(position, minibatch.get(), gradient);
    }
}
