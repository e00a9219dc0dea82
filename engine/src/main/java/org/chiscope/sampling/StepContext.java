package org.chiscope.sampling;

import org.chiscope.math.RandomStream;

/**
 * What a step is given beside its state.
 *
 * @param plan of the chain
 * @param step number of the step, from 0
 * @param withAcceptance whether a sampler that accepts every step shall evaluate its acceptance
 *     probability, at the cost of one more gradient
 * @param adaptation steps of the chain in which samplers may adapt
 */
record StepContext(ChainPlan plan, long step, boolean withAcceptance, int adaptation) {

    /** Samplers may adapt during the whole burn-in. */
    StepContext(ChainPlan plan, long step, boolean withAcceptance) {
        this(plan, step, withAcceptance, plan.settings().burnIn());
    }

    /** A fresh stream, the same each time: nothing but plan and step decides it. */
    RandomStream stream(ChainPlan.Purpose purpose) {
        return plan.stream(step, purpose);
    }

    /** Whether samplers may still adapt. */
    boolean burningIn() {
        return step < adaptation;
    }

    /** Whether a draw follows this step. */
    boolean beforeDraw() {
        long after = step + 1 - plan.settings().burnIn();
        return after > 0 && after % plan.settings().stepsBetweenDraws() == 0;
    }

    /** The same step for a sampler that is to be frozen from the middle of the burn-in on. */
    StepContext adaptingForHalfTheBurnIn() {
        return new StepContext(plan, step, false, plan.settings().burnIn() / 2);
    }
}
