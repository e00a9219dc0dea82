package org.chiscope.response;

import java.util.ArrayList;
import java.util.List;

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
        List<Estimate> estimates = new ArrayList<>();
        List<ChainSnapshot> chains = ensemble.chains();
        int draws = Integer.MAX_VALUE;
        for (ChainSnapshot chain : chains) {
            draws = Math.min(draws, chain.draws().draws());
        }
        int blocks = Math.max(1, ensemble.blocks().count() / chains.size());
        double[][] observable = new double[chains.size()][];
        for (int c = 0; c < observable.length; c++) {
            observable[c] = centred(chains.get(c).draws().observable());
        }
        for (int k = 0; k < ensemble.patterns(); k++) {
            double[][] contrast = new double[chains.size()][];
            for (int c = 0; c < contrast.length; c++) {
                contrast[c] = centred(chains.get(c).draws().contrast(k));
            }
            estimates.add(estimate(observable, contrast, draws, blocks));
        }
        return estimates;
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
