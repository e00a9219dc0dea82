package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.sampling.Chain;
import org.chiscope.sampling.ChainPlan;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.Ensemble;
import org.chiscope.sampling.MalaSettings;
import org.junit.jupiter.api.Test;

class InfluenceMatrixTest {
    private static final int CHAINS = 4;
    private static final ChainSettings SETTINGS = new ChainSettings(100, 1500, 4);
    private static final MalaSettings SAMPLER =
            new MalaSettings(
                    0.006, LinearRegressionFixture.N_BETA, LinearRegressionFixture.LOCALIZATION);

    private final LinearRegressionFixture fixture = new LinearRegressionFixture();
    private final Ensemble full = fixture.ensembles().getFirst();

    private List<float[][]> losses(int examples) {
        List<float[][]> losses = new ArrayList<>();
        for (int c = 0; c < CHAINS; c++) {
            float[][] kept = new float[SETTINGS.draws()][];
            Chain.start(ChainPlan.of(fixture.system, full, SAMPLER, SETTINGS, 7, c))
                    .advance(
                            fixture.system.view(full.moving(), 0),
                            SETTINGS.draws(),
                            (draw, all) -> kept[draw] = Arrays.copyOf(all, examples),
                            () -> false);
            losses.add(kept);
        }
        return losses;
    }

    private EnsembleSummary summary() {
        return fixture.summary(full, SAMPLER, SETTINGS, CHAINS, 7);
    }

    /**
     * Cov(ℓ_i, ℓ_j) of the Gaussian formula. With errors that are right, of 12 · 13 / 2 = 78 cells
     * and as many correlations none lies beyond 5 standard errors (probability 0.9999), and the
     * root mean square of z is near 1: below 1.6, since cells of few directions of 8 are
     * correlated.
     */
    @Test
    void influenceAndCorrelationAgreeWithTheClosedForm() {
        GaussianTruth truth = fixture.truth(full, 0);
        InfluenceMatrix matrix = new InfluenceMatrix(summary(), losses(12));
        assertEquals(12, matrix.units());
        double squares = 0;
        for (int i = 0; i < 12; i++) {
            InfluenceMatrix.Row row = matrix.row(i);
            for (int j = 0; j < 12; j++) {
                double covariance = truth.covarianceOfLosses(i, j);
                double correlation =
                        covariance
                                / Math.sqrt(
                                        truth.covarianceOfLosses(i, i)
                                                * truth.covarianceOfLosses(j, j));
                Estimate influence = row.influence().get(j);
                double z = (influence.value() + covariance) / influence.monteCarloError();
                assertTrue(Math.abs(z) < 5, i + ", " + j + ": " + z);
                squares += z * z / 144;
                Estimate normalised = row.correlation().get(j);
                if (i == j) {
                    assertEquals(1, normalised.value(), 1e-12);
                    assertEquals(0, normalised.monteCarloError(), 1e-6);
                } else {
                    double away = normalised.value() - correlation;
                    assertTrue(
                            Math.abs(away) < 5 * normalised.monteCarloError(),
                            i + ", " + j + ": " + away);
                }
            }
        }
        assertTrue(Math.sqrt(squares) < 1.6, "root mean square " + Math.sqrt(squares));
    }

    /** The mean over j of −Cov(ℓ_i, ℓ_j) is −Cov(ℓ_i, L): to the rounding of floats. */
    @Test
    void aRowsMeanIsTheInfluenceOfAllDataAndTheMatrixIsSymmetric() {
        List<float[][]> losses = losses(LinearRegressionFixture.EXAMPLES);
        InfluenceMatrix matrix = new InfluenceMatrix(summary(), losses);
        List<float[][]> withMean = new ArrayList<>();
        for (float[][] chain : losses) {
            float[][] pairs = new float[chain.length][];
            for (int t = 0; t < chain.length; t++) {
                pairs[t] = new float[] {chain[t][3], (float) ChainStatistics.mean(chain[t])};
            }
            withMean.add(pairs);
        }
        double expected =
                new InfluenceMatrix(summary(), withMean).row(0).influence().get(1).value();
        double mean =
                matrix.row(3).influence().stream().mapToDouble(Estimate::value).average().orElse(0);
        assertEquals(expected, mean, 1e-5 * Math.abs(expected));
        assertEquals(
                matrix.row(3).influence().get(9).value(),
                matrix.row(9).influence().get(3).value(),
                1e-15);
        assertEquals(
                matrix.row(3).correlation().get(9).value(),
                matrix.row(9).correlation().get(3).value(),
                1e-12);
    }

    @Test
    void aLossThatStandsStillHasNoErrorAndNoCorrelation() {
        List<float[][]> losses = losses(2);
        losses.forEach(
                chain -> {
                    for (float[] draw : chain) {
                        draw[1] = 0.5f;
                    }
                });
        InfluenceMatrix.Row row = new InfluenceMatrix(summary(), losses).row(0);
        assertEquals(0, row.influence().get(1).value(), 1e-15);
        assertTrue(Double.isNaN(row.influence().get(1).monteCarloError()));
        assertTrue(Double.isNaN(row.correlation().get(1).value()));
    }

    @Test
    void tooManyUnitsAndMissingDrawsAreSentences() {
        Throwable many =
                assertThrows(
                        IllegalArgumentException.class, () -> InfluenceMatrix.checkUnits(10_001));
        assertEquals(
                "An influence matrix may have up to 10000 units, but 10001 were asked for; take"
                        + " fewer contexts, or contexts in place of examples.",
                many.getMessage());
        EnsembleSummary summary = summary();
        assertTrue(
                String.valueOf(
                                assertThrows(
                                                IllegalArgumentException.class,
                                                () ->
                                                        new InfluenceMatrix(
                                                                summary, losses(2).subList(0, 1)))
                                        .getMessage())
                        .contains("known of 0"));
    }
}
