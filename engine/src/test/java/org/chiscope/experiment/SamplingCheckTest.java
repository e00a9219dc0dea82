package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.chiscope.experiment.SamplingCheck.Criterion;
import org.chiscope.physics.SpinLattice;
import org.chiscope.response.Estimate;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.SpinFlipSettings;
import org.chiscope.system.SpinSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplingCheckTest {
    private static final double UNKNOWN = Double.NaN;

    @TempDir Path folder;

    private static EnsembleReport report(
            int draws, boolean failed, double rHat, double drift, double acceptance, double heat) {
        EnsembleProgress progress =
                new EnsembleProgress(
                        "a",
                        List.of(new ChainProgress(draws, draws, false, failed)),
                        new EnsembleDiagnostics(
                                rHat,
                                draws,
                                1,
                                drift,
                                acceptance,
                                heat,
                                1.5,
                                new Estimate(3, 0.1, 0, 4),
                                List.of(3.0),
                                false));
        return new EnsembleReport(progress, UNKNOWN, 0.5, Caution.of(progress, 1));
    }

    private static SamplingCheck check(Criterion criterion, List<EnsembleReport> reports) {
        return SamplingCheck.all(reports).get(criterion.ordinal());
    }

    @Test
    void ensemblesAreCountedWhereTheNumberIsKnown() {
        List<EnsembleReport> reports =
                List.of(
                        report(10, false, Caution.R_HAT, 0, 0.5, 0),
                        report(10, false, Caution.R_HAT + 0.01, 0, Caution.ACCEPTANCE - 0.01, 0.2),
                        report(10, true, UNKNOWN, Caution.DRIFT + 1, UNKNOWN, UNKNOWN),
                        report(0, false, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN));
        assertEquals(
                new SamplingCheck(Criterion.NO_FAILURE, 2, 3),
                check(Criterion.NO_FAILURE, reports));
        assertEquals(new SamplingCheck(Criterion.AGREES, 1, 2), check(Criterion.AGREES, reports));
        assertEquals(
                new SamplingCheck(Criterion.LEVELLED_OFF, 2, 3),
                check(Criterion.LEVELLED_OFF, reports));
        assertEquals(
                new SamplingCheck(Criterion.ACCEPTED, 1, 2), check(Criterion.ACCEPTED, reports));
        assertEquals(new SamplingCheck(Criterion.COOL, 1, 2), check(Criterion.COOL, reports));
        assertTrue(reports.get(0).sound());
        assertFalse(reports.get(1).sound());
        assertFalse(reports.get(3).sound(), "without draws nothing is known");
        assertFalse(reports.get(3).known());
    }

    @Test
    void everyCautionBreachesOneCriterion() {
        Set<Caution> seen = new HashSet<>();
        for (Criterion criterion : Criterion.values()) {
            for (Caution caution : criterion.breaches()) {
                assertTrue(seen.add(caution), caution + " twice");
            }
        }
        assertEquals(Set.of(Caution.values()), seen);
    }

    /** λ̂ = nβ (⟨L⟩ − L(w*)), and a cell's effective size is at least that of the weakest. */
    @Test
    void reportsOfARunFollowItsSnapshot() throws Exception {
        Experiment experiment = SmallRuns.experiment(60);
        Snapshot last =
                SmallRuns.finish(
                        ExperimentRun.create(
                                experiment, SmallRuns.system(), folder.resolve("results"), 2));
        List<EnsembleReport> reports = EnsembleReport.all(last);
        assertEquals(4, reports.size());
        assertTrue(Double.isNaN(reports.getFirst().weakestEss()), "no cell rests on full alone");
        for (int row = 0; row < 3; row++) {
            EnsembleReport report = reports.get(row + 1);
            assertEquals(report.diagnostics().lambda().value(), 30 * report.rise(), 1e-9);
            var cells = Objects.requireNonNull(last.matrix().row(row)).cells();
            double least = cells.stream().mapToDouble(c -> c.ess()).min().orElseThrow();
            assertEquals(least, report.weakestEss());
        }
        Path file = folder.resolve("diagnostics.csv");
        DiagnosticsTable.write(reports, file);
        List<String> lines = Files.readAllLines(file);
        assertEquals(5, lines.size());
        assertEquals(DiagnosticsTable.HEADER, lines.getFirst());
        assertTrue(lines.get(1).startsWith("full,240,0,"), lines.get(1));
    }

    /** Rows are read from one ensemble, whose weakest cell is that of all rows; there is no λ̂. */
    @Test
    void spinsHaveOneEnsembleWithoutALearningCoefficient() throws Exception {
        SpinLattice lattice = new SpinLattice(3, 3, false, 0.35, 0.1);
        Experiment experiment =
                new Experiment(
                        "spins",
                        ".",
                        Selection.all(),
                        Selection.all(),
                        new SpinFlipSettings(1, true),
                        4,
                        new ChainSettings(20, 100, 2),
                        3);
        Snapshot last =
                SmallRuns.finish(
                        ExperimentRun.create(
                                experiment, new SpinSystem(lattice), folder.resolve("s"), 2));
        List<EnsembleReport> reports = EnsembleReport.all(last);
        assertEquals(1, reports.size());
        assertTrue(reports.getFirst().weakestEss() > 0);
        assertEquals(0, check(Criterion.ABOVE_CHECKPOINT, reports).of());
        assertEquals(0, check(Criterion.NEAR_CHECKPOINT, reports).of());
        assertTrue(DiagnosticsTable.text(reports).lines().toList().get(1).contains(",,"));
    }
}
