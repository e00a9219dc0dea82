package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.chiscope.geometry.Hessian;
import org.chiscope.geometry.LaplaceRow;
import org.chiscope.geometry.LaplaceSusceptibility;
import org.chiscope.math.IndexSet;
import org.chiscope.sampling.Ensemble;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.LinearRegressionSystem;
import org.junit.jupiter.api.Test;

/**
 * The Laplace term of linear regression is its closed form. What remains is rounding. Gradients are
 * rounded to float, by 2⁻²⁴ G for entries up to G, so an entry of a Hessian errs by at most e = 1.5
 * · 2⁻²⁴ G ÷ s with s = 1/64: 5.8e−6 G. Here G ≤ 0.8 (0.70 at w*, and 2s times the largest entry of
 * a Hessian, about 2, beside it), so e ≤ 5e−6 for L and L_k. Independent errors of that size, once
 * the matrix is symmetrised, have a norm of about √8 · e ÷ 2, 7e−6, and 1.4e−5 for ΔL_k.
 *
 * <p>Relative to the smallest curvature of the posterior ÷ nβ, which is 0.29 + 0.25, this changes
 * Σ, and so the mean, by 1.3e−5; curvatures and slopes of φ and ΔL_k at the mean change by less.
 * With four such factors a covariance is right to 5e−5 of the product of their norms: slopes of
 * 0.13 (γ‖δ‖ ÷ nβ) and 0.7, ‖Σ‖ = 0.046, together 4e−3; the trace is smaller. That makes 2e−7, and
 * as much for the shift, of 0.009 · 0.4; λ̂ is nβ = 40 times a sum of terms of 0.3: 5e−4.
 */
class LaplaceOfLinearRegressionTest {
    private static final double BOUND = 2e-7;
    private static final double LAMBDA_BOUND = 5e-4;

    private final LinearRegressionFixture fixture = new LinearRegressionFixture();

    @Test
    void fullAndRestrictedEnsemblesAgreeWithTheClosedForm() {
        LaplaceSusceptibility laplace =
                new LaplaceSusceptibility(fixture.system, fixture.patterns, posterior());
        GaussianTruth full = fixture.truth(fixture.ensembles().getFirst(), 0);
        for (int e = 0; e < fixture.ensembles().size(); e++) {
            Ensemble ensemble = fixture.ensembles().get(e);
            GaussianTruth truth = fixture.truth(ensemble, 0);
            LaplaceRow.Found row = found(e == 0 ? laplace.full() : row(laplace, e - 1));
            assertEquals(ensemble.name(), row.component());
            assertEquals(truth.lambda(), row.lambda(), LAMBDA_BOUND);
            for (int k = 0; k < fixture.patterns.size(); k++) {
                int[] pattern = fixture.patternExamples().get(k);
                double fluctuation = truth.fluctuation(pattern);
                double shift = e == 0 ? 0 : truth.shift(pattern, full);
                assertEquals(fluctuation, row.fluctuation()[k], BOUND);
                assertEquals(shift, row.shift()[k], BOUND);
                assertEquals(fluctuation + shift, row.joint(k), 2 * BOUND);
            }
        }
    }

    @Test
    void hessiansAgreeWithTheMomentsOfTheInputs() {
        Hessian hessian =
                Hessian.of(fixture.system, IndexSet.range(0, LinearRegressionFixture.WEIGHTS));
        for (int i = 0; i < LinearRegressionFixture.WEIGHTS; i++) {
            for (int j = 0; j < LinearRegressionFixture.WEIGHTS; j++) {
                double moment = 0;
                for (double[] input : fixture.inputs) {
                    moment += input[i] * input[j] / LinearRegressionFixture.EXAMPLES;
                }
                assertEquals(moment, hessian.entry(i, j), 5e-6);
            }
        }
    }

    /** φ and ΔL_k stay those of q, while q_h is sampled. */
    @Test
    void perturbedDataMoveThePosteriorAndNothingElse() {
        double h = 0.3;
        double[] mass = new double[LinearRegressionFixture.EXAMPLES];
        fixture.patterns.getFirst().addMass(mass, h, mass.length);
        LaplaceSusceptibility laplace =
                new LaplaceSusceptibility(fixture.system, fixture.patterns, posterior(), mass);
        int[] first = fixture.patternExamples().getFirst();
        for (int e = 0; e < fixture.ensembles().size(); e++) {
            GaussianTruth truth = fixture.perturbedTruth(fixture.ensembles().get(e), first, h);
            LaplaceRow.Found row = found(e == 0 ? laplace.full() : row(laplace, e - 1));
            assertEquals(truth.lambda(), row.lambda(), LAMBDA_BOUND);
            for (int k = 0; k < fixture.patterns.size(); k++) {
                assertEquals(
                        truth.fluctuation(fixture.patternExamples().get(k)),
                        row.fluctuation()[k],
                        BOUND);
            }
        }
    }

    /** A pull κ to zero is a localization at a checkpoint of zeros: the same posterior. */
    @Test
    void weightDecayPullsToZero() {
        EnergySystem atZero =
                new LinearRegressionSystem(
                        fixture.inputs,
                        fixture.targets,
                        new float[LinearRegressionFixture.WEIGHTS],
                        fixture.components,
                        fixture.patterns);
        LaplaceRow.Found localized =
                found(new LaplaceSusceptibility(atZero, fixture.patterns, posterior()).full());
        LaplaceRow.Found decayed =
                found(
                        new LaplaceSusceptibility(
                                        fixture.system,
                                        fixture.patterns,
                                        new PosteriorSettings(
                                                LinearRegressionFixture.N_BETA,
                                                0,
                                                LinearRegressionFixture.LOCALIZATION,
                                                0))
                                .full());
        for (int k = 0; k < fixture.patterns.size(); k++) {
            assertEquals(localized.fluctuation()[k], decayed.fluctuation()[k], 2 * BOUND);
        }
    }

    private static PosteriorSettings posterior() {
        return new PosteriorSettings(
                LinearRegressionFixture.N_BETA, LinearRegressionFixture.LOCALIZATION);
    }

    private LaplaceRow row(LaplaceSusceptibility laplace, int component) {
        return laplace.row(fixture.components.get(component));
    }

    private static LaplaceRow.Found found(LaplaceRow row) {
        return assertInstanceOf(LaplaceRow.Found.class, row);
    }
}
