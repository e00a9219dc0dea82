package org.chiscope.response;

/**
 * The blocks of an ensemble's draws, in the order (chain, block), with the moments of φ in each:
 * what all cells of a row share.
 *
 * @param chain position of each block's chain, 0 … chains − 1, ascending
 * @param draws draws in each block
 * @param meanObservable mean of φ in each block, nats
 * @param chains number of chains
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Blocks(int[] chain, int[] draws, double[] meanObservable, int chains) {

    int count() {
        return chain.length;
    }

    /** Draws of all blocks. */
    int totalDraws() {
        int total = 0;
        for (int n : draws) {
            total += n;
        }
        return total;
    }

    /** Draws of each chain. */
    int[] chainDraws() {
        int[] total = new int[chains];
        for (int b = 0; b < chain.length; b++) {
            total[chain[b]] += draws[b];
        }
        return total;
    }

    /** The mean over all draws of a quantity with block means {@code blockMean}. */
    double mean(double[] blockMean) {
        double sum = 0;
        double total = 0;
        for (int b = 0; b < blockMean.length; b++) {
            sum += draws[b] * blockMean[b];
            total += draws[b];
        }
        return sum / total;
    }

    /** The means of each chain of a quantity with block means {@code blockMean}. */
    double[] chainMeans(double[] blockMean) {
        double[] sum = new double[chains];
        for (int b = 0; b < blockMean.length; b++) {
            sum[chain[b]] += draws[b] * blockMean[b];
        }
        int[] total = chainDraws();
        for (int c = 0; c < chains; c++) {
            sum[c] /= total[c];
        }
        return sum;
    }

    /** The mean without block b, for each b, of a quantity with block means {@code blockMean}. */
    double[] leaveOneOut(double[] blockMean) {
        double mean = mean(blockMean);
        int total = totalDraws();
        double[] without = new double[blockMean.length];
        for (int b = 0; b < without.length; b++) {
            without[b] = mean - draws[b] * (blockMean[b] - mean) / ((double) total - draws[b]);
        }
        return without;
    }
}
