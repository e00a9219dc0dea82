package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.data.Pattern;
import org.chiscope.patterning.DataMixture;
import org.chiscope.patterning.ResponseMatrix;
import org.chiscope.response.ChainDraws;
import org.chiscope.response.ChainSnapshot;
import org.chiscope.response.EnsembleSummary;
import org.chiscope.response.EstimatorSettings;
import org.chiscope.response.NoiseFloor;
import org.chiscope.response.Part;
import org.chiscope.response.Reweighting;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;

/**
 * A result's draws as patterning asks for them: the response matrix of all of them and of each half
 * of the chains, and the draws re-weighted to perturbed data. Immutable; computes when it is asked,
 * on the caller's thread.
 */
public final class PatterningData {
    /** Chains without which there are no halves with an error each. */
    public static final int CHAINS_FOR_HALVES = ChainHalves.CHAINS;

    private final Snapshot snapshot;
    private final Part part;
    private final @Nullable DataMixture mixture;
    private final int baseExamples;
    private final List<Integer> rows;

    /**
     * @param snapshot of a result; rows without an estimate take no part
     * @param system its model
     * @param part CONDITIONAL (fluctuation) or JOINT
     * @throws IllegalArgumentException with one sentence if nothing can be inverted
     */
    public PatterningData(Snapshot snapshot, EnergySystem system, Part part) {
        Control.of(snapshot.experiment().sampler())
                .ifPresent(
                        control -> {
                            throw new IllegalArgumentException(
                                    "Patterning needs a posterior that data move, but this result is a "
                                            + control.words()
                                            + "; open the experiment that it belongs to.");
                        });
        this.snapshot = snapshot;
        this.part = part;
        baseExamples = system.baseExamples();
        mixture =
                snapshot.rows() == EnergySystem.Rows.COMPONENTS
                        ? DataMixture.of(
                                patterns(snapshot, system),
                                system.examples(),
                                system.baseExamples())
                        : null;
        rows = new ArrayList<>();
        for (int row = 0; row < snapshot.components().size(); row++) {
            if (snapshot.matrix().row(row) != null) {
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(
                    "Patterning needs estimates, but this result has none yet; sample it first.");
        }
        if (needsFull() && snapshot.soundFullDraws().isEmpty()) {
            throw new IllegalArgumentException(
                    "The joint susceptibility compares every row with the full ensemble, but of this"
                            + " no chain has sound draws; choose the fluctuation, or sample again"
                            + " with a smaller step.");
        }
    }

    /** JOINT compares every row with the full ensemble. */
    private boolean needsFull() {
        return part == Part.JOINT && mixture != null;
    }

    private static List<Pattern> patterns(Snapshot snapshot, EnergySystem system) {
        List<Pattern> patterns = new ArrayList<>();
        for (PatternInfo info : snapshot.patterns()) {
            for (Pattern pattern : system.patterns()) {
                if (pattern.name().equals(info.name())) {
                    patterns.add(pattern);
                }
            }
        }
        return patterns;
    }

    /** The snapshot that all of it comes from. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** Which estimate is inverted. */
    public Part part() {
        return part;
    }

    /** What patterns do to the data; null where columns are fields. */
    public @Nullable DataMixture mixture() {
        return mixture;
    }

    /** How many of the evaluation examples, the first ones, q consists of. */
    int baseExamples() {
        return baseExamples;
    }

    private double nBeta() {
        return snapshot.experiment().sampler().nBeta();
    }

    private List<String> patternNames() {
        return snapshot.patterns().stream().map(PatternInfo::name).toList();
    }

    /** The response matrix of all draws. */
    public ResponseMatrix whole() {
        List<SusceptibilityRow> estimates = new ArrayList<>();
        for (int row : rows) {
            SusceptibilityRow estimate = snapshot.matrix().row(row);
            if (estimate != null) {
                estimates.add(estimate);
            }
        }
        return matrix(estimates, 2);
    }

    /** Whether there are chains enough for two halves. */
    public boolean hasHalves() {
        return ChainHalves.has(snapshot, rows, needsFull());
    }

    /**
     * The response matrix of every other chain.
     *
     * @param half 0: the first, third, …; 1: the others
     */
    public ResponseMatrix half(int half) {
        return matrix(ChainHalves.rows(snapshot, rows, half), half);
    }

    private ResponseMatrix matrix(List<SusceptibilityRow> estimates, int half) {
        long seed = snapshot.experiment().seed();
        List<double[][]> nulls = List.of();
        if (part == Part.FLUCTUATION
                && !snapshot.experiment().sampler().minibatch().shared()
                && half == 2) {
            List<EnsembleSummary> summaries = new ArrayList<>();
            for (int row : rows) {
                EnsembleSummary summary =
                        EnsembleSummary.of(
                                snapshot.components().get(row).name(),
                                snapshots(snapshot.soundRowDraws(row)),
                                EstimatorSettings.of(nBeta()));
                if (summary != null) {
                    summaries.add(summary);
                }
            }
            nulls = NoiseFloor.noise(summaries, seed);
        }
        return ResponseMatrix.of(
                estimates, patternNames(), part, nBeta(), mixture, nulls, seed + half);
    }

    private static List<ChainSnapshot> snapshots(List<ChainDraws> chains) {
        return chains.stream().map(draws -> new ChainSnapshot(draws, List.of())).toList();
    }

    /**
     * The draws re-weighted to q_h: one a component of {@link #whole}, and under JOINT the full
     * ensemble's at the end.
     *
     * @param h one a pattern
     */
    public List<Reweighting> reweighted(double[] h) {
        List<Reweighting> all = new ArrayList<>();
        for (int row : rows) {
            SusceptibilityRow estimate = snapshot.matrix().row(row);
            if (estimate != null
                    && estimate.cells().stream()
                            .allMatch(cell -> Double.isFinite(part.of(cell).value()))) {
                all.add(
                        new Reweighting(
                                snapshot.components().get(row).name(),
                                snapshot.soundRowDraws(row),
                                h,
                                nBeta()));
            }
        }
        if (part == Part.JOINT && mixture != null) {
            all.add(new Reweighting("full", snapshot.soundFullDraws(), h, nBeta()));
        }
        return all;
    }

    /** Standard deviations of φ over the draws, nats; one a component of {@link #whole}. */
    public double[] spreads() {
        double[] none = new double[snapshot.patterns().size()];
        return reweighted(none).stream()
                .filter(ensemble -> !ensemble.ensemble().equals("full"))
                .mapToDouble(Reweighting::observableSpread)
                .toArray();
    }

    /**
     * The largest multiple of h whose response is linear by theory.md's rule: nβ · sd(Σ h_k ΔL_k) ≤
     * 0.5 in every component, and under JOINT in the full ensemble.
     *
     * @return infinite for h = 0
     */
    public double linearUpTo(double[] h) {
        double spread = reweighted(h).stream().mapToDouble(Reweighting::spread).max().orElse(0);
        return Reweighting.LINEAR / spread;
    }
}
