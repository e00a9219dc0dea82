package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chiscope.math.RandomStream;
import org.chiscope.modes.MatrixForm;
import org.chiscope.modes.ModeEstimates;
import org.chiscope.response.EnsembleSummary;
import org.chiscope.response.MatrixReplicates;
import org.chiscope.response.NoiseFloor;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.system.EnergySystem;

/**
 * A result's matrix as its modes ask for it, so that the window and the command line show the same.
 * Rows without draws take no part. Immutable; computes when it is asked, on the caller's thread.
 */
public final class ModesData {
    private static final long NOISE = RandomStream.hash("modes noise");

    private final Snapshot snapshot;
    private final Part part;
    private final List<Integer> places = new ArrayList<>();
    private final List<SusceptibilityRow> rows = new ArrayList<>();

    /**
     * @param part which estimate of the cells
     * @throws IllegalArgumentException with one sentence if there is no estimate yet
     */
    public ModesData(Snapshot snapshot, Part part) {
        this.snapshot = snapshot;
        this.part = part;
        for (int row = 0; row < snapshot.components().size(); row++) {
            SusceptibilityRow estimate = snapshot.matrix().row(row);
            if (estimate != null) {
                places.add(row);
                rows.add(estimate);
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(
                    "This result has no draws yet, so it has no modes; sample it first.");
        }
    }

    /** The snapshot that all of it comes from. */
    public Snapshot snapshot() {
        return snapshot;
    }

    /** Which estimate of the cells. */
    public Part part() {
        return part;
    }

    /** The rows that take part, as positions among the snapshot's components. */
    public List<Integer> places() {
        return List.copyOf(places);
    }

    /**
     * The modes, with their errors and with noise to compare them with.
     *
     * @throws IllegalArgumentException with one sentence if a cell, or an error that the form
     *     needs, is not known
     */
    public ModeEstimates modes(MatrixForm form) {
        return ModeEstimates.of(rows, part, form, noise());
    }

    /**
     * Matrices of noise: of the noise null where there is one, and else the deviations of the
     * matrix' own replicates: chains that share minibatches have no null, nor have shift and joint.
     */
    private List<double[][]> noise() {
        long seed = snapshot.experiment().seed();
        if (part == Part.FLUCTUATION && !snapshot.experiment().sampler().minibatch().shared()) {
            Set<String> names = new HashSet<>();
            rows.forEach(row -> names.add(row.component()));
            List<EnsembleSummary> summaries =
                    snapshot.rowSummaries().stream()
                            .filter(summary -> names.contains(summary.name()))
                            .toList();
            List<double[][]> nulls = NoiseFloor.noise(summaries, seed);
            if (!nulls.isEmpty()) {
                return nulls;
            }
        }
        return MatrixReplicates.of(rows, part)
                .noise(
                        NoiseFloor.matrices(rows.size(), snapshot.patterns().size()),
                        RandomStream.of(seed, NOISE));
    }

    /**
     * How far the modes are found again in each half of the chains; none where there are fewer than
     * four of some row.
     */
    public List<ModeEstimates.Overlap> overlaps(ModeEstimates modes) {
        boolean full = part != Part.FLUCTUATION && snapshot.rows() == EnergySystem.Rows.COMPONENTS;
        if (!ChainHalves.has(snapshot, places, full)) {
            return List.of();
        }
        return modes.overlaps(
                ChainHalves.rows(snapshot, places, 0), ChainHalves.rows(snapshot, places, 1));
    }
}
