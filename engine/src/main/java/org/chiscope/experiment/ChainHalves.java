package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.response.ChainDraws;
import org.chiscope.response.ChainSnapshot;
import org.chiscope.response.EnsembleSummary;
import org.chiscope.response.EstimatorSettings;
import org.chiscope.response.SusceptibilityEstimator;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.system.EnergySystem;

/** Rows of the matrix from every other chain: two estimates that share no draw. */
final class ChainHalves {
    /** Chains without which there are no halves with an error each. */
    static final int CHAINS = 4;

    private ChainHalves() {}

    /** Whether each of those rows has chains enough, and where it is needed the full ensemble. */
    static boolean has(Snapshot snapshot, List<Integer> rows, boolean needsFull) {
        return rows.stream().allMatch(row -> snapshot.soundRowDraws(row).size() >= CHAINS)
                && (!needsFull || snapshot.soundFullDraws().size() >= CHAINS);
    }

    /**
     * The rows of every other chain.
     *
     * @param half 0: the first, third, …; 1: the others
     */
    static List<SusceptibilityRow> rows(Snapshot snapshot, List<Integer> rows, int half) {
        SusceptibilityEstimator estimator =
                SusceptibilityEstimator.ofDraws(
                        snapshot.patterns().size(),
                        EstimatorSettings.of(snapshot.experiment().sampler().nBeta()));
        boolean reading = snapshot.rows() == EnergySystem.Rows.EXAMPLES;
        EnsembleSummary full =
                reading
                        ? null
                        : estimator.summarise("full", every(snapshot.soundFullDraws(), half));
        List<SusceptibilityRow> estimates = new ArrayList<>();
        for (int row : rows) {
            EnsembleSummary summary =
                    estimator.summarise(
                            snapshot.components().get(row).name(),
                            every(snapshot.soundRowDraws(row), half));
            if (summary == null) {
                throw new IllegalStateException("A row with an estimate has draws in each half.");
            }
            estimates.add(estimator.row(summary, reading ? summary : full));
        }
        return estimates;
    }

    private static List<ChainSnapshot> every(List<ChainDraws> chains, int half) {
        List<ChainSnapshot> chosen = new ArrayList<>();
        for (int c = half; c < chains.size(); c += 2) {
            chosen.add(new ChainSnapshot(chains.get(c), List.of()));
        }
        return chosen;
    }
}
