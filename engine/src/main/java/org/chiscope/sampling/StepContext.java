package org.chiscope.sampling;

import org.chiscope.math.RandomStream;

/**
 * What a step is given beside its state.
 *
 * @param plan of the chain
 * @param step number of the step, from 0
 * @param withAcceptance whether a sampler that accepts every step shall evaluate its acceptance
 *     probability, at the cost of one more gradient
 */
record StepContext(ChainPlan plan, long step, boolean withAcceptance) {

    /** A fresh stream, the same each time: nothing but plan and step decides it. */
    RandomStream stream(ChainPlan.Purpose purpose) {
        return plan.stream(step, purpose);
    }

    /** Whether samplers may still adapt. */
    boolean burningIn() {
        return step < plan.settings().burnIn();
    }
}
