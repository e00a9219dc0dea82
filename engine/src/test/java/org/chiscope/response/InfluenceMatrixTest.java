package org.chiscope.response;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.Ensemble;
import org.chiscope.sampling.MalaSettings;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InfluenceMatrixTest {
    private static final int CHAINS = 4;
    private static final ChainSettings SETTINGS = new ChainSettings(100, 1500, 4);
    private static final MalaSettings SAMPLER =
            new MalaSettings(
                    0.006, LinearRegressionFixture.N_BETA, LinearRegressionFixture.LOCALIZATION);

    private final LinearRegressionFixture fixture = new LinearRegressionFixture();
    private final Ensemble full = fixture.ensembles().getFirst();

    private InfluenceMatrix matrix(LossUnits units) {
        return new InfluenceMatrix(summary(units));
    }

    private EnsembleSummary summary(@Nullable LossUnits units) {
        return requireNonNull(
                fixture.estimator(SAMPLER.nBeta())
                        .summarise(
                                full.name(),
                                fixture.sample(full, SAMPLER, SETTINGS, CHAINS, 7, units)));
    }

    private static LossUnits each(int examples) {
        return new LossUnits(IntStream.rangeClosed(0, examples).toArray());
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
        InfluenceMatrix matrix = matrix(each(12));
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

    /**
     * Influence on and of a context is the mean over its examples, and the mean of a row of all
     * examples is the influence of all data, −Cov(ℓ_i, L): to the rounding of floats.
     */
    @Test
    void unitsOfManyExamplesAreMeansAndTheMatrixIsSymmetric() {
        InfluenceMatrix examples = matrix(each(LinearRegressionFixture.EXAMPLES));
        InfluenceMatrix contexts = matrix(new LossUnits(0, 1, 4, LinearRegressionFixture.EXAMPLES));
        double mean = 0;
        for (int i = 1; i < 4; i++) {
            for (int j = 4; j < LinearRegressionFixture.EXAMPLES; j++) {
                mean += examples.row(i).influence().get(j).value() / 3 / 44;
            }
        }
        double found = contexts.row(1).influence().get(2).value();
        assertEquals(mean, found, 1e-5 * contexts.row(1).correlation().get(2).monteCarloError());
        assertEquals(
                examples.row(3).influence().get(9).value(),
                examples.row(9).influence().get(3).value(),
                1e-15);
        assertEquals(
                examples.row(3).correlation().get(9).value(),
                examples.row(9).correlation().get(3).value(),
                1e-12);
    }

    @Test
    void aLossThatStandsStillHasNoErrorAndNoCorrelation() {
        List<ChainSnapshot> still =
                fixture.sample(full, SAMPLER, SETTINGS, CHAINS, 7, each(2)).stream()
                        .map(
                                chain ->
                                        new ChainSnapshot(
                                                chain.draws(),
                                                chain.exampleBlocks(),
                                                chain.unitLosses().stream()
                                                        .map(l -> new float[] {l[0], 0.5f})
                                                        .toList()))
                        .toList();
        InfluenceMatrix.Row row =
                new InfluenceMatrix(
                                requireNonNull(
                                        fixture.estimator(SAMPLER.nBeta())
                                                .summarise(full.name(), still)))
                        .row(0);
        assertEquals(0, row.influence().get(1).value(), 1e-15);
        assertTrue(Double.isNaN(row.influence().get(1).monteCarloError()));
        assertTrue(Double.isNaN(row.correlation().get(1).value()));
    }

    @Test
    void tooManyUnitsAndRunsThatKeptNoneAreSentences() {
        Throwable many = assertThrows(IllegalArgumentException.class, () -> each(10_001));
        assertEquals(
                "An influence matrix may have up to 10000 units, but 10001 were asked for; take"
                        + " fewer contexts, or contexts in place of examples.",
                many.getMessage());
        EnsembleSummary without = summary(null);
        Throwable none =
                assertThrows(IllegalArgumentException.class, () -> new InfluenceMatrix(without));
        assertTrue(String.valueOf(none.getMessage()).contains("at 0 of 1500 draws"));
        assertThrows(IllegalArgumentException.class, () -> new LossUnits(0, 2, 2));
        assertThrows(IllegalArgumentException.class, () -> new LossUnits(0));
    }
}
