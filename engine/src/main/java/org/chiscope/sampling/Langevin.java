package org.chiscope.sampling;

import org.chiscope.math.GaussianNoise;
import org.chiscope.math.RandomStream;
import org.jspecify.annotations.Nullable;

/** The Langevin move that SGLD makes and MALA proposes: v′ ~ N(v + (ε/2) G ∇log p(v), εG). */
final class Langevin {
    /** Coordinates whose noise and forces stay near the processor until they are added. */
    private static final int BLOCK = 2048;

    private Langevin() {}

    /**
     * The variance of a move's noise in each coordinate.
     *
     * @param stepSize ε
     * @param preconditioner G, one a coordinate; null: 1
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Scale(double stepSize, float @Nullable [] preconditioner) {
        double variance(int i) {
            return preconditioner == null ? stepSize : stepSize * preconditioner[i];
        }
    }

    /**
     * A move that is always made, on the step's own minibatch.
     *
     * @param energy L_B and its gradient at the state's position
     */
    static Sampler.Step unadjusted(
            LocalPosterior target,
            SamplerState state,
            StepContext context,
            SamplerState.Energy energy,
            Scale scale) {
        float[] position = state.position();
        float[] unfolded =
                move(
                        target,
                        position,
                        energy.gradient(),
                        scale,
                        context.stream(ChainPlan.Purpose.NOISE));
        float[] moved = target.reflected(unfolded);
        double acceptance = Double.NaN;
        if (context.withAcceptance()) {
            acceptance =
                    acceptance(
                            target,
                            position,
                            energy,
                            unfolded,
                            moved,
                            target.stochastic(moved, context),
                            scale);
        }
        return new Sampler.Step(
                state.moved(moved, null), new Sampler.Info(energy.loss(), acceptance));
    }

    /** A move from {@code position}, where the loss has the given gradient; not yet reflected. */
    static float[] move(
            LocalPosterior target,
            float[] position,
            float[] gradient,
            Scale scale,
            RandomStream noise) {
        float[] moved = new float[position.length];
        double[] forces = new double[Math.min(BLOCK, moved.length)];
        for (int from = 0; from < moved.length; from += BLOCK) {
            int to = Math.min(from + BLOCK, moved.length);
            GaussianNoise.fill(noise, moved, from, to - from);
            target.forces(from, to, position, gradient, forces);
            if (scale.preconditioner() == null) {
                move(from, to, position, forces, scale.stepSize(), moved);
            } else {
                movePreconditioned(from, to, position, forces, scale, moved);
            }
        }
        return moved;
    }

    /** Replaces noise by where it leads. Without calls in the loop, so that Java takes lanes. */
    private static void move(
            int from, int to, float[] position, double[] forces, double stepSize, float[] moved) {
        double half = 0.5 * stepSize;
        double deviation = Math.sqrt(stepSize);
        for (int i = from; i < to; i++) {
            moved[i] = (float) (position[i] + half * forces[i - from] + deviation * moved[i]);
        }
    }

    private static void movePreconditioned(
            int from, int to, float[] position, double[] forces, Scale scale, float[] moved) {
        for (int i = from; i < to; i++) {
            double variance = scale.variance(i);
            moved[i] =
                    (float)
                            (position[i]
                                    + 0.5 * variance * forces[i - from]
                                    + Math.sqrt(variance) * moved[i]);
        }
    }

    /**
     * min(1, p(to) q(from | to) / (p(from) q(to | from))), the Metropolis acceptance probability of
     * a move (Hastings, 1970); 0 where the energy is not a number. It is evaluated as that of one
     * leapfrog step, which is the same, and holds with reflecting walls as well: the momentum that
     * meets one is turned round. The move is taken as it was stored, rounded to float.
     *
     * @param unfolded where the move led before it was reflected
     * @param to the same after it was
     */
    static double acceptance(
            LocalPosterior target,
            float[] from,
            SamplerState.Energy fromEnergy,
            float[] unfolded,
            float[] to,
            SamplerState.Energy toEnergy,
            Scale scale) {
        double kinetic = 0;
        for (int i = 0; i < from.length; i++) {
            double time = Math.sqrt(scale.variance(i));
            double middle = ((double) unfolded[i] - from[i]) / time;
            double first = middle - 0.5 * time * target.force(i, from, fromEnergy.gradient());
            double last =
                    target.turn(i, unfolded[i]) * middle
                            + 0.5 * time * target.force(i, to, toEnergy.gradient());
            kinetic += first * first - last * last;
        }
        double logRatio =
                target.logDensity(toEnergy.loss(), to)
                        - target.logDensity(fromEnergy.loss(), from)
                        + 0.5 * kinetic;
        return Double.isNaN(logRatio) ? 0 : Math.min(1, Math.exp(logRatio));
    }
}
