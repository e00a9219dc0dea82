package org.chiscope.sampling;

/**
 * Stochastic gradient Langevin dynamics (Welling and Teh, 2011; as used by Lau et al.,
 * arXiv:2308.12108): v ← v − (ε/2)(nβ ∇L_B(w) + γ(v − v*)) + N(0, ε).
 *
 * @param stepSize ε, the variance of a step's noise; positive
 * @param posterior what is sampled from
 * @param minibatch what ∇L_B is taken over
 */
public record SgldSettings(
        double stepSize, PosteriorSettings posterior, MinibatchSettings minibatch)
        implements SamplerSettings {

    /**
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    public SgldSettings {
        SamplerValidation.stepSize(stepSize);
    }

    /** Without weight decay and box; one minibatch a step, of each chain's own. */
    public SgldSettings(double stepSize, double nBeta, double localization, int batchSize) {
        this(
                stepSize,
                new PosteriorSettings(nBeta, localization),
                new MinibatchSettings(batchSize));
    }

    @Override
    public String name() {
        return "SGLD";
    }

    @Override
    public boolean adjusted() {
        return false;
    }

    @Override
    public SgldSettings withStepSize(double newStepSize) {
        return new SgldSettings(newStepSize, posterior, minibatch);
    }

    @Override
    public SgldSettings withPosterior(PosteriorSettings newPosterior) {
        return new SgldSettings(stepSize, newPosterior, minibatch);
    }

    @Override
    public SgldSettings withMinibatch(MinibatchSettings newMinibatch) {
        return new SgldSettings(stepSize, posterior, newMinibatch);
    }
}
