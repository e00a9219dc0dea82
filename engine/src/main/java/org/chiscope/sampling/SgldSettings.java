package org.chiscope.sampling;

/**
 * Stochastic gradient Langevin dynamics (Welling and Teh, 2011; as used by Lau et al.,
 * arXiv:2308.12108): v ← v − (ε/2)(nβ ∇L_B(w) + γ(v − v*)) + N(0, ε).
 *
 * @param stepSize ε, positive
 * @param nBeta nβ in 1/nats, at least 0
 * @param localization γ, at least 0
 * @param batchSize size of the minibatch B in units of the sampling set; 0 takes all of it
 */
public record SgldSettings(double stepSize, double nBeta, double localization, int batchSize)
        implements SamplerSettings {

    /**
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    public SgldSettings {
        SamplerValidation.check(stepSize, nBeta, localization);
        if (batchSize < 0) {
            throw new IllegalArgumentException(
                    "The batch size must be positive, or 0 for the whole sampling set, but it is "
                            + batchSize
                            + ".");
        }
    }
}
