package org.chiscope.sampling;

/** What every sampler's settings have to satisfy. */
final class SamplerValidation {

    private SamplerValidation() {}

    /**
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    static void check(double stepSize, double nBeta, double localization) {
        if (!(stepSize > 0) || Double.isInfinite(stepSize)) {
            throw new IllegalArgumentException(
                    "The sampler's step size must be a positive number, but it is "
                            + stepSize
                            + "; set stepSize to something like 1e-4.");
        }
        if (!(nBeta >= 0) || Double.isInfinite(nBeta)) {
            throw new IllegalArgumentException(
                    "The inverse temperature nBeta must be a number of at least 0, but it is "
                            + nBeta
                            + "; set nBeta to something like 30.");
        }
        if (!(localization >= 0) || Double.isInfinite(localization)) {
            throw new IllegalArgumentException(
                    "The localization must be a number of at least 0, but it is "
                            + localization
                            + "; set localization to something like 300.");
        }
        if (nBeta == 0 && localization == 0) {
            throw new IllegalArgumentException(
                    "With nBeta 0 and localization 0 there is nothing to sample from; make one of them positive.");
        }
    }
}
