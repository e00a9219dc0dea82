package org.chiscope.response;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The difference of a mean between two runs of the same ensemble that were made with the same
 * random streams, draw against draw: noise that both met cancels, and what is left is what the
 * difference of their posteriors did.
 */
public final class PairedDifference {

    private PairedDifference() {}

    /**
     * factor · (mean above − mean below), with its Monte-Carlo error from the blocks and chains of
     * the paired differences.
     *
     * @param above one entry a chain; chains that the other run lacks are left out
     * @param below likewise
     * @param series what is averaged, one number a draw
     * @param factor of any sign
     * @return {@link Estimate#UNKNOWN} if no chain has draws in both
     */
    public static Estimate of(
            List<ChainDraws> above,
            List<ChainDraws> below,
            Function<ChainDraws, double[]> series,
            double factor) {
        List<ChainSnapshot> pairs = new ArrayList<>();
        for (ChainDraws up : above) {
            for (ChainDraws down : below) {
                if (up.chain() == down.chain()) {
                    double[] difference = difference(series.apply(up), series.apply(down));
                    pairs.add(
                            new ChainSnapshot(
                                    new ChainDraws(
                                            up.chain(),
                                            0,
                                            difference,
                                            new double[0][],
                                            difference.length),
                                    List.of()));
                }
            }
        }
        EnsembleSummary summary = EnsembleSummary.of("difference", pairs, EstimatorSettings.of(0));
        if (summary == null) {
            return Estimate.UNKNOWN;
        }
        Estimate mean = new CellEstimator(summary.blocks(), null, false).observable();
        return new Estimate(
                factor * mean.value(),
                Math.abs(factor) * mean.monteCarloError(),
                Double.NaN,
                mean.blocks());
    }

    private static double[] difference(double[] up, double[] down) {
        double[] difference = new double[Math.min(up.length, down.length)];
        for (int t = 0; t < difference.length; t++) {
            difference[t] = up[t] - down[t];
        }
        return difference;
    }
}
