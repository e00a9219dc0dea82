package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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

    @Test
    void anUnknownCellIsASentence() {
        Throwable thrown =
                assertThrows(
                        IllegalArgumentException.class, () -> Modes.of(rows(100, 1), Part.JOINT));
        assertTrue(String.valueOf(thrown.getMessage()).contains("Joint of a is not known"));
    }
}
