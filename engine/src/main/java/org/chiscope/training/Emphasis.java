package org.chiscope.training;

/**
 * A source that the first steps of a training see more often than its share of the sampling set: so
 * a skill that it calls for is learned early. Later steps see the sampling set as it is.
 *
 * @param source its name
 * @param steps how many steps, from the first
 * @param fraction of the contexts of those steps that are drawn from it, beside those that the
 *     usual order brings, in [0, 1]
 */
public record Emphasis(String source, long steps, double fraction) {

    /**
     * @throws IllegalArgumentException with one sentence that names the bad value
     */
    public Emphasis {
        if (steps < 0 || !(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException(
                    "An emphasis needs steps of at least 0 and a fraction in [0, 1], but they are "
                            + steps
                            + " and "
                            + fraction
                            + ".");
        }
    }
}
