package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.chiscope.math.RandomStream;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.MalaSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MatrixReplicatesTest {
    private static final ChainSettings SETTINGS = new ChainSettings(60, 400, 2);
    private static final MalaSettings SAMPLER =
            new MalaSettings(
                    0.01, LinearRegressionFixture.N_BETA, LinearRegressionFixture.LOCALIZATION);

    private final LinearRegressionFixture fixture = new LinearRegressionFixture();

    private List<SusceptibilityRow> rows(long seed) {
        return rows(seed, 4);
    }

    private List<SusceptibilityRow> rows(long seed, int chains) {
        SusceptibilityEstimator estimator = fixture.estimator(LinearRegressionFixture.N_BETA);
        EnsembleSummary full = summary(0, seed, chains);
        return List.of(
                estimator.row(summary(1, seed, chains), full),
                estimator.row(summary(2, seed, chains), full));
    }

    private EnsembleSummary summary(int ensemble, long seed, int chains) {
        return fixture.summary(fixture.ensembles().get(ensemble), SAMPLER, SETTINGS, chains, seed);
    }

    private static double error(List<SusceptibilityRow> rows, double[][] c, Part part) {
        return MatrixReplicates.of(rows, part)
                .work(
                        matrix -> {
                            double sum = 0;
                            for (int r = 0; r < c.length; r++) {
                                for (int k = 0; k < c[r].length; k++) {
                                    sum += c[r][k] * matrix[r][k];
                                }
                            }
                            return sum;
                        })
                .errors(sum -> new double[] {sum})[0];
    }

    @Test
    void theMatrixIsThatOfTheCells() {
        List<SusceptibilityRow> rows = rows(1);
        double[][] matrix = MatrixReplicates.of(rows, Part.JOINT).matrix();
        for (int r = 0; r < 2; r++) {
            for (int k = 0; k < 2; k++) {
                assertEquals(rows.get(r).cells().get(k).joint().value(), matrix[r][k]);
            }
        }
    }

    /**
     * What is linear in one row has the error that {@link CellCombination} gives it, which leaves
     * out the same blocks: to 5 %, since it weighs blocks of unlike length (by a draw in some 40)
     * and these replicates do not.
     */
    @ParameterizedTest
    @EnumSource(Part.class)
    void theErrorOfALinearFunctionOfARowIsThatOfCombinations(Part part) {
        for (int seed = 1; seed <= 5; seed++) {
            List<SusceptibilityRow> row = rows(seed).subList(0, 1);
            double[][] c = {{1, -0.7}};
            double exact = CellCombination.of(row, c, part).monteCarloError();
            assertEquals(1, error(row, c, part) / exact, 0.05);
        }
    }

    /**
     * Over two rows only on average: ensembles are left out in groups, one of each row at once, so
     * products of their independent deviations enter, of random sign and with G groups about 1/√G
     * of the sum. Over 40 seeds with 64 groups and more the mean variance is known to 2 %. Chains
     * are left out of both rows at once as well, for the floor, which thus rests on C − 1 degrees
     * of freedom and not on twice as many; as the larger of it and the jackknife counts, the mean
     * is the larger the fewer they are: with z normal, E max(1, 1 + √(2/f) z) is 1.15 for f = 15
     * and 1.10 for 30. So the ratio is to be about 1.04, and the bounds are 8 % to either side.
     */
    @ParameterizedTest
    @EnumSource(Part.class)
    void overRowsItIsThatOnAverage(Part part) {
        double[][] c = {{1, 0.5}, {-1, 0.5}};
        double found = 0;
        double exact = 0;
        for (int seed = 1; seed <= 40; seed++) {
            List<SusceptibilityRow> rows = rows(seed, 16);
            found += Math.pow(error(rows, c, part), 2);
            exact += Math.pow(CellCombination.of(rows, c, part).monteCarloError(), 2);
        }
        assertEquals(1.04, found / exact, 0.08);
    }

    @Test
    void whatIsExactHasNoReplicates() {
        MatrixReplicates exact = MatrixReplicates.exact(new double[][] {{1, 2}, {3, 4}});
        assertEquals(0, exact.groups());
        assertArrayEquals(
                new double[] {0, 0},
                exact.work(matrix -> matrix[1]).errors(row -> row),
                "without any replicates there is no error");
        assertEquals(List.of(), exact.noise(3, RandomStream.of(1)));
    }

    @Test
    void mappingChangesEveryReplicate() {
        List<SusceptibilityRow> rows = rows(1);
        MatrixReplicates replicates = MatrixReplicates.of(rows, Part.FLUCTUATION);
        MatrixReplicates second = replicates.map(matrix -> new double[][] {{3 * matrix[1][0]}});
        assertEquals(3 * replicates.matrix()[1][0], second.matrix()[0][0]);
        assertEquals(replicates.groups(), second.groups());
        double error = replicates.work(m -> m[1]).errors(row -> row)[0];
        assertEquals(3 * error, second.work(m -> m[0]).errors(row -> row)[0], 1e-9 * error);
    }

    /**
     * Noise is as large as the error: over 4,000 matrices the mean square of a cell is known to
     * √(2/4000) = 2.2 %, and the bound is four times that. Errors may be larger by their floor, in
     * which noise has no part, and so must not be smaller.
     */
    @ParameterizedTest
    @EnumSource(
            value = Part.class,
            names = {"FLUCTUATION", "JOINT"})
    void noiseIsAsLargeAsTheError(Part part) {
        MatrixReplicates replicates = MatrixReplicates.of(rows(3), part);
        List<double[][]> noise = replicates.noise(4000, RandomStream.of(2));
        double[] errors =
                replicates
                        .work(m -> new double[] {m[0][0], m[0][1], m[1][0], m[1][1]})
                        .errors(cells -> cells);
        double ratios = 0;
        for (int i = 0; i < 4; i++) {
            double squares = 0;
            for (double[][] matrix : noise) {
                squares += Math.pow(matrix[i / 2][i % 2], 2) / noise.size();
            }
            double ratio = squares / (errors[i] * errors[i]);
            assertTrue(ratio < 1.09, "cell " + i + ": " + ratio);
            ratios = Math.max(ratios, ratio);
        }
        assertEquals(1, ratios, 0.09);
    }
}
