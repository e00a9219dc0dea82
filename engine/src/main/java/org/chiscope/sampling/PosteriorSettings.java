package org.chiscope.sampling;

/**
 * Which posterior is sampled: p(v) ∝ exp(−nβ L(v, u*) − (γ/2)‖v − v*‖² − (κ/2)‖v‖²), inside a box
 * if there is one.
 *
 * @param nBeta nβ, the inverse temperature, in 1/nats; 0 samples the prior alone
 * @param localization γ, the strength of the pull to w*; 0 switches it off
 * @param weightDecay κ, the strength of the pull to zero; 0 switches it off
 * @param box half the width of a box around w* whose walls reflect, or 0 for none
 */
public record PosteriorSettings(double nBeta, double localization, double weightDecay, double box) {

    /**
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    public PosteriorSettings {
        SamplerValidation.atLeastZero("inverse temperature nBeta", nBeta, "nBeta", "30");
        SamplerValidation.atLeastZero("localization", localization, "localization", "300");
        SamplerValidation.atLeastZero("weight decay", weightDecay, "weightDecay", "0");
        SamplerValidation.atLeastZero("box's half width", box, "box", "0 for none");
        if (nBeta == 0 && localization == 0 && weightDecay == 0 && box == 0) {
            throw new IllegalArgumentException(
                    "With nBeta 0, localization 0, no weight decay and no box there is nothing to sample from; make one of them positive.");
        }
    }

    /** Without weight decay and box. */
    public PosteriorSettings(double nBeta, double localization) {
        this(nBeta, localization, 0, 0);
    }

    /** The same weight decay and box at another temperature and localization. */
    public PosteriorSettings with(double newNBeta, double newLocalization) {
        return new PosteriorSettings(newNBeta, newLocalization, weightDecay, box);
    }
}
