package org.chiscope.modes;

import java.util.Arrays;
import java.util.Comparator;

/** Spearman's rank correlation; equal numbers share the mean of their ranks. */
final class RankCorrelation {
    private RankCorrelation() {}

    /** Of two lists of one length; NaN where all numbers of one are equal. */
    static double of(double[] a, double[] b) {
        double[] first = ranks(a);
        double[] second = ranks(b);
        double mean = (a.length + 1) / 2.0;
        double both = 0;
        double squaresFirst = 0;
        double squaresSecond = 0;
        for (int i = 0; i < first.length; i++) {
            both += (first[i] - mean) * (second[i] - mean);
            squaresFirst += (first[i] - mean) * (first[i] - mean);
            squaresSecond += (second[i] - mean) * (second[i] - mean);
        }
        double spread = Math.sqrt(squaresFirst) * Math.sqrt(squaresSecond);
        return spread == 0 ? Double.NaN : both / spread;
    }

    private static double[] ranks(double[] values) {
        Integer[] order = new Integer[values.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> values[i]));
        double[] ranks = new double[values.length];
        for (int start = 0; start < order.length; ) {
            int end = start + 1;
            while (end < order.length && values[order[end]] == values[order[start]]) {
                end++;
            }
            for (int i = start; i < end; i++) {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }
            start = end;
        }
        return ranks;
    }
}
