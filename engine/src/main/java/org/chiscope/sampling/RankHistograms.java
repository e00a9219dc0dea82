package org.chiscope.sampling;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Ranks of a scalar among the draws of all chains, counted chain by chain in bins of equal width:
 * where chains agree every histogram is flat (Vehtari, Gelman, Simpson, Carpenter and Bürkner,
 * <em>Bayesian Analysis</em> 16, 2021). Equal draws share their ranks evenly, so that a scalar of
 * few values is flat as well.
 *
 * @param counts draws as {@code [chain][bin]}; fractions where equal draws lie across a bin's edge
 * @param draws of each chain
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RankHistograms(double[][] counts, int[] draws) {
    /** The normal quantile of a 95 % band. */
    private static final double BAND = 1.959963984540054;

    /** Fewest and most bins that {@link #bins} proposes, and draws to a bin that it aims at. */
    private static final int FEWEST = 4;

    private static final int MOST = 20;
    private static final int DRAWS_A_BIN = 8;

    /**
     * Counts the ranks.
     *
     * @param chains {@code [chain][draw]}, of any length
     * @param bins at least 1
     */
    public static RankHistograms of(double[][] chains, int bins) {
        if (bins < 1) {
            throw new IllegalArgumentException(
                    "A histogram needs at least 1 bin, but bins is " + bins + ".");
        }
        int total = Arrays.stream(chains).mapToInt(chain -> chain.length).sum();
        int[] chainOf = new int[total];
        double[] values = new double[total];
        int next = 0;
        for (int c = 0; c < chains.length; c++) {
            for (double value : chains[c]) {
                chainOf[next] = c;
                values[next++] = value;
            }
        }
        int[] order =
                IntStream.range(0, total)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> values[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double[][] counts = new double[chains.length][bins];
        int end = 0;
        for (int start = 0; start < total; start = end) {
            int[] tied = new int[chains.length];
            end = start;
            while (end < total && values[order[end]] == values[order[start]]) {
                tied[chainOf[order[end++]]]++;
            }
            for (int rank = start; rank < end; rank++) {
                int bin = (int) ((long) rank * bins / total);
                for (int c = 0; c < chains.length; c++) {
                    counts[c][bin] += (double) tied[c] / (end - start);
                }
            }
        }
        return new RankHistograms(
                counts, Arrays.stream(chains).mapToInt(chain -> chain.length).toArray());
    }

    /** How many bins suit chains of that many draws: some 8 draws to each, at most 20. */
    public static int bins(int drawsPerChain) {
        return Math.clamp(drawsPerChain / DRAWS_A_BIN, FEWEST, MOST);
    }

    /** Number of bins. */
    public int bins() {
        return counts.length == 0 ? 0 : counts[0].length;
    }

    /** Draws of a chain in each bin where chains agree. */
    public double expected(int chain) {
        return (double) draws[chain] / bins();
    }

    /**
     * Half the width of the 95 % band about {@link #expected} in which each bin of a chain lies
     * where chains agree: by the variance of drawing ranks without replacement, n p (1 − p)(N − n)
     * ÷ (N − 1), times the autocorrelation time, by which neighbouring draws that fall into one bin
     * together raise it at most. Normal, so rough below some 5 draws a bin.
     *
     * @param autocorrelationTime of the scalar, in draws, and of the chains' own: disagreement must
     *     not widen the band that is to show it ({@link ChainDiagnostics#ownAutocorrelationTime});
     *     1 for independent draws and where it is not a number
     */
    public double halfWidth(int chain, double autocorrelationTime) {
        double all = Arrays.stream(draws).sum();
        double own = draws[chain];
        double p = 1.0 / bins();
        double variance = own * p * (1 - p) * (all - own) / Math.max(1, all - 1);
        double time = Double.isFinite(autocorrelationTime) ? autocorrelationTime : 1;
        return BAND * Math.sqrt(variance * time);
    }
}
