package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.chiscope.response.Cell;
import org.chiscope.response.Estimate;
import org.chiscope.response.SusceptibilityRow;

/**
 * How long chains would have to be for the matrix to stand out of the noise: for three in ten of
 * its fluctuations to lie beyond two standard errors. A rough number.
 *
 * <p>Values divided by their errors are taken as normal with variance 1 + τ², of which the 1 is
 * noise and τ² grows in proportion to the draws. Their seventh decile q gives τ² = q²/1.0364² − 1,
 * since |N(0, 1)| lies beyond 1.0364 in three of ten cases; the wanted τ² is 2²/1.0364² − 1.
 */
public final class DrawsNeeded {
    /** The share of cells that is aimed at. */
    public static final double SHARE = 0.3;

    private static final double DECILE = 1.0364333894937898;

    /** Below this τ² nothing distinguishes the matrix from noise. */
    private static final double LEAST_SIGNAL = 0.05;

    private DrawsNeeded() {}

    /**
     * Draws that every chain should make, rounded up.
     *
     * @return NaN if the matrix has fewer than 10 cells with an error, or none that differs from
     *     noise; at most the draws of the run if it is there already
     */
    public static double perChain(Snapshot snapshot) {
        List<Double> ratios = new ArrayList<>();
        for (SusceptibilityRow row : snapshot.matrix().rows()) {
            if (row == null) {
                continue;
            }
            for (Cell cell : row.cells()) {
                Estimate e = cell.fluctuation();
                double ratio = Math.abs(e.value()) / e.monteCarloError();
                if (Double.isFinite(ratio)) {
                    ratios.add(ratio);
                }
            }
        }
        if (ratios.size() < 10) {
            return Double.NaN;
        }
        Collections.sort(ratios);
        double q = ratios.get((int) Math.floor((1 - SHARE) * (ratios.size() - 1)));
        double signal = q * q / (DECILE * DECILE) - 1;
        if (signal < LEAST_SIGNAL) {
            return Double.NaN;
        }
        double wanted = 4 / (DECILE * DECILE) - 1;
        return Math.ceil(snapshot.drawsPerChain() * wanted / signal);
    }
}
