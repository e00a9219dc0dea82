package org.chiscope.sampling;

/** What every sampler's settings have to satisfy; complains with one sentence. */
final class SamplerValidation {

    private SamplerValidation() {}

    static void stepSize(double stepSize) {
        if (!(stepSize > 0) || Double.isInfinite(stepSize)) {
            throw new IllegalArgumentException(
                    "The sampler's step size must be a positive number, but it is "
                            + stepSize
                            + "; set stepSize to something like 1e-4.");
        }
    }

    static void atLeastZero(String what, double value, String key, String example) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw new IllegalArgumentException(
                    "The "
                            + what
                            + " must be a number of at least 0, but it is "
                            + value
                            + "; set "
                            + key
                            + " to something like "
                            + example
                            + ".");
        }
    }
}
