package org.chiscope.sampling;

/**
 * How long a chain runs: {@code burnIn} steps, then {@code draws} times {@code stepsBetweenDraws}
 * steps and a draw.
 *
 * @param burnIn steps before the first draw's own, at least 0
 * @param draws at least 1
 * @param stepsBetweenDraws steps before each draw, at least 1
 * @param initialNoise standard deviation of the Gaussian noise that is added to each coordinate of
 *     w* where a chain starts; 0 starts all chains at w*
 */
public record ChainSettings(int burnIn, int draws, int stepsBetweenDraws, double initialNoise) {

    /** Of chains that start at w*. */
    public ChainSettings(int burnIn, int draws, int stepsBetweenDraws) {
        this(burnIn, draws, stepsBetweenDraws, 0);
    }

    /**
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    public ChainSettings {
        if (burnIn < 0) {
            throw new IllegalArgumentException(
                    "The burn-in must be at least 0 steps, but it is " + burnIn + ".");
        }
        if (draws < 1) {
            throw new IllegalArgumentException(
                    "A chain needs at least 1 draw, but draws is " + draws + ".");
        }
        if (stepsBetweenDraws < 1) {
            throw new IllegalArgumentException(
                    "Draws must lie at least 1 step apart, but stepsBetweenDraws is "
                            + stepsBetweenDraws
                            + ".");
        }
        SamplerValidation.atLeastZero("initial noise", initialNoise, "initialNoise", "0.01");
    }

    /** The same with another number of draws. */
    public ChainSettings withDraws(int count) {
        return new ChainSettings(burnIn, count, stepsBetweenDraws, initialNoise);
    }

    /** Steps of the chain when draw {@code draw} (from 0) is made. */
    public long stepsAtDraw(int draw) {
        return burnIn + (draw + 1L) * stepsBetweenDraws;
    }
}
