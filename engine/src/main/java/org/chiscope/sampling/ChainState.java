package org.chiscope.sampling;

import org.jspecify.annotations.Nullable;

/**
 * All that a chain has to remember to go on to the last bit: its random streams are functions of
 * the step, and the energy that adjusted samplers keep is a function of the position.
 *
 * @param position v, compact coordinates
 * @param memory what else its sampler keeps for each coordinate; may be empty
 * @param numbers what its sampler keeps beside; may be empty
 * @param steps steps taken, burn-in included
 * @param draws draws made
 * @param acceptanceSum sum of Metropolis acceptance probabilities
 * @param acceptanceCount how many of them
 * @param failure why the chain stopped, or null
 */
@SuppressWarnings("ArrayRecordComponent") // a fresh copy each time, and never compared
public record ChainState(
        float[] position,
        float[] memory,
        double[] numbers,
        long steps,
        int draws,
        double acceptanceSum,
        long acceptanceCount,
        ChainStatus.@Nullable Failed failure) {

    /**
     * The mean Metropolis acceptance probability after burn-in; NaN before the first, for SGNHT,
     * and for Gaussian draws. That of adjusted samplers belongs to their accept-reject steps.
     * SGLD's is that of the same step had it been tested on its own minibatch, every tenth draw:
     * its distance from 1 tells the bias of the step size, and does not see the heat of the
     * minibatches.
     */
    public double acceptance() {
        return acceptanceCount == 0 ? Double.NaN : acceptanceSum / acceptanceCount;
    }
}
