package org.chiscope.sampling;

/**
 * SGLD with a diagonal preconditioner after RMSprop (Li et al., arXiv:1512.07666): v ← v − (ε/2) G
 * (nβ ∇L_B + γ(v − v*)) + N(0, εG), G = 1/(stabilizer + √V), V a running mean of (∇L_B)². V is
 * learned during burn-in and frozen afterwards, so that the draws have one invariant distribution
 * and the term Γ, which Li et al. drop, is exactly 0.
 *
 * @param stepSize ε, the variance of a step's noise where G is 1; positive
 * @param posterior what is sampled from
 * @param minibatch what ∇L_B is taken over
 * @param averaging weight that V keeps of itself in a step, in [0, 1)
 * @param stabilizer positive; bounds G
 */
public record PreconditionedSgldSettings(
        double stepSize,
        PosteriorSettings posterior,
        MinibatchSettings minibatch,
        double averaging,
        double stabilizer)
        implements SamplerSettings {

    /**
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    public PreconditionedSgldSettings {
        SamplerValidation.stepSize(stepSize);
        if (!(averaging >= 0 && averaging < 1)) {
            throw new IllegalArgumentException(
                    "The preconditioner's averaging must lie in [0, 1), but it is "
                            + averaging
                            + "; set averaging to something like 0.99.");
        }
        if (!(stabilizer > 0) || Double.isInfinite(stabilizer)) {
            throw new IllegalArgumentException(
                    "The preconditioner's stabilizer must be a positive number, but it is "
                            + stabilizer
                            + "; set stabilizer to something like 0.01.");
        }
    }

    @Override
    public String name() {
        return "preconditioned SGLD";
    }

    @Override
    public boolean adjusted() {
        return false;
    }

    @Override
    public PreconditionedSgldSettings withStepSize(double newStepSize) {
        return new PreconditionedSgldSettings(
                newStepSize, posterior, minibatch, averaging, stabilizer);
    }

    @Override
    public PreconditionedSgldSettings withPosterior(PosteriorSettings newPosterior) {
        return new PreconditionedSgldSettings(
                stepSize, newPosterior, minibatch, averaging, stabilizer);
    }

    @Override
    public PreconditionedSgldSettings withMinibatch(MinibatchSettings newMinibatch) {
        return new PreconditionedSgldSettings(
                stepSize, posterior, newMinibatch, averaging, stabilizer);
    }
}
