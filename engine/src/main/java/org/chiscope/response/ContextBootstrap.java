package org.chiscope.response;

import org.chiscope.math.RandomStream;

/**
 * The data standard error: contexts are drawn again with replacement while the draws, and with them
 * φ, stay as they are (Efron, 1979). A pattern of twelve tokens is a small sample, however many
 * draws there are. Seeded; immutable after construction.
 */
public final class ContextBootstrap {
    /** Resamples unless told otherwise. */
    public static final int RESAMPLES = 200;

    private static final long STREAM = RandomStream.hash("context bootstrap");

    private final int[] contextOfExample;
    private final int contexts;
    private final int[][] weights;

    /**
     * @param contextOfExample context of each evaluation example, from 0
     * @param resamples at least 2
     */
    public ContextBootstrap(int[] contextOfExample, int resamples, long seed) {
        if (resamples < 2) {
            throw new IllegalArgumentException(
                    "A bootstrap needs at least 2 resamples, but got " + resamples + ".");
        }
        this.contextOfExample = contextOfExample.clone();
        int most = 0;
        for (int context : contextOfExample) {
            most = Math.max(most, context + 1);
        }
        contexts = most;
        weights = new int[resamples][contexts];
        for (int r = 0; r < resamples; r++) {
            RandomStream random = RandomStream.of(seed, STREAM, r);
            for (int i = 0; i < contexts; i++) {
                weights[r][random.nextInt(contexts)]++;
            }
        }
    }

    /**
     * Standard error of the mean of {@code values} over {@code examples} minus their mean over all
     * examples, numerator and base resampled together.
     *
     * @param values one an evaluation example, such as χ_{C,z}
     * @param examples ascending positions of the pattern's examples
     * @return NaN where the pattern lies in fewer than two contexts
     */
    public double error(double[] values, int[] examples) {
        double[] sum = new double[contexts];
        int[] count = new int[contexts];
        for (int example : examples) {
            sum[contextOfExample[example]] += values[example];
            count[contextOfExample[example]]++;
        }
        double[] baseSum = new double[contexts];
        int[] baseCount = new int[contexts];
        for (int example = 0; example < values.length; example++) {
            baseSum[contextOfExample[example]] += values[example];
            baseCount[contextOfExample[example]]++;
        }
        int holding = 0;
        for (int c : count) {
            holding += c > 0 ? 1 : 0;
        }
        if (holding < 2) {
            return Double.NaN;
        }
        double mean = 0;
        double squares = 0;
        int used = 0;
        for (int[] weight : weights) {
            double numerator = 0;
            double baseNumerator = 0;
            long tokens = 0;
            long baseTokens = 0;
            for (int c = 0; c < contexts; c++) {
                numerator += weight[c] * sum[c];
                tokens += (long) weight[c] * count[c];
                baseNumerator += weight[c] * baseSum[c];
                baseTokens += (long) weight[c] * baseCount[c];
            }
            if (tokens == 0) {
                continue; // a rare pattern can miss a resample altogether
            }
            double value = numerator / tokens - baseNumerator / baseTokens;
            used++;
            double away = value - mean;
            mean += away / used;
            squares += away * (value - mean);
        }
        // The bootstrap's variance is that of n contexts in place of n − 1.
        return used < 2
                ? Double.NaN
                : Math.sqrt(squares / (used - 1.0) * holding / (holding - 1.0));
    }
}
