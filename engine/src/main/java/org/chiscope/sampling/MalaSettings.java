package org.chiscope.sampling;

/**
 * The Metropolis-adjusted Langevin algorithm (Roberts and Tweedie, 1996): SGLD's step over the
 * whole sampling set as a proposal, accepted or rejected so that the posterior is exact.
 *
 * @param stepSize ε, the variance of a proposal's noise; positive
 * @param posterior what is sampled from
 */
public record MalaSettings(double stepSize, PosteriorSettings posterior)
        implements SamplerSettings {

    /**
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    public MalaSettings {
        SamplerValidation.stepSize(stepSize);
    }

    /** Without weight decay and box. */
    public MalaSettings(double stepSize, double nBeta, double localization) {
        this(stepSize, new PosteriorSettings(nBeta, localization));
    }

    @Override
    public String name() {
        return "MALA";
    }

    @Override
    public boolean adjusted() {
        return true;
    }

    @Override
    public MalaSettings withStepSize(double newStepSize) {
        return new MalaSettings(newStepSize, posterior);
    }

    @Override
    public MalaSettings withPosterior(PosteriorSettings newPosterior) {
        return new MalaSettings(stepSize, newPosterior);
    }
}
