package org.chiscope.response;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.math.RandomStream;

/**
 * What the fluctuation would be if there were none: φ of one chain with ΔL_k of another, each
 * centred on its own chain, averaged over all cyclic shifts of the chains. Chains are independent,
 * so the truth is 0, and about 5 % of the cells lie beyond two standard errors; more means that
 * chains drift, or that blocks are too short.
 *
 * <p>The unit of the error is a block of a pair of chains: these products are uncorrelated with
 * each other, whichever chains they share.
 */
public final class NoiseNull {

    private NoiseNull() {}

    /**
     * The null of each pattern, in nats².
     *
     * @return unknown estimates with fewer than two chains
     */
    public static List<Estimate> of(EnsembleSummary ensemble) {
        Centred draws = new Centred(ensemble);
        List<Estimate> estimates = new ArrayList<>();
        for (double[][] contrast : draws.contrast) {
            estimates.add(estimate(draws.observable, contrast, draws.draws, draws.blocks));
        }
        return estimates;
    }

    /**
     * Rows of noise, as large as the noise of the row itself: φ of each chain with ΔL of another,
     * at one cyclic shift, drawn anew each time, with a random sign for every block. All patterns
     * of a block have the same sign, so noise that patterns share stays shared.
     *
     * @param count rows of noise wanted
     * @param random signs and shifts
     * @return {@code [row][pattern]}, nats²; empty with fewer than two chains or blocks
     */
    public static double[][] replicates(EnsembleSummary ensemble, int count, RandomStream random) {
        Centred draws = new Centred(ensemble);
        int chains = draws.observable.length;
        if (chains < 2 || draws.blocks * chains < 2) {
            return new double[0][];
        }
        double[][][] pieces = new double[chains - 1][][];
        for (int shift = 1; shift < chains; shift++) {
            pieces[shift - 1] = draws.pieces(shift);
        }
        double[][] rows = new double[count][ensemble.patterns()];
        for (double[] row : rows) {
            double[][] chosen = pieces[random.nextInt(chains - 1)];
            for (double[] piece : chosen) {
                double sign = random.nextInt(2) == 0 ? -1 : 1;
                for (int k = 0; k < row.length; k++) {
                    row[k] += sign * piece[k] / chosen.length;
                }
            }
        }
        return rows;
    }

    /** The draws of an ensemble, each centred on its own chain, and cut into equal blocks. */
    private static final class Centred {
        final double[][] observable;
        final double[][][] contrast;
        final int draws;
        final int blocks;

        Centred(EnsembleSummary ensemble) {
            List<ChainSnapshot> chains = ensemble.chains();
            int fewest = Integer.MAX_VALUE;
            for (ChainSnapshot chain : chains) {
                fewest = Math.min(fewest, chain.draws().draws());
            }
            draws = fewest;
            blocks = Math.max(1, ensemble.blocks().count() / chains.size());
            observable = new double[chains.size()][];
            contrast = new double[ensemble.patterns()][chains.size()][];
            for (int c = 0; c < observable.length; c++) {
                observable[c] = centred(chains.get(c).draws().observable());
                for (int k = 0; k < contrast.length; k++) {
                    contrast[k][c] = centred(chains.get(c).draws().contrast(k));
                }
            }
        }

        int start(int block) {
            return (int) ((long) block * draws / blocks);
        }

        /** {@code [chain and block][pattern]}: −φ of a chain times ΔL of the one further on. */
        double[][] pieces(int shift) {
            int chains = observable.length;
            double[][] pieces = new double[chains * blocks][contrast.length];
            for (int piece = 0; piece < pieces.length; piece++) {
                int c = piece / blocks;
                int start = start(piece % blocks);
                int end = start(piece % blocks + 1);
                for (int k = 0; k < contrast.length; k++) {
                    double[] other = contrast[k][(c + shift) % chains];
                    double sum = 0;
                    for (int t = start; t < end; t++) {
                        sum += observable[c][t] * other[t];
                    }
                    pieces[piece][k] = -sum / (end - start);
                }
            }
            return pieces;
        }
    }

    /** The share of estimates beyond two standard errors; NaN if there are none. */
    public static double share(List<Estimate> estimates) {
        long beyond = estimates.stream().filter(estimate -> !estimate.isNoise()).count();
        return estimates.isEmpty() ? Double.NaN : (double) beyond / estimates.size();
    }

    private static Estimate estimate(
            double[][] observable, double[][] contrast, int draws, int blocks) {
        int chains = observable.length;
        double[] pieces = new double[chains * (chains - 1) / 2 * blocks];
        if (pieces.length < 2 || draws < 2) {
            return Estimate.UNKNOWN;
        }
        int piece = 0;
        for (int c = 0; c < chains; c++) {
            for (int other = c + 1; other < chains; other++) {
                for (int b = 0; b < blocks; b++) {
                    int start = (int) ((long) b * draws / blocks);
                    int end = (int) ((b + 1L) * draws / blocks);
                    double sum = 0;
                    for (int t = start; t < end; t++) {
                        sum +=
                                observable[c][t] * contrast[other][t]
                                        + observable[other][t] * contrast[c][t];
                    }
                    pieces[piece++] = -sum / 2 / (end - start);
                }
            }
        }
        double mean = 0;
        for (double value : pieces) {
            mean += value;
        }
        return new Estimate(
                mean / pieces.length,
                Math.sqrt(Jackknife.varianceOfMean(pieces)),
                Double.NaN,
                pieces.length);
    }

    private static double[] centred(double[] values) {
        double mean = 0;
        for (double value : values) {
            mean += value;
        }
        mean /= values.length;
        for (int t = 0; t < values.length; t++) {
            values[t] -= mean;
        }
        return values;
    }
}
