package org.chiscope.app.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.chiscope.app.bench.MatrixUpdates.Size;
import org.chiscope.experiment.ChainProgress;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.EnsembleDiagnostics;
import org.chiscope.experiment.EnsembleProgress;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.NoiseShares;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Selection;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.SusceptibilityMatrix;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Component;
import org.chiscope.response.Cell;
import org.chiscope.response.EnsembleSummary;
import org.chiscope.response.Estimate;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.system.EnergySystem;

/** Snapshots of a run that was never made, of any size. */
final class MadeSnapshots {
    private static final int CHAINS = 4;
    private static final int DRAWS = 100;
    private static final int HEADS = 16;

    /** Rows of cells that differ; further rows share theirs, since millions would fill memory. */
    private static final int DISTINCT_ROWS = 64;

    private MadeSnapshots() {}

    /**
     * A running experiment, every cell of which is known.
     *
     * @param seed of the cells' numbers
     */
    static Snapshot of(Size size, long seed) {
        List<ComponentInfo> components = new ArrayList<>();
        List<EnsembleProgress> ensembles = new ArrayList<>();
        ensembles.add(progress("full"));
        List<List<Cell>> cells = new ArrayList<>();
        List<SusceptibilityRow> rows = new ArrayList<>();
        for (int r = 0; r < size.rows(); r++) {
            String name = "l" + r / HEADS + "h" + r % HEADS;
            components.add(new ComponentInfo(name, Component.Kind.HEAD, r / HEADS, 1));
            ensembles.add(progress(name));
            if (r < DISTINCT_ROWS) {
                cells.add(cells(size.columns(), RandomStream.of(seed, r)));
            }
            rows.add(row(name, cells.get(r % DISTINCT_ROWS)));
        }
        List<PatternInfo> patterns = new ArrayList<>();
        for (int c = 0; c < size.columns(); c++) {
            patterns.add(new PatternInfo("pattern " + c, "family " + c % 4, "Made up.", 40, 7));
        }
        return new Snapshot(
                "made",
                RunState.RUNNING,
                null,
                new Experiment(
                        "Made up",
                        "model",
                        Selection.all(),
                        Selection.all(),
                        new SgldSettings(1e-4, 100, 100, 1),
                        CHAINS,
                        new ChainSettings(0, 2 * DRAWS, 1),
                        seed),
                EnergySystem.Rows.COMPONENTS,
                components,
                patterns,
                new SusceptibilityMatrix(rows),
                ensembles,
                2 * DRAWS,
                List.of(),
                NoiseShares.unknown(),
                1,
                new double[size.columns()],
                1,
                1,
                1,
                Collections.nCopies(1 + size.rows(), List.of()));
    }

    private static List<Cell> cells(int columns, RandomStream random) {
        List<Cell> cells = new ArrayList<>();
        for (int c = 0; c < columns; c++) {
            Estimate estimate = new Estimate(random.nextGaussian(), 0.5, Double.NaN, 8);
            cells.add(new Cell(estimate, estimate, estimate, CHAINS * DRAWS, DRAWS, 40, 7));
        }
        return List.copyOf(cells);
    }

    private static SusceptibilityRow row(String name, List<Cell> cells) {
        double[][] none = {};
        int[] sizes = {};
        return new SusceptibilityRow(
                name,
                cells,
                Estimate.UNKNOWN,
                new EnsembleSummary.Diagnostics(1, DRAWS, 1, 1, 0, CHAINS, 8),
                CHAINS * DRAWS,
                false,
                null,
                new SusceptibilityRow.Replicates(
                        none, none, none, none, none, none, sizes, sizes, false));
    }

    private static EnsembleProgress progress(String name) {
        ChainProgress chain = new ChainProgress(DRAWS, DRAWS, true, false);
        return new EnsembleProgress(
                name, Collections.nCopies(CHAINS, chain), EnsembleDiagnostics.unknown());
    }
}
