package org.chiscope.sampling;

/**
 * The Metropolis-adjusted Langevin algorithm (Roberts and Tweedie, 1996): SGLD's step over the
 * whole sampling set as a proposal, accepted or rejected so that the posterior is exact.
 *
 * @param stepSize ε, positive
 * @param nBeta nβ in 1/nats, at least 0
 * @param localization γ, at least 0
 */
public record MalaSettings(double stepSize, double nBeta, double localization)
        implements SamplerSettings {

    /**
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    public MalaSettings {
        SamplerValidation.check(stepSize, nBeta, localization);
    }
}
