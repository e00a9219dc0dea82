package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.MalaSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CellCombinationTest {
    private static final ChainSettings SETTINGS = new ChainSettings(60, 400, 2);
    private static final MalaSettings SAMPLER =
            new MalaSettings(
                    0.01, LinearRegressionFixture.N_BETA, LinearRegressionFixture.LOCALIZATION);

    private final LinearRegressionFixture fixture = new LinearRegressionFixture();

    private List<SusceptibilityRow> rows(long seed) {
        SusceptibilityEstimator estimator = fixture.estimator(LinearRegressionFixture.N_BETA);
        EnsembleSummary full = summary(0, seed);
        return List.of(
                estimator.row(summary(1, seed), full), estimator.row(summary(2, seed), full));
    }

    private EnsembleSummary summary(int ensemble, long seed) {
        return fixture.summary(fixture.ensembles().get(ensemble), SAMPLER, SETTINGS, 4, seed);
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void oneCellIsThatCellAndACellLessItselfIsNothing(Part part) {
        List<SusceptibilityRow> rows = rows(1);
        for (int r = 0; r < 2; r++) {
            for (int k = 0; k < 2; k++) {
                double[][] one = new double[2][2];
                one[r][k] = 1;
                Estimate cell = part.of(rows.get(r).cells().get(k));
                Estimate found = CellCombination.of(rows, one, part);
                assertEquals(cell.value(), found.value(), 1e-18);
                assertEquals(
                        cell.monteCarloError(),
                        found.monteCarloError(),
                        1e-9 * Math.abs(found.value()));
                assertEquals(cell.blocks(), found.blocks());
                Estimate nothing = CellCombination.difference(rows, r, k, r, k, part);
                assertEquals(0, nothing.value());
                assertEquals(0, nothing.monteCarloError());
            }
        }
    }

    /**
     * Differences of cells against the closed form, over 120 seeds: with errors that are right the
     * root mean square of z is 1, known to 1/√240 = 6.5 %, and a little more for errors that are
     * themselves estimates from 40 blocks. Bounds are 3.5 of these away. Cells of a row share their
     * draws, and shift and joint of two rows share the full ensemble: errors that took cells for
     * independent would lie outside, as the third figure shows for the shift, where they are most
     * alike.
     */
    @ParameterizedTest
    @EnumSource(Part.class)
    void errorsOfDifferencesAreThoseThatSeedsShow(Part part) {
        int seeds = 120;
        double within = 0;
        double across = 0;
        double independent = 0;
        for (int seed = 0; seed < seeds; seed++) {
            List<SusceptibilityRow> rows = rows(100 + seed);
            Estimate sameRow = CellCombination.difference(rows, 0, 0, 0, 1, part);
            Estimate otherRow = CellCombination.difference(rows, 0, 0, 1, 0, part);
            double trueWithin =
                    fixture.susceptibility(0, 0, part) - fixture.susceptibility(0, 1, part);
            double trueAcross =
                    fixture.susceptibility(0, 0, part) - fixture.susceptibility(1, 0, part);
            within += square((sameRow.value() - trueWithin) / sameRow.monteCarloError()) / seeds;
            across += square((otherRow.value() - trueAcross) / otherRow.monteCarloError()) / seeds;
            double naive =
                    square(part.of(rows.get(0).cells().get(0)).monteCarloError())
                            + square(part.of(rows.get(0).cells().get(1)).monteCarloError());
            independent += square(sameRow.value() - trueWithin) / naive / seeds;
        }
        assertEquals(1, Math.sqrt(within), 0.25, "within a row");
        assertEquals(1, Math.sqrt(across), 0.25, "across rows");
        if (part == Part.SHIFT) {
            assertTrue(Math.abs(1 - Math.sqrt(independent)) > 0.15, "naive " + independent);
        }
    }

    private static double square(double value) {
        return value * value;
    }

    @Test
    void coefficientsThatDoNotFitAreASentence() {
        List<SusceptibilityRow> rows = rows(1);
        Throwable thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> CellCombination.of(rows, new double[2][3], Part.JOINT));
        assertTrue(String.valueOf(thrown.getMessage()).contains("each of the 2 cells of row a"));
    }
}
