package org.chiscope.response;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.math.RandomStream;
import org.chiscope.modes.Modes;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.MalaSettings;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.junit.jupiter.api.Test;

/** Modes of the linear regression, whose matrix is known. */
class ModesTest {
    private static final MalaSettings SAMPLER =
            new MalaSettings(
                    0.01, LinearRegressionFixture.N_BETA, LinearRegressionFixture.LOCALIZATION);

    private final LinearRegressionFixture fixture = new LinearRegressionFixture();

    private List<SusceptibilityRow> rows(int draws, long seed) {
        SusceptibilityEstimator estimator = fixture.estimator(LinearRegressionFixture.N_BETA);
        return List.of(
                estimator.row(summary(1, draws, seed), null),
                estimator.row(summary(2, draws, seed), null));
    }

    private EnsembleSummary summary(int ensemble, int draws, long seed) {
        return fixture.summary(
                fixture.ensembles().get(ensemble),
                SAMPLER,
                new ChainSettings(60, draws, 2),
                4,
                seed);
    }

    @Test
    void modesMakeUpTheMatrix() {
        List<SusceptibilityRow> rows = rows(100, 1);
        Modes modes = Modes.of(rows, Part.FLUCTUATION);
        assertEquals(2, modes.all().size());
        assertTrue(
                modes.all().get(0).singularValue().value()
                        >= modes.all().get(1).singularValue().value());
        assertEquals(1, modes.share(0) + modes.share(1), 1e-12);
        for (int r = 0; r < 2; r++) {
            for (int k = 0; k < 2; k++) {
                double sum = 0;
                for (Modes.Mode mode : modes.all()) {
                    sum += mode.singularValue().value() * mode.components()[r] * mode.patterns()[k];
                }
                double cell = rows.get(r).cells().get(k).fluctuation().value();
                assertEquals(cell, sum, 1e-12 * Math.abs(cell));
            }
        }
        for (Modes.Mode mode : modes.all()) {
            double[] v = mode.patterns();
            assertEquals(1, Math.hypot(v[0], v[1]), 1e-12);
            assertTrue(Math.max(v[0], v[1]) >= Math.max(-v[0], -v[1]));
        }
    }

    /**
     * The largest singular value against that of the closed form over 60 seeds. At 1,500 draws it
     * is known to a few hundredths, so that its bias, of second order, is small against its error:
     * the root mean square of z is 1, known to 1/√120 = 9 %; the bound is 3 of these.
     */
    @Test
    void errorsOfTheLargestSingularValueAreThoseThatSeedsShow() {
        double[][] truth = new double[2][2];
        for (int r = 0; r < 2; r++) {
            for (int k = 0; k < 2; k++) {
                truth[r][k] =
                        fixture.truth(fixture.ensembles().get(1 + r), 0)
                                .fluctuation(fixture.patternExamples().get(k));
            }
        }
        var decomposition = DecompositionFactory_DDRM.svd(2, 2, false, false, false);
        assertTrue(decomposition.decompose(new DMatrixRMaj(truth)));
        double[] values = decomposition.getSingularValues();
        double largest = Math.max(values[0], values[1]);
        int seeds = 60;
        double squares = 0;
        for (int seed = 0; seed < seeds; seed++) {
            Estimate found =
                    Modes.of(rows(1500, 500 + seed), Part.FLUCTUATION)
                            .all()
                            .getFirst()
                            .singularValue();
            double z = (found.value() - largest) / found.monteCarloError();
            squares += z * z / seeds;
        }
        assertEquals(1, Math.sqrt(squares), 0.28);
    }

    /**
     * 6 rows × 5 patterns of independent standard normal φ and ΔL, 4 chains × 60 draws: the matrix
     * is noise, and its largest singular value exceeds the floor in one of twenty cases. Of 200
     * matrices 10 do, with a standard deviation of 3.1; the bounds are 3.5 of these, and 2 more on
     * the upper side, since the floor rests on 24 blocks a row and is a little uncertain itself.
     */
    @Test
    void noiseAloneExceedsTheFloorInOneOfTwentyMatrices() {
        int beyond = 0;
        for (int m = 0; m < 200; m++) {
            List<EnsembleSummary> rows = noise(m, 0);
            if (largest(rows) > NoiseFloor.of(rows, m)) {
                beyond++;
            }
        }
        assertTrue(beyond >= 1 && beyond <= 23, beyond + " of 200");
    }

    /** ΔL of every pattern holds half of φ: a mode of size 0.5 √(6 · 5), far above the noise. */
    @Test
    void aModeThatIsThereLiesAboveTheFloor() {
        List<EnsembleSummary> rows = noise(7, 0.5);
        assertTrue(largest(rows) > 2 * NoiseFloor.of(rows, 1));
        assertTrue(Double.isNaN(NoiseFloor.of(List.of(), 1)));
    }

    private static double largest(List<EnsembleSummary> summaries) {
        double[][] matrix = new double[summaries.size()][];
        for (int r = 0; r < matrix.length; r++) {
            EnsembleSummary summary = summaries.get(r);
            matrix[r] = new double[summary.patterns()];
            CellEstimator estimator = new CellEstimator(summary.blocks(), null, true);
            for (int k = 0; k < matrix[r].length; k++) {
                matrix[r][k] = estimator.estimate(summary.moments(k), null).fluctuation().value();
            }
        }
        var decomposition =
                DecompositionFactory_DDRM.svd(matrix.length, matrix[0].length, false, false, false);
        assertTrue(decomposition.decompose(new DMatrixRMaj(matrix)));
        return Arrays.stream(decomposition.getSingularValues()).max().orElseThrow();
    }

    /** Rows whose ΔL are normal numbers plus {@code share} of φ. */
    private static List<EnsembleSummary> noise(long seed, double share) {
        List<EnsembleSummary> rows = new ArrayList<>();
        for (int r = 0; r < 6; r++) {
            List<ChainSnapshot> chains = new ArrayList<>();
            for (int c = 0; c < 4; c++) {
                RandomStream random = RandomStream.of(17, seed, r, c);
                double[] loss = new double[60];
                double[][] patterns = new double[5][60];
                for (int t = 0; t < 60; t++) {
                    loss[t] = random.nextGaussian();
                    for (double[] pattern : patterns) {
                        pattern[t] = loss[t] + random.nextGaussian() + share * loss[t];
                    }
                }
                chains.add(new ChainSnapshot(new ChainDraws(c, 0, loss, patterns, 60), List.of()));
            }
            rows.add(
                    requireNonNull(
                            EnsembleSummary.of("row " + r, chains, EstimatorSettings.of(1))));
        }
        return rows;
    }

    @Test
    void anUnknownCellIsASentence() {
        Throwable thrown =
                assertThrows(
                        IllegalArgumentException.class, () -> Modes.of(rows(100, 1), Part.JOINT));
        assertTrue(String.valueOf(thrown.getMessage()).contains("Joint of a is not known"));
    }
}
