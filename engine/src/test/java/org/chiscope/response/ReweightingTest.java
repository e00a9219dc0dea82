package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.math.RandomStream;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.Ensemble;
import org.chiscope.sampling.MalaSettings;
import org.junit.jupiter.api.Test;

class ReweightingTest {
    private static final double N_BETA = LinearRegressionFixture.N_BETA;
    private static final MalaSettings SAMPLER =
            new MalaSettings(0.01, N_BETA, LinearRegressionFixture.LOCALIZATION);

    private final LinearRegressionFixture fixture = new LinearRegressionFixture();

    /** Four chains of one pattern whose contrasts are independent and normal, sd 1. */
    private static List<ChainDraws> normal(int draws) {
        List<ChainDraws> chains = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            RandomStream random = RandomStream.of(4, c);
            double[] loss = new double[draws];
            double[] pattern = new double[draws];
            for (int t = 0; t < draws; t++) {
                loss[t] = random.nextGaussian();
                pattern[t] = loss[t] + random.nextGaussian();
            }
            chains.add(new ChainDraws(c, 0, loss, new double[][] {pattern}, draws));
        }
        return chains;
    }

    @Test
    void unperturbedEveryDrawCountsAsOne() {
        List<ChainDraws> chains = normal(250);
        Reweighting still = new Reweighting("e", chains, new double[1], N_BETA);
        assertEquals(1000, still.effectiveSampleSize());
        assertEquals(0, still.spread());
        assertEquals(0, still.logMeanWeight().value());
        MeanSeries plain = MeanSeries.of("e", chains, ChainDraws::observable);
        assertEquals(plain.value(), still.observable().value(), 1e-14);
        assertEquals(
                plain.estimate().monteCarloError(),
                still.observable().estimate().monteCarloError(),
                1e-12);
        Estimate ratio = Reweighting.densityRatio(still, still).estimate();
        assertEquals(1, ratio.value());
        assertEquals(0, ratio.monteCarloError());
    }

    /**
     * A normal exponent of standard deviation s: log ⟨e^x⟩ = s²/2, and of n independent draws
     * ⟨ω⟩²/⟨ω²⟩ = e^{−s²} count. With s = ½ and n = 100,000 both are known far better than to 2 %
     * (the variance of ω² is e^{4·¼·2}, that is 3 to 4, over n).
     */
    @Test
    void ofNormalExponentsWithinTheLinearRegime() {
        int draws = 100_000;
        Reweighting weighed = new Reweighting("e", normal(draws / 4), new double[] {0.5}, 1);
        assertEquals(0.5, weighed.spread(), 0.01);
        assertEquals(0.125, weighed.logMeanWeight().value(), 0.01);
        // The autocorrelation time of independent draws is estimated as 1 to a few percent.
        assertEquals(Math.exp(-0.25), weighed.effectiveSampleSize() / draws, 0.05);
    }

    /**
     * Draws at h = 0 re-weighted to h = (0.04, −0.03), where nβ sd(Σ h ΔL) is about a third,
     * against the exact ⟨φ⟩_{C,h}, log ⟨ω⟩ and r_h. Over 60 seeds the mean of z = (found −
     * truth)/error is known to 0.13 and its root mean square to 1/√120 = 9 %: bounds are 3.5 of
     * these, and 0.05 more for the root mean square, as errors are estimates with a floor.
     */
    @Test
    void reweightedDrawsAgreeWithTheClosedForm() {
        double[] h = {0.04, -0.03};
        double[] weights = new double[LinearRegressionFixture.EXAMPLES];
        Arrays.fill(weights, 1);
        for (int k = 0; k < 2; k++) {
            double[] one = LinearRegressionFixture.weights(fixture.patternExamples().get(k), h[k]);
            for (int z = 0; z < weights.length; z++) {
                weights[z] += one[z] - 1;
            }
        }
        List<double[]> z = new ArrayList<>();
        int seeds = 60;
        for (int seed = 0; seed < seeds; seed++) {
            List<Double> away = new ArrayList<>();
            Reweighting full = reweighting(0, h, seed);
            for (int e = 0; e < 3; e++) {
                Ensemble ensemble = fixture.ensembles().get(e);
                Reweighting weighed = e == 0 ? full : reweighting(e, h, seed);
                assertTrue(weighed.spread() < Reweighting.LINEAR, "spread " + weighed.spread());
                assertTrue(weighed.effectiveSampleSize() > 100);
                away.add(
                        away(
                                weighed.observable(),
                                fixture.perturbedTruth(ensemble, weights).observable()));
                away.add(
                        away(
                                weighed.logMeanWeight(),
                                fixture.truth(ensemble, 0).logMeanWeight(weights)));
                if (e > 0) {
                    away.add(
                            away(
                                    Reweighting.densityRatio(weighed, full),
                                    Math.exp(fixture.logDensityRatio(ensemble, weights))));
                }
            }
            z.add(away.stream().mapToDouble(Double::doubleValue).toArray());
        }
        for (int i = 0; i < z.getFirst().length; i++) {
            double mean = 0;
            double squares = 0;
            for (double[] one : z) {
                mean += one[i] / seeds;
                squares += one[i] * one[i] / seeds;
            }
            assertEquals(0, mean, 0.45, "number " + i);
            assertEquals(1, Math.sqrt(squares), 0.37, "number " + i);
        }
    }

    private Reweighting reweighting(int ensemble, double[] h, long seed) {
        List<ChainDraws> chains =
                fixture
                        .sample(
                                fixture.ensembles().get(ensemble),
                                SAMPLER,
                                new ChainSettings(60, 400, 2),
                                4,
                                300 + seed)
                        .stream()
                        .map(ChainSnapshot::draws)
                        .toList();
        return new Reweighting(fixture.ensembles().get(ensemble).name(), chains, h, N_BETA);
    }

    private static double away(MeanSeries found, double truth) {
        return (found.value() - truth) / found.estimate().monteCarloError();
    }
}
