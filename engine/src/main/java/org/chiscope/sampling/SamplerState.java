package org.chiscope.sampling;

import org.jspecify.annotations.Nullable;

/**
 * What a sampler remembers between steps. Immutable by convention: a step makes new arrays.
 *
 * @param position v, compact coordinates
 * @param memory what else the sampler keeps for each coordinate, or nothing before it does:
 *     preconditioned SGLD's V, SGNHT's momenta, the spread of Gaussian draws
 * @param numbers what it keeps beside: SGNHT's friction; HMC's dual averaging (log h, the mean of
 *     log h, the mean error, steps)
 * @param energy L and ∇L at {@code position}, where they are at hand; a function of it, so it need
 *     not be stored
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record SamplerState(float[] position, float[] memory, double[] numbers, @Nullable Energy energy) {

    /** L in nats, and ∇_v L, over the whole sampling set. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Energy(double loss, float[] gradient) {

        static Energy at(LocalPosterior target, float[] position) {
            float[] gradient = new float[position.length];
            return new Energy(target.full(position, gradient), gradient);
        }
    }

    /** A sampler's first state. */
    static SamplerState at(float[] position) {
        return new SamplerState(position, new float[0], new double[0], null);
    }

    /** The same memory at another position. */
    SamplerState moved(float[] newPosition, @Nullable Energy newEnergy) {
        return new SamplerState(newPosition, memory, numbers, newEnergy);
    }
}
