package org.chiscope.response;

import java.util.List;
import org.chiscope.math.RandomStream;

/**
 * The data standard error: contexts are drawn again with replacement while the draws, and with them
 * φ, stay as they are (Efron, 1979). A pattern of twelve tokens is a small sample, however many
 * draws there are. Seeded; immutable.
 */
public final class ContextBootstrap {
    /** Resamples unless told otherwise. */
    public static final int RESAMPLES = 200;

    /** Contexts of a tile, a power of 2: few tiles, and none beyond what an array can hold. */
    private static final int TILE = 4096;

    private static final long STREAM = RandomStream.hash("context bootstrap");

    private final int[] contextOfExample;
    private final List<int[]> patternExamples;
    private final int contexts;
    private final int baseExamples;
    private final int resamples;

    /**
     * How often a resample holds a context, as {@code [tile][context in it × resamples +
     * resample]}. A byte is enough: each context is drawn once on average, and never 256 times.
     */
    private final byte[][] weights;

    private final long[] baseTokens;
    private final long[][] patternTokens;
    private final int[] holding;

    /** Draws the resamples where there are no probe sets. */
    public ContextBootstrap(
            int[] contextOfExample, List<int[]> patternExamples, int resamples, long seed) {
        this(contextOfExample, contextOfExample.length, patternExamples, resamples, seed);
    }

    /**
     * Draws the resamples, of the contexts of q and of those of probe sets apart.
     *
     * @param contextOfExample context of each evaluation example, from 0
     * @param baseExamples how many of them, the first ones, q consists of
     * @param patternExamples positions of each pattern's examples
     * @param resamples at least 2
     */
    public ContextBootstrap(
            int[] contextOfExample,
            int baseExamples,
            List<int[]> patternExamples,
            int resamples,
            long seed) {
        if (resamples < 2) {
            throw new IllegalArgumentException(
                    "A bootstrap needs at least 2 resamples, but got " + resamples + ".");
        }
        this.contextOfExample = contextOfExample.clone();
        this.patternExamples = List.copyOf(patternExamples);
        int most = 0;
        for (int context : contextOfExample) {
            most = Math.max(most, context + 1);
        }
        contexts = most;
        this.baseExamples = baseExamples;
        int baseContexts = baseContexts();
        this.resamples = resamples;
        weights = new byte[Math.ceilDiv(contexts, TILE)][];
        for (int tile = 0; tile < weights.length; tile++) {
            weights[tile] = new byte[Math.min(TILE, contexts - tile * TILE) * resamples];
        }
        for (int r = 0; r < resamples; r++) {
            RandomStream random = RandomStream.of(seed, STREAM, r);
            for (int i = 0; i < contexts; i++) {
                int context =
                        i < baseContexts
                                ? random.nextInt(baseContexts)
                                : baseContexts + random.nextInt(contexts - baseContexts);
                weights[context / TILE][context % TILE * resamples + r]++;
            }
        }
        int[] all = new int[contexts];
        for (int example = 0; example < baseExamples; example++) {
            all[contextOfExample[example]]++;
        }
        baseTokens = tokens(all);
        patternTokens = new long[patternExamples.size()][];
        holding = new int[patternTokens.length];
        for (int k = 0; k < patternTokens.length; k++) {
            int[] count = new int[contexts];
            for (int example : patternExamples.get(k)) {
                holding[k] += count[contextOfExample[example]]++ == 0 ? 1 : 0;
            }
            patternTokens[k] = tokens(count);
        }
    }

    /**
     * For each pattern, the standard error of the mean of {@code values} over its examples minus
     * their mean over q, both resampled together.
     *
     * @param values one an evaluation example, such as χ_{C,z}
     * @return one a pattern; NaN where the pattern lies in fewer than two contexts
     */
    public double[] errors(double[] values) {
        double[] base = new double[contexts];
        for (int example = 0; example < baseExamples; example++) {
            base[contextOfExample[example]] += values[example];
        }
        double[] baseMeans = sums(base);
        for (int r = 0; r < baseMeans.length; r++) {
            baseMeans[r] /= baseTokens[r];
        }
        double[] errors = new double[patternTokens.length];
        for (int k = 0; k < errors.length; k++) {
            double[] sum = new double[contexts];
            for (int example : patternExamples.get(k)) {
                sum[contextOfExample[example]] += values[example];
            }
            errors[k] = error(sums(sum), patternTokens[k], baseMeans, holding[k]);
        }
        return errors;
    }

    /**
     * The standard error of the mean of {@code values} over q.
     *
     * @param values one an evaluation example
     * @return NaN with fewer than two contexts
     */
    double errorOfMean(double[] values) {
        double[] base = new double[contexts];
        for (int example = 0; example < baseExamples; example++) {
            base[contextOfExample[example]] += values[example];
        }
        return error(sums(base), baseTokens, new double[resamples], baseContexts());
    }

    private int baseContexts() {
        return contextOfExample[baseExamples - 1] + 1;
    }

    private static double error(double[] sums, long[] tokens, double[] baseMeans, int holding) {
        double mean = 0;
        double squares = 0;
        int used = 0;
        for (int r = 0; r < sums.length; r++) {
            if (tokens[r] == 0) {
                continue; // a rare pattern can miss a resample altogether
            }
            double value = sums[r] / tokens[r] - baseMeans[r];
            used++;
            double away = value - mean;
            mean += away / used;
            squares += away * (value - mean);
        }
        if (holding < 2 || used < 2) {
            return Double.NaN;
        }
        // The bootstrap gives the variance of the sample, which is (n − 1)/n of the one wanted.
        return Math.sqrt(squares / (used - 1.0) * holding / (holding - 1.0));
    }

    /** In the order of contexts for each resample; those without a value add nothing. */
    private double[] sums(double[] byContext) {
        double[] sums = new double[resamples];
        for (int c = 0; c < contexts; c++) {
            double value = byContext[c];
            if (value != 0) {
                byte[] tile = weights[c / TILE];
                int at = c % TILE * resamples;
                for (int r = 0; r < resamples; r++) {
                    sums[r] += (tile[at + r] & 0xFF) * value;
                }
            }
        }
        return sums;
    }

    private long[] tokens(int[] byContext) {
        long[] tokens = new long[resamples];
        for (int c = 0; c < contexts; c++) {
            byte[] tile = weights[c / TILE];
            int at = c % TILE * resamples;
            for (int r = 0; r < resamples; r++) {
                tokens[r] += (tile[at + r] & 0xFFL) * byContext[c];
            }
        }
        return tokens;
    }
}
