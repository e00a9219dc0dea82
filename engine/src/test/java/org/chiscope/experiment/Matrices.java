package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.network.Component;
import org.chiscope.response.Cell;
import org.chiscope.response.EnsembleSummary;
import org.chiscope.response.Estimate;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;

/** Snapshots with made-up estimates, for tests of what is made of them. */
public final class Matrices {

    private Matrices() {}

    public static Estimate estimate(double value, double error) {
        return new Estimate(value, error, Double.NaN, 10);
    }

    public static Cell cell(Estimate fluctuation) {
        return new Cell(
                fluctuation, estimate(0.5, 0.25), estimate(1e-7, Double.NaN), 800, 123.5, 40, 7);
    }

    public static SusceptibilityRow row(String component, List<Cell> cells) {
        return new SusceptibilityRow(
                component,
                cells,
                estimate(2, 0.1),
                new EnsembleSummary.Diagnostics(1.01, 300, 2.5, 3, 0.5, 4, 20),
                800,
                false,
                null,
                new SusceptibilityRow.Replicates(
                        new double[0][],
                        new double[0][],
                        new double[0][],
                        new double[0][],
                        new double[0][],
                        new double[0][],
                        new int[0],
                        new int[0],
                        false));
    }

    /** A finished run of 4 chains × 200 draws with these rows. */
    static Snapshot snapshot(List<@Nullable SusceptibilityRow> rows, List<String> patterns) {
        List<ComponentInfo> components = new ArrayList<>();
        List<EnsembleProgress> ensembles = new ArrayList<>();
        ensembles.add(progress("full"));
        for (SusceptibilityRow row : rows) {
            String name = row == null ? "none" : row.component();
            components.add(new ComponentInfo(name, Component.Kind.HEAD, 0, 16));
            ensembles.add(progress(name));
        }
        return new Snapshot(
                "20260101-000000-abcd",
                RunState.FINISHED,
                null,
                SmallRuns.experiment(200),
                EnergySystem.Rows.COMPONENTS,
                components,
                patterns.stream()
                        .map(name -> new PatternInfo(name, "family", "A pattern.", 40, 7))
                        .toList(),
                new SusceptibilityMatrix(rows),
                ensembles,
                200,
                List.of(new ChainFailure("full", 2, 17, "It diverged.")),
                new NoiseShares(0.5, Double.NaN, 0.05),
                1.5,
                new double[patterns.size()],
                12.25,
                0,
                Double.NaN,
                List.of());
    }

    private static EnsembleProgress progress(String name) {
        ChainProgress chain = new ChainProgress(620, 200, false, false);
        return new EnsembleProgress(
                name,
                List.of(chain, chain, chain, chain),
                new EnsembleDiagnostics(
                        1.01,
                        300,
                        2.5,
                        0.5,
                        0.97,
                        0.02,
                        1.75,
                        estimate(2, 0.1),
                        List.of(1.9, 2.1),
                        name.equals("full")));
    }
}
