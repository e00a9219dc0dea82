package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.response.Cell;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.system.EnergySystem;

/**
 * What there is to know of an ensemble's chains, in one line of a table.
 *
 * @param progress its chains, and what their draws say
 * @param weakestEss smallest effective sample size of a cell that rests on it; NaN where none is
 *     known, as for the full ensemble where rows follow components
 * @param rise ⟨L⟩ − L(w*), nats (the energy's unit for physics); NaN where unknown
 * @param cautions reasons not to trust it, the gravest first
 */
public record EnsembleReport(
        EnsembleProgress progress, double weakestEss, double rise, List<Caution> cautions) {

    /** Copies the list. */
    public EnsembleReport {
        cautions = List.copyOf(cautions);
    }

    /** Those of all ensembles, in the snapshot's order. */
    public static List<EnsembleReport> all(Snapshot snapshot) {
        List<EnsembleReport> reports = new ArrayList<>();
        for (int e = 0; e < snapshot.ensembles().size(); e++) {
            EnsembleProgress progress = snapshot.ensembles().get(e);
            reports.add(
                    new EnsembleReport(
                            progress,
                            weakest(snapshot, e),
                            progress.diagnostics().meanLoss() - snapshot.checkpointLoss(),
                            Caution.of(progress, snapshot.checkpointLoss())));
        }
        return reports;
    }

    private static double weakest(Snapshot snapshot, int ensemble) {
        boolean own = snapshot.rows() == EnergySystem.Rows.COMPONENTS;
        double least = Double.NaN;
        for (int r = 0; r < snapshot.components().size(); r++) {
            SusceptibilityRow row = snapshot.matrix().row(r);
            if (row == null || (own ? r + 1 : 0) != ensemble) {
                continue;
            }
            for (Cell cell : row.cells()) {
                if (!Double.isNaN(cell.ess())) {
                    least = Double.isNaN(least) ? cell.ess() : Math.min(least, cell.ess());
                }
            }
        }
        return least;
    }

    /** {@code full}, or the component's name. */
    public String name() {
        return progress.name();
    }

    /** What its draws say. */
    public EnsembleDiagnostics diagnostics() {
        return progress.diagnostics();
    }

    /** Whether there is anything to judge: draws, or a failure. */
    public boolean known() {
        return progress.draws() > 0 || progress.failedChains() > 0;
    }

    /** Whether there are draws and nothing speaks against them. */
    public boolean sound() {
        return known() && cautions.isEmpty();
    }
}
