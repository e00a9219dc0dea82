package org.chiscope.modes;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.math.RandomStream;
import org.chiscope.response.ChainDraws;
import org.chiscope.response.ChainSnapshot;
import org.chiscope.response.EnsembleSummary;
import org.chiscope.response.EstimatorSettings;
import org.chiscope.response.NoiseFloor;
import org.chiscope.response.SusceptibilityEstimator;
import org.chiscope.response.SusceptibilityRow;

/**
 * Draws whose matrix is known: in row r, φ is a standard normal number and ΔL_k = −A_rk φ + noise_k
 * with noise of standard deviation σ, all independent; so −Cov(φ, ΔL_k) = A_rk.
 */
final class MadeRows {
    private final int patterns;
    private final List<EnsembleSummary> summaries = new ArrayList<>();

    MadeRows(double[][] truth, double sigma, int chains, int draws, long seed) {
        patterns = truth[0].length;
        for (int r = 0; r < truth.length; r++) {
            List<ChainSnapshot> snapshots = new ArrayList<>();
            for (int c = 0; c < chains; c++) {
                RandomStream random = RandomStream.of(91, seed, r, c);
                double[] loss = new double[draws];
                double[][] patterns = new double[truth[r].length][draws];
                for (int t = 0; t < draws; t++) {
                    loss[t] = random.nextGaussian();
                    for (int k = 0; k < patterns.length; k++) {
                        patterns[k][t] =
                                loss[t] - truth[r][k] * loss[t] + sigma * random.nextGaussian();
                    }
                }
                snapshots.add(
                        new ChainSnapshot(new ChainDraws(c, 0, loss, patterns, draws), List.of()));
            }
            summaries.add(
                    requireNonNull(
                            EnsembleSummary.of("row " + r, snapshots, EstimatorSettings.of(1))));
        }
    }

    List<SusceptibilityRow> rows() {
        SusceptibilityEstimator estimator =
                SusceptibilityEstimator.ofDraws(patterns, EstimatorSettings.of(1));
        return summaries.stream().map(summary -> estimator.row(summary, null)).toList();
    }

    List<double[][]> noise(long seed) {
        return NoiseFloor.noise(summaries, seed);
    }
}
