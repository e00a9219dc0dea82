package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.chiscope.physics.Quadratic;
import org.chiscope.physics.SpinLattice;
import org.chiscope.response.Cell;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.sampling.SpinFlipSettings;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.LandscapeSystem;
import org.chiscope.system.SpinSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Physical systems through the same runs and estimators as networks. */
class PhysicsRunTest {
    @TempDir Path folder;

    private Snapshot run(EnergySystem system, SamplerSettings sampler, ChainSettings schedule)
            throws Exception {
        Experiment experiment =
                new Experiment(
                        "physics", ".", Selection.all(), Selection.all(), sampler, 8, schedule, 11);
        ExperimentRun run = ExperimentRun.create(experiment, system, folder.resolve("out"), 2);
        run.start();
        Snapshot last = run.awaitFinished();
        assertEquals(RunState.FINISHED, last.state());
        return last;
    }

    /**
     * Cov(s_i, s_j) by enumeration of 2^16 configurations. 256 cells, of which 136 differ: with
     * errors that are right, the largest of 136 |z| stays below 5 with probability 0.9999, and
     * their root mean square near 1 (below 1.5, since neighbouring cells are correlated).
     */
    @ParameterizedTest
    @CsvSource({
        "0.3, 0.0, false, true",
        "0.3, 0.1, false, true",
        "0.44, 0.0, true, true",
        "0.3, 0.1, true, true",
        "-0.4, 0.2, true, false",
        "0.44, 0.05, false, false"
    })
    void aFourByFourIsingMatrixAgreesWithEnumeration(
            double coupling, double field, boolean clusters, boolean periodic) throws Exception {
        SpinLattice lattice = new SpinLattice(4, 4, periodic, coupling, field);
        double[][] truth = lattice.enumerate(1).covariance();
        Snapshot last =
                run(
                        new SpinSystem(lattice),
                        new SpinFlipSettings(1, clusters),
                        new ChainSettings(200, 4000, 4));
        double squares = 0;
        for (int i = 0; i < 16; i++) {
            for (int j = 0; j < 16; j++) {
                Cell cell = cell(last, i, j);
                double z =
                        (cell.fluctuation().value() - truth[i][j])
                                / cell.fluctuation().monteCarloError();
                assertTrue(Math.abs(z) < 5, "cell " + i + ", " + j + ": z = " + z);
                squares += z * z / 256;
                assertEquals(0, cell.shift().value());
            }
        }
        assertTrue(Math.sqrt(squares) < 1.5, "root mean square of z: " + Math.sqrt(squares));
    }

    /**
     * At nβ = 0, as without coupling and field, every configuration is as likely: means 0 and
     * covariances the identity, also for two spins, whose product the parity of flips would fix.
     * Before each draw every spin was proposed again but with probability 2^-40, so that n = 16,000
     * draws are independent: an entry's standard deviation is 1/√n at most, and the bound is 4.5 of
     * them.
     */
    @ParameterizedTest
    @CsvSource({"0, 0.3, false", "0, 0.3, true", "1, 0, false", "1, 0, true"})
    void spinsWithoutTemperatureOrForcesAreFree(double nBeta, double coupling, boolean clusters)
            throws Exception {
        Snapshot last =
                run(
                        new SpinSystem(new SpinLattice(2, 1, false, coupling, 0)),
                        new SpinFlipSettings(nBeta, clusters),
                        new ChainSettings(40, 2000, 40));
        double bound = 4.5 / Math.sqrt(16_000);
        for (int i = 0; i < 2; i++) {
            double mean =
                    last.rowDraws(i).stream()
                            .flatMapToDouble(chain -> Arrays.stream(chain.observable()))
                            .average()
                            .orElseThrow();
            assertEquals(0, mean, bound);
            for (int j = 0; j < 2; j++) {
                assertEquals(i == j ? 1 : 0, cell(last, i, j).fluctuation().value(), bound);
            }
        }
        assertTrue(Double.isNaN(last.ensembles().getFirst().diagnostics().lambda().value()));
    }

    /** Springs: nβ Cov(w_i, w_j) = K⁻¹ at every temperature; K of a chain of three, 4/3-inverse. */
    @ParameterizedTest
    @CsvSource({"1, 0.05", "25, 0.002"})
    void springsYieldByTheInverseOfTheirStiffness(double nBeta, double stepSize) throws Exception {
        double[][] stiffness = {{2, -1, 0}, {-1, 2, -1}, {0, -1, 2}};
        double[][] inverse = {{0.75, 0.5, 0.25}, {0.5, 1, 0.5}, {0.25, 0.5, 0.75}};
        EnergySystem springs =
                LandscapeSystem.responding(new Quadratic(stiffness, new double[3]), new float[3]);
        Snapshot last =
                run(
                        springs,
                        new MalaSettings(stepSize * 4, new PosteriorSettings(nBeta, 0)),
                        new ChainSettings(500, 4000, 4));
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                Cell cell = cell(last, i, j);
                double z =
                        (nBeta * cell.fluctuation().value() - inverse[i][j])
                                / (nBeta * cell.fluctuation().monteCarloError());
                assertTrue(Math.abs(z) < 4, "cell " + i + ", " + j + ": z = " + z);
            }
        }
    }

    @Test
    void allRowsComeFromOneEnsembleAndReopen() throws Exception {
        EnergySystem system = new SpinSystem(new SpinLattice(3, 2, true, 0.3, 0.1));
        Snapshot last = run(system, new SpinFlipSettings(1, false), new ChainSettings(10, 40, 1));
        assertEquals(1, last.ensembles().size());
        assertEquals(6, last.matrix().rows().size());
        assertEquals(8, last.rowDraws(3).size());
        double[] spin = last.rowDraws(3).getFirst().observable();
        for (double s : spin) {
            assertEquals(1, Math.abs(s));
        }
        Snapshot again = ExperimentRun.reopen(folder.resolve("out"), system, 1).snapshot();
        assertEquals(
                cell(last, 2, 4).fluctuation().value(), cell(again, 2, 4).fluctuation().value());
        assertTrue(Double.isNaN(cell(last, 2, 4).fluctuation().dataError()));
    }

    @Test
    void aSamplerThatDoesNotFitIsOneSentence() {
        EnergySystem spins = new SpinSystem(new SpinLattice(2, 2, true, 1, 0));
        assertSentence(
                "metropolis or wolff",
                () -> run(spins, new MalaSettings(0.1, 1, 1), new ChainSettings(1, 1, 1)));
        assertSentence(
                "sgld",
                () ->
                        run(
                                SmallRuns.system(),
                                new SpinFlipSettings(1, true),
                                new ChainSettings(1, 1, 1)));
    }

    private static void assertSentence(String part, Executable run) {
        String message = String.valueOf(assertThrows(ExperimentException.class, run).getMessage());
        assertTrue(message.contains(part), message);
    }

    private static Cell cell(Snapshot snapshot, int row, int column) {
        SusceptibilityRow found = snapshot.matrix().row(row);
        if (found == null) {
            throw new AssertionError("Row " + row + " is empty.");
        }
        List<Cell> cells = found.cells();
        return cells.get(column);
    }
}
