package org.chiscope.sampling;

import java.util.Arrays;

/**
 * Diagnostics of a scalar that several chains draw. Arguments are {@code chains[chain][draw]};
 * chains may have different lengths, those with fewer than 2 draws are passed over. Nothing is
 * changed; NaN means that there is too little to say.
 *
 * <p>Formulas: Gelman, Carlin, Stern, Dunson, Vehtari and Rubin, <em>Bayesian Data Analysis</em>
 * (3rd ed.), sections 11.4 and 11.5; Geyer, <em>Practical Markov chain Monte Carlo</em> (1992).
 */
public final class ChainDiagnostics {

    private ChainDiagnostics() {}

    /**
     * Split-R̂: each chain is cut into halves, and the spread of all halves compared with the
     * spread within them; 1 where chains agree. NaN if there are fewer than 4 draws in every chain,
     * or nothing moves.
     */
    public static double splitRHat(double[][] chains) {
        int halves = 0;
        double[][] split = new double[2 * chains.length][];
        for (double[] chain : chains) {
            int half = chain.length / 2;
            if (half >= 2) {
                split[halves++] = Arrays.copyOfRange(chain, 0, half);
                split[halves++] = Arrays.copyOfRange(chain, chain.length - half, chain.length);
            }
        }
        if (halves == 0) {
            return Double.NaN;
        }
        Spread spread = new Spread(Arrays.copyOf(split, halves));
        return Math.sqrt(spread.total / spread.within);
    }

    /**
     * The number of independent draws whose mean would be as good as the mean of these (Stan's
     * estimate with Geyer's initial monotone sequence). Chains that disagree lower it. NaN if no
     * chain has 4 draws, or nothing moves.
     */
    public static double effectiveSampleSize(double[][] chains) {
        return count(chains) / autocorrelationTime(chains);
    }

    /**
     * The integrated autocorrelation time 1 + 2 Σ_t ρ_t, in draws: the variance of the mean is this
     * times that of independent draws. NaN if no chain has 4 draws, or nothing moves.
     */
    public static double autocorrelationTime(double[][] chains) {
        Spread spread = new Spread(chains);
        if (spread.longest < 4 || !(spread.total > 0)) {
            return Double.NaN;
        }
        // Sums of neighbouring pairs of autocorrelations are positive and decreasing for a
        // reversible chain: the sequence ends where noise breaks the first, and is held to the
        // second.
        double sum = 0;
        double previous = Double.POSITIVE_INFINITY;
        for (int lag = 0; lag + 1 < spread.longest; lag += 2) {
            double pair = spread.autocorrelation(lag) + spread.autocorrelation(lag + 1);
            if (!(pair > 0)) {
                break;
            }
            previous = Math.min(previous, pair);
            sum += previous;
        }
        // Antithetic draws may do better than independent ones, but not without limit (Stan).
        return Math.max(2 * sum - 1, 1 / Math.log10(Math.max(10, count(chains))));
    }

    /**
     * How far the second halves of the chains lie above the first ones, in standard errors of that
     * difference, with this autocorrelation time; some −3 to 3 for stationary chains (Geweke, 1992,
     * with halves). NaN where the time is unknown.
     */
    public static double drift(double[][] chains, double time) {
        double first = 0;
        double second = 0;
        double halves = 0;
        for (double[] chain : chains) {
            int half = chain.length / 2;
            for (int t = 0; t < half; t++) {
                first += chain[t];
                second += chain[chain.length - half + t];
            }
            halves += half;
        }
        double squares = 0;
        double count = 0;
        for (double[] chain : chains) {
            double mean = Spread.mean(chain);
            for (double value : chain) {
                squares += (value - mean) * (value - mean);
            }
            count += chain.length - 1.0;
        }
        return (second - first) / halves / Math.sqrt(2 * (squares / count) * time / halves);
    }

    /**
     * The mean over the chains of each one's own autocorrelation time, in draws: how slowly they
     * move, whether or not they agree. NaN if no chain has 4 draws and moves.
     */
    public static double ownAutocorrelationTime(double[][] chains) {
        double sum = 0;
        int known = 0;
        for (double[] chain : chains) {
            double time = autocorrelationTime(new double[][] {chain});
            if (Double.isFinite(time)) {
                sum += time;
                known++;
            }
        }
        return sum / known;
    }

    /**
     * The autocorrelations ρ_0 … ρ_most that {@link #autocorrelationTime} adds up: 1 − (W − mean
     * autocovariance) ÷ var⁺, over the chains longer than the lag. Chains that disagree stay
     * correlated at every lag.
     *
     * @param most largest lag, in draws; the longest chain bounds it
     * @return empty if no chain has 4 draws, or nothing moves
     */
    public static double[] autocorrelations(double[][] chains, int most) {
        Spread spread = new Spread(chains);
        if (spread.longest < 4 || !(spread.total > 0)) {
            return new double[0];
        }
        double[] values = new double[Math.min(most, spread.longest - 1) + 1];
        for (int lag = 0; lag < values.length; lag++) {
            values[lag] = spread.autocorrelation(lag);
        }
        return values;
    }

    /**
     * Where the mean over the chains changes, if it changes once: the number of draws before the
     * change, by maximum likelihood for a step (Hinkley, <em>Biometrika</em> 57, 1970). Whether it
     * changes at all is for {@link #drift} to say. The first and the last twentieth are not looked
     * at; −1 if a chain has fewer than 4 draws, or nothing moves.
     */
    public static int changePoint(double[][] chains) {
        int length = Integer.MAX_VALUE;
        for (double[] chain : chains) {
            length = Math.min(length, chain.length);
        }
        if (chains.length == 0 || length < 4) {
            return -1;
        }
        double[] means = new double[length];
        for (int t = 0; t < length; t++) {
            for (double[] chain : chains) {
                means[t] += chain[t] / chains.length;
            }
        }
        double mean = Spread.mean(means);
        int edge = Math.max(1, length / 20);
        int best = -1;
        double most = 0;
        double sum = 0;
        for (int t = 1; t <= length - edge; t++) {
            sum += means[t - 1] - mean;
            double gain = sum * sum / ((double) t * (length - t));
            if (t >= edge && gain > most) {
                most = gain;
                best = t;
            }
        }
        return best;
    }

    private static int count(double[][] chains) {
        int count = 0;
        for (double[] chain : chains) {
            if (chain.length >= 2) {
                count += chain.length;
            }
        }
        return count;
    }

    /** Variances within and between chains. */
    private static final class Spread {
        final double[][] centred;
        final double within;
        final double total;
        final int longest;

        Spread(double[][] chains) {
            centred = new double[chains.length][];
            int used = 0;
            int most = 0;
            double count = 0;
            double squares = 0;
            double[] means = new double[chains.length];
            double lowest = Double.POSITIVE_INFINITY;
            double highest = Double.NEGATIVE_INFINITY;
            for (double[] chain : chains) {
                if (chain.length < 2) {
                    continue;
                }
                double mean = mean(chain);
                double[] away = new double[chain.length];
                for (int t = 0; t < chain.length; t++) {
                    lowest = Math.min(lowest, chain[t]);
                    highest = Math.max(highest, chain[t]);
                    away[t] = chain[t] - mean;
                    squares += away[t] * away[t];
                }
                most = Math.max(most, chain.length);
                count += chain.length;
                centred[used] = away;
                means[used++] = mean;
            }
            double between = 0;
            if (used > 1) {
                double grand = mean(Arrays.copyOf(means, used));
                for (int c = 0; c < used; c++) {
                    between += (means[c] - grand) * (means[c] - grand);
                }
                between /= used - 1;
            }
            longest = most;
            // A constant has variance 0, not that of the rounding of its mean.
            boolean moves = lowest < highest;
            double length = count / used;
            within = moves ? squares / (count - used) : 0;
            total = moves ? within * (length - 1) / length + between : 0;
        }

        /** ρ_t = 1 − (W − mean autocovariance) / var⁺, over the chains longer than {@code lag}. */
        double autocorrelation(int lag) {
            double sum = 0;
            int chains = 0;
            for (double[] away : centred) {
                if (away == null || away.length <= lag) {
                    continue;
                }
                double products = 0;
                for (int t = lag; t < away.length; t++) {
                    products += away[t] * away[t - lag];
                }
                sum += products / away.length;
                chains++;
            }
            return lag == 0 ? 1 : 1 - (within - sum / chains) / total;
        }

        private static double mean(double[] values) {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            return sum / values.length;
        }
    }
}
