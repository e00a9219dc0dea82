package org.chiscope.sampling;

import org.chiscope.math.GaussianNoise;
import org.chiscope.math.RandomStream;

/** The Langevin move that SGLD makes and MALA proposes: v′ ~ N(v + (ε/2) ∇log p(v), ε). */
final class Langevin {

    private Langevin() {}

    /** A move from {@code position}, where the loss has the given gradient. */
    static float[] move(
            LocalPosterior target,
            float[] position,
            float[] gradient,
            double stepSize,
            RandomStream noise) {
        float[] moved = new float[position.length];
        GaussianNoise.fill(noise, moved, 0, moved.length);
        double half = 0.5 * stepSize;
        double spread = Math.sqrt(stepSize);
        for (int i = 0; i < moved.length; i++) {
            moved[i] =
                    (float)
                            (position[i]
                                    + half * target.force(i, position, gradient)
                                    + spread * moved[i]);
        }
        return moved;
    }

    /**
     * log q(to | from) up to a constant. It takes the position as it was stored, rounded to float,
     * so that the Metropolis ratio belongs to the move that was made.
     */
    static double logProposal(
            LocalPosterior target, float[] from, float[] gradient, float[] to, double stepSize) {
        double half = 0.5 * stepSize;
        double squares = 0;
        for (int i = 0; i < from.length; i++) {
            double away = to[i] - (from[i] + half * target.force(i, from, gradient));
            squares += away * away;
        }
        return -squares / (2 * stepSize);
    }

    /**
     * min(1, p(to) q(from | to) / (p(from) q(to | from))), the Metropolis acceptance probability
     * (Hastings, 1970); 0 where the energy is not a number.
     */
    static double acceptance(
            LocalPosterior target,
            double fromLoss,
            float[] from,
            float[] fromGradient,
            double toLoss,
            float[] to,
            float[] toGradient,
            double stepSize) {
        double logRatio =
                target.logDensity(toLoss, to)
                        - target.logDensity(fromLoss, from)
                        + logProposal(target, to, toGradient, from, stepSize)
                        - logProposal(target, from, fromGradient, to, stepSize);
        return Double.isNaN(logRatio) ? 0 : Math.min(1, Math.exp(logRatio));
    }
}
