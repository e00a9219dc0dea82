package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.chiscope.math.RandomStream;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.Ensemble;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.SamplerSettings;
import org.junit.jupiter.api.Test;

class NoiseNullTest {
    private static final SamplerSettings SAMPLER =
            new MalaSettings(
                    0.01, LinearRegressionFixture.N_BETA, LinearRegressionFixture.LOCALIZATION);

    private final LinearRegressionFixture fixture = new LinearRegressionFixture();

    /**
     * 150 seeds × 3 ensembles × 2 patterns, the two patterns of an ensemble not independent:
     * between 450 and 900 trials of probability 5 %, so the share is known to 1 %.
     */
    @Test
    void aboutFivePercentLieBeyondTwoStandardErrors() {
        List<Estimate> nulls = new ArrayList<>();
        for (int seed = 1; seed <= 150; seed++) {
            for (Ensemble ensemble : fixture.ensembles()) {
                nulls.addAll(
                        NoiseNull.of(
                                fixture.summary(
                                        ensemble,
                                        SAMPLER,
                                        new ChainSettings(50, 200, 2),
                                        4,
                                        seed)));
            }
        }
        assertEquals(0.05, NoiseNull.share(nulls), 0.03);
    }

    /** The value against its definition: the mean over shifts of the covariance of φ and ΔL. */
    @Test
    void valueIsTheMeanOverCyclicShiftsOfCrossChainCovariances() {
        EnsembleSummary summary =
                fixture.summary(
                        fixture.ensembles().get(1), SAMPLER, new ChainSettings(50, 300, 1), 5, 2);
        int chains = 5;
        double sum = 0;
        for (int shift = 1; shift < chains; shift++) {
            for (int c = 0; c < chains; c++) {
                double[] a = summary.chains().get(c).draws().observable();
                double[] b = summary.chains().get((c + shift) % chains).draws().contrast(1);
                double product = 0;
                for (int t = 0; t < 300; t++) {
                    product += (a[t] - mean(a)) * (b[t] - mean(b)) / 300;
                }
                sum += product / chains / (chains - 1);
            }
        }
        assertEquals(-sum, NoiseNull.of(summary).get(1).value(), 0.02 * Math.abs(sum) + 1e-9);
    }

    /** Chains that all drift together: the null sees it, as it should. */
    @Test
    void driftShowsInTheNull() {
        List<Estimate> nulls = new ArrayList<>();
        for (int seed = 0; seed < 40; seed++) {
            List<ChainSnapshot> chains = new ArrayList<>();
            for (int c = 0; c < 4; c++) {
                RandomStream random = RandomStream.of(seed, c);
                double[] loss = new double[400];
                double[] pattern = new double[400];
                for (int t = 0; t < 400; t++) {
                    loss[t] = 1 + 0.005 * t + random.nextGaussian();
                    pattern[t] = loss[t] + 0.005 * t + random.nextGaussian();
                }
                chains.add(
                        new ChainSnapshot(
                                new ChainDraws(c, 0, loss, new double[][] {pattern}, 400),
                                List.of()));
            }
            nulls.addAll(
                    NoiseNull.of(
                            Objects.requireNonNull(
                                    EnsembleSummary.of(
                                            "drifting", chains, EstimatorSettings.of(1)))));
        }
        assertTrue(NoiseNull.share(nulls) > 0.5);
    }

    @Test
    void oneChainHasNoNull() {
        EnsembleSummary summary =
                fixture.summary(
                        fixture.ensembles().get(1), SAMPLER, new ChainSettings(5, 30, 1), 1, 2);
        assertTrue(Double.isNaN(NoiseNull.of(summary).getFirst().value()));
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
