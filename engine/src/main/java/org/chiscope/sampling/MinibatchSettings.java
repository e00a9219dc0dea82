package org.chiscope.sampling;

/**
 * How a step estimates the gradient of L.
 *
 * @param size of a minibatch in units of the sampling set; 0 takes all of it
 * @param accumulation minibatches whose mean gradient a step takes, at least 1; with {@code size} 2
 *     and accumulation 3 a step sees the same six units as with {@code size} 6
 * @param shared whether all chains of an ensemble meet the same minibatches in the same order;
 *     their minibatch noise is then common to them, and a noise null cannot be had
 */
public record MinibatchSettings(int size, int accumulation, boolean shared) {
    /** All of the sampling set in every step. */
    public static final MinibatchSettings WHOLE = new MinibatchSettings(0);

    /**
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    public MinibatchSettings {
        if (size < 0) {
            throw new IllegalArgumentException(
                    "The batch size must be positive, or 0 for the whole sampling set, but it is "
                            + size
                            + ".");
        }
        if (accumulation < 1) {
            throw new IllegalArgumentException(
                    "The accumulation must be at least 1 minibatch a step, but it is "
                            + accumulation
                            + ".");
        }
    }

    /** One minibatch a step, of each chain's own. */
    public MinibatchSettings(int size) {
        this(size, 1, false);
    }

    /** Whether every step takes the whole sampling set. */
    public boolean whole() {
        return size == 0;
    }
}
