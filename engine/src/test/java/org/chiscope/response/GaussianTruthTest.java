package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.chiscope.math.IndexSet;
import org.chiscope.sampling.Ensemble;
import org.junit.jupiter.api.Test;

/** The closed form against sums that can be done by hand, and against itself by other routes. */
class GaussianTruthTest {
    private final LinearRegressionFixture fixture = new LinearRegressionFixture();

    /**
     * One weight, x = (1, 2), y = (1, 0), w* = 0, nβ = 2, γ = 1: H = 5/2, b = 1/2, P = 6, Σ = 1/6,
     * m = 1/6. L = 5/4 w² − w/2 + 1/4 and ℓ_0 = w²/2 − w + 1/2, so ℓ_0 − L = −3/4 w² − w/2 + …:
     * with A = 5/2, a = −1/2, B = −3/2, b = −1/2, Cov = ½·5/2·(−3/2)/36 + (−1/2 + 5/12)(−1/2 −
     * 1/4)/6 = −5/96 + 1/96 = −1/24, and ⟨φ⟩ = 5/4 (1/6 + 1/36) − 1/12 = 23/144.
     */
    @Test
    void oneWeightByHand() {
        GaussianTruth truth =
                new GaussianTruth(
                        new double[][] {{1}, {2}},
                        new double[] {1, 0},
                        new float[] {0},
                        IndexSet.range(0, 1),
                        2,
                        1,
                        0);
        assertEquals(1.0 / 24, truth.fluctuation(new int[] {0}), 1e-14);
        assertEquals(23.0 / 144, truth.observable(), 1e-14);
        assertEquals(23.0 / 72, truth.lambda(), 1e-14);
    }

    /** SGLD's recursion by hand, one weight: Σ = (1 − εP/2)² Σ + ε gives Σ = 1/(P(1 − εP/4)). */
    @Test
    void sgldsDiscreteVarianceIsTheFixedPointOfItsRecursion() {
        double step = 0.2;
        GaussianTruth truth =
                new GaussianTruth(
                        new double[][] {{1}, {2}},
                        new double[] {1, 0},
                        new float[] {0},
                        IndexSet.range(0, 1),
                        2,
                        1,
                        step);
        double variance = truth.posteriorCovariance(0, 0);
        assertEquals(variance, Math.pow(1 - step * 6 / 2, 2) * variance + step, 1e-14);
    }

    /** Routes 1 and 3 in closed form: −Cov(φ, ΔL_k) = d⟨ΔL_k⟩/d(nβ) at fixed γ, w* anywhere. */
    @Test
    void fluctuationIsTheTemperatureDerivativeOfTheContrast() {
        double step = 0.01;
        double nBeta = LinearRegressionFixture.N_BETA;
        for (Ensemble ensemble : fixture.ensembles()) {
            GaussianTruth colder = fixture.truth(ensemble, nBeta + step, 0);
            GaussianTruth hotter = fixture.truth(ensemble, nBeta - step, 0);
            for (int[] pattern : fixture.patternExamples()) {
                double chi = fixture.truth(ensemble, 0).fluctuation(pattern);
                assertEquals(
                        chi,
                        (colder.meanContrast(pattern) - hotter.meanContrast(pattern)) / (2 * step),
                        1e-5 * Math.abs(chi));
            }
        }
    }

    /** Routes 1 and 2 in closed form: nβ χ = d⟨φ⟩_h/dh. */
    @Test
    void fluctuationIsTheResponseToThePerturbation() {
        double h = 1e-4;
        for (Ensemble ensemble : fixture.ensembles()) {
            for (int[] pattern : fixture.patternExamples()) {
                double chi = fixture.truth(ensemble, 0).fluctuation(pattern);
                double change =
                        fixture.perturbedTruth(ensemble, pattern, h).observable()
                                - fixture.perturbedTruth(ensemble, pattern, -h).observable();
                assertEquals(
                        chi,
                        change / (2 * h * LinearRegressionFixture.N_BETA),
                        1e-5 * Math.abs(chi));
            }
        }
    }

    @Test
    void fluctuationOfAPatternIsTheMeanOverItsExamples() {
        GaussianTruth truth = fixture.truth(fixture.ensembles().get(1), 0);
        for (int[] pattern : fixture.patternExamples()) {
            double sum = 0;
            for (int example : pattern) {
                sum += truth.fluctuation(new int[] {example}) / pattern.length;
            }
            assertEquals(truth.fluctuation(pattern), sum, 1e-15);
        }
    }

    /**
     * d/dh log ⟨e^{−nβhΔL}⟩ = −nβ⟨ΔL⟩_h by the posterior of perturbed data, a way that knows no
     * determinant: Simpson's rule over the slope from 0 to h gives the logarithm back. Its error is
     * that of a fourth derivative times (h/20)⁴, below 1e-8 here.
     */
    @Test
    void theLogarithmOfTheMeanWeightIsTheIntegralOfItsSlope() {
        double nBeta = LinearRegressionFixture.N_BETA;
        double h = 0.3;
        int steps = 40;
        int[] pattern = fixture.patternExamples().getFirst();
        for (Ensemble ensemble : fixture.ensembles()) {
            double integral = 0;
            for (int i = 0; i <= steps; i++) {
                double at = h * i / steps;
                double times = i == 0 || i == steps ? 1 : i % 2 == 1 ? 4 : 2;
                integral -=
                        times
                                * nBeta
                                * fixture.perturbedTruth(ensemble, pattern, at)
                                        .meanContrast(pattern)
                                * h
                                / steps
                                / 3;
            }
            double[] weights = LinearRegressionFixture.weights(pattern, h);
            assertEquals(integral, fixture.truth(ensemble, 0).logMeanWeight(weights), 1e-6);
        }
    }
}
