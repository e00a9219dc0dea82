package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.chiscope.patterning.Inversion;
import org.chiscope.patterning.Metric;
import org.chiscope.patterning.Regularization;
import org.chiscope.patterning.ResponseMatrix;
import org.chiscope.patterning.RowScaling;
import org.chiscope.patterning.Solution;
import org.chiscope.patterning.Target;
import org.chiscope.physics.SpinLattice;
import org.chiscope.response.Part;
import org.chiscope.response.Reweighting;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.SpinFlipSettings;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.SpinSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatterningDataTest {
    @TempDir Path folder;

    private Snapshot sample(Experiment experiment, EnergySystem system) throws Exception {
        Path place = folder.resolve(experiment.id());
        return Files.exists(place)
                ? ExperimentRun.reopen(place, system, 1).snapshot()
                : SmallRuns.finish(ExperimentRun.create(experiment, system, place, 2));
    }

    private PatterningData data(Part part) throws Exception {
        EnergySystem system = SmallRuns.system();
        return new PatterningData(sample(SmallRuns.mala(60), system), system, part);
    }

    /** One weight is so steep that no chain stands it in which it moves. */
    @Test
    void jointNeedsDrawsOfTheFullEnsemble() throws Exception {
        EnergySystem steep = SmallRuns.system(100, 0);
        Snapshot snapshot = sample(SmallRuns.experiment(40), steep);
        assertTrue(snapshot.soundFullDraws().isEmpty());
        assertFalse(snapshot.soundRowDraws(0).isEmpty());
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new PatterningData(snapshot, steep, Part.JOINT));
        assertTrue(
                String.valueOf(refused.getMessage()).contains("of this no chain has sound draws"));
    }

    /** Two of four chains each, whose means about their own mean give the means of all. */
    @Test
    void halvesAreEveryOtherChain() throws Exception {
        PatterningData data = data(Part.FLUCTUATION);
        assertTrue(data.hasHalves());
        Snapshot snapshot = data.snapshot();
        double[] h = {0.01, -0.02, 0};
        for (int half = 0; half < 2; half++) {
            double[][] matrix = data.half(half).matrix();
            for (int row = 0; row < 3; row++) {
                double sum = 0;
                double meanObservable = 0;
                double meanContrast = 0;
                for (int pass = 0; pass < 2; pass++) {
                    for (int chain = half; chain < 4; chain += 2) {
                        double[] observable = snapshot.soundRowDraws(row).get(chain).observable();
                        double[] contrast = snapshot.soundRowDraws(row).get(chain).contrast(1);
                        for (int t = 0; t < 60; t++) {
                            if (pass == 0) {
                                meanObservable += observable[t] / 120;
                                meanContrast += contrast[t] / 120;
                            } else {
                                sum -=
                                        (observable[t] - meanObservable)
                                                * (contrast[t] - meanContrast)
                                                / 119;
                            }
                        }
                    }
                }
                assertEquals(sum, matrix[row][1], 1e-9 * Math.abs(sum));
            }
            assertEquals(3, data.half(half).predict(h).size());
        }
    }

    @Test
    void theWholeMatrixIsThatOfTheResult() throws Exception {
        for (Part part : List.of(Part.FLUCTUATION, Part.JOINT)) {
            PatterningData data = data(part);
            ResponseMatrix whole = data.whole();
            assertEquals(List.of("a", "b", "a b/2"), whole.components());
            assertEquals(List.of("first, half", "last", "middle"), whole.patterns());
            for (int row = 0; row < 3; row++) {
                for (int k = 0; k < 3; k++) {
                    var estimates = data.snapshot().matrix().row(row);
                    assertNotNull(estimates);
                    assertEquals(part.of(estimates.cells().get(k)).value(), whole.matrix()[row][k]);
                }
            }
            assertFalse(whole.noise().isEmpty());
            assertNotNull(whole.mixture());
        }
    }

    /** At the largest multiple the exponent has the standard deviation that ends linearity. */
    @Test
    void theLinearRegimeEndsWhereItIsSaidTo() throws Exception {
        for (Part part : List.of(Part.FLUCTUATION, Part.JOINT)) {
            PatterningData data = data(part);
            double[] h = {0.3, -0.2, 0.1};
            double most = data.linearUpTo(h);
            double[] there = {most * 0.3, -most * 0.2, most * 0.1};
            List<Reweighting> reweighted = data.reweighted(there);
            assertEquals(part == Part.JOINT ? 4 : 3, reweighted.size());
            double widest =
                    reweighted.stream().mapToDouble(Reweighting::spread).max().orElseThrow();
            assertEquals(Reweighting.LINEAR, widest, 1e-9);
            assertEquals(Double.POSITIVE_INFINITY, data.linearUpTo(new double[3]));
        }
    }

    @Test
    void fewerChainsHaveNoHalves() throws Exception {
        EnergySystem system = SmallRuns.system();
        Snapshot snapshot = sample(SmallRuns.mala(30).withChains(3), system);
        PatterningData data = new PatterningData(snapshot, system, Part.FLUCTUATION);
        assertFalse(data.hasHalves());
        Inversion inversion =
                new Inversion(
                        data.whole(),
                        new boolean[] {true, true, true},
                        Metric.CHI_SQUARED,
                        RowScaling.RAW);
        Solution solution = inversion.solve(Target.of(0.01, 0, 0), Regularization.ofRank(2));
        assertTrue(Double.isFinite(solution.predicted().getFirst().value()));
    }

    @Test
    void controlsAndResultsWithoutEstimatesAreRefused() throws Exception {
        EnergySystem system = SmallRuns.system();
        for (Control control : Control.values()) {
            Snapshot snapshot = sample(control.apply(SmallRuns.experiment(30)), system);
            assertSentence("is a " + control.words(), snapshot, system);
        }
        Experiment experiment = SmallRuns.mala(30);
        ExperimentRun run =
                ExperimentRun.create(experiment, system, folder.resolve("not started"), 1);
        assertSentence("has none yet", run.snapshot(), system);
    }

    private static void assertSentence(String part, Snapshot snapshot, EnergySystem system) {
        String message =
                String.valueOf(
                        assertThrows(
                                        IllegalArgumentException.class,
                                        () -> new PatterningData(snapshot, system, Part.JOINT))
                                .getMessage());
        assertTrue(message.contains(part) && message.endsWith("."), message);
    }

    /** Fields mix no data: no mixture, no gauge and no weights. */
    @Test
    void fieldsHaveNoMixture() throws Exception {
        EnergySystem system = new SpinSystem(new SpinLattice(2, 2, false, 0.3, 0.1));
        Experiment experiment =
                new Experiment(
                        "spins",
                        ".",
                        Selection.all(),
                        Selection.all(),
                        new SpinFlipSettings(1, false),
                        4,
                        new ChainSettings(10, 200, 2),
                        3);
        PatterningData data =
                new PatterningData(sample(experiment, system), system, Part.FLUCTUATION);
        assertNull(data.mixture());
        assertTrue(data.hasHalves());
        assertEquals(4, data.half(1).components().size());
        Inversion inversion =
                new Inversion(
                        data.whole(),
                        new boolean[] {true, true, true, true},
                        Metric.CHI_SQUARED,
                        RowScaling.RAW);
        assertEquals(List.of(), inversion.gauge());
        Solution solution = inversion.solve(Target.of(0.1, 0, 0, 0), Regularization.ofRank(4));
        assertEquals(Double.POSITIVE_INFINITY, solution.largestStep());
        assertTrue(Double.isNaN(solution.klDivergence()));
        assertEquals(0.1, solution.predicted().getFirst().value(), 1e-9);
        assertEquals(4, data.reweighted(new double[4]).size());
    }
}
