package org.chiscope.response;

/**
 * Standard errors from leaving out one block at a time, for blocks of unequal length (Busing,
 * Meijer and van der Leeden, <em>Delete-m jackknife for unequal m</em>, 1999); with equal blocks it
 * is the usual jackknife.
 */
final class Jackknife {

    private Jackknife() {}

    /**
     * The variance of an estimate.
     *
     * @param estimate from all draws
     * @param replicates the same without block j
     * @param sizes draws in block j
     * @return NaN with fewer than two blocks
     */
    static double variance(double estimate, double[] replicates, int[] sizes) {
        int blocks = replicates.length;
        if (blocks < 2) {
            return Double.NaN;
        }
        double total = 0;
        for (int size : sizes) {
            total += size;
        }
        double centre = blocks * estimate;
        for (int j = 0; j < blocks; j++) {
            centre -= (1 - sizes[j] / total) * replicates[j];
        }
        double sum = 0;
        for (int j = 0; j < blocks; j++) {
            double h = total / sizes[j];
            double away = h * estimate - (h - 1) * replicates[j] - centre;
            sum += away * away / (h - 1);
        }
        return sum / blocks;
    }

    /** The squared standard error of the mean of independent values; NaN with fewer than two. */
    static double varianceOfMean(double[] values) {
        if (values.length < 2) {
            return Double.NaN;
        }
        double mean = 0;
        for (double value : values) {
            mean += value;
        }
        mean /= values.length;
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return squares / (values.length - 1.0) / values.length;
    }
}
