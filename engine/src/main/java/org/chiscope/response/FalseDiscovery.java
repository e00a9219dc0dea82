package org.chiscope.response;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Which of many cells differ from zero, such that among those named the expected share of false
 * ones is bounded: the step-up procedure of Benjamini and Hochberg (1995), on two-sided p values by
 * Student's t of each estimate. It holds for independent cells and for positively dependent ones
 * (Benjamini and Yekutieli, 2001).
 */
public final class FalseDiscovery {
    /** The usual rate. */
    public static final double RATE = 0.05;

    private FalseDiscovery() {}

    /**
     * Whether each estimate is a discovery; never one without an error.
     *
     * @param rate the bound, between 0 and 1
     */
    public static boolean[] of(List<Estimate> estimates, double rate) {
        if (!(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException(
                    "A false discovery rate lies between 0 and 1, but got " + rate + ".");
        }
        double[] p = estimates.stream().mapToDouble(FalseDiscovery::pValue).toArray();
        Integer[] order = new Integer[p.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> p[i]));
        int known = (int) Arrays.stream(p).filter(value -> !Double.isNaN(value)).count();
        int last = -1;
        for (int rank = 0; rank < known; rank++) {
            if (p[order[rank]] <= rate * (rank + 1) / known) {
                last = rank;
            }
        }
        boolean[] found = new boolean[p.length];
        for (int rank = 0; rank <= last; rank++) {
            found[order[rank]] = true;
        }
        return found;
    }

    /** Of the hypothesis that the value is 0; NaN where the error is not known. */
    static double pValue(Estimate estimate) {
        double error = estimate.monteCarloError();
        if (!(error > 0) || estimate.blocks() < 2 || Double.isNaN(estimate.value())) {
            return Double.NaN;
        }
        return 2
                * TDistribution.of(estimate.blocks() - 1.0)
                        .survivalProbability(Math.abs(estimate.value()) / error);
    }
}
