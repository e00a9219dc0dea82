package org.chiscope.response;

/**
 * What fixes the estimates besides the draws.
 *
 * @param nBeta nβ of the run, in 1/nats, for λ̂
 * @param blockDraws length of the fixed small blocks, in draws
 * @param autocorrelationTimes blocks are pooled until longer than this many autocorrelation times
 */
public record EstimatorSettings(double nBeta, int blockDraws, double autocorrelationTimes) {

    /** Length of the small blocks unless told otherwise. */
    public static final int BLOCK_DRAWS = 10;

    /** Autocorrelation times that a block is longer than, unless told otherwise. */
    public static final double AUTOCORRELATION_TIMES = 5;

    /**
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    public EstimatorSettings {
        if (!(nBeta >= 0)) {
            throw new IllegalArgumentException(
                    "nBeta must be at least 0, but it is " + nBeta + ".");
        }
        if (blockDraws < 1) {
            throw new IllegalArgumentException(
                    "A block needs at least 1 draw, but blockDraws is " + blockDraws + ".");
        }
        if (!(autocorrelationTimes > 0)) {
            throw new IllegalArgumentException(
                    "Blocks need a positive number of autocorrelation times, but got "
                            + autocorrelationTimes
                            + ".");
        }
    }

    /** The usual settings at that nβ. */
    public static EstimatorSettings of(double nBeta) {
        return new EstimatorSettings(nBeta, BLOCK_DRAWS, AUTOCORRELATION_TIMES);
    }
}
