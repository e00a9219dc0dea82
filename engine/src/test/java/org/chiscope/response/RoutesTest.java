package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.sampling.Chain;
import org.chiscope.sampling.ChainPlan;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.Ensemble;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.system.EnergyView;
import org.chiscope.system.LinearRegressionSystem;
import org.junit.jupiter.api.Test;

/**
 * The three routes to one susceptibility (theory, section 2), each sampled by MALA and compared
 * with the closed form, in a component of the linear regression whose w* is off the minimum.
 *
 * <p>Bounds, fixed beforehand from the closed form and the number of draws: 8 chains of 4,000 draws
 * some 4 apart in autocorrelation time know the covariance to about 4 % (route 1); the finite
 * differences use the same random streams on both sides, so that most of the noise cancels. The
 * bound of each is 15 % of the larger |χ|, against 5 % of disagreement that the size of the finite
 * differences causes at most (checked in closed form).
 */
class RoutesTest {
    private static final double N_BETA = LinearRegressionFixture.N_BETA;
    private static final ChainSettings SETTINGS = new ChainSettings(100, 4000, 2);
    private static final int CHAINS = 8;
    private static final double BOUND = 0.15;

    private final LinearRegressionFixture fixture = new LinearRegressionFixture();
    private final Ensemble component = fixture.ensembles().get(1);
    private final GaussianTruth truth = fixture.truth(component, 0);

    private double scale() {
        double scale = 0;
        for (int[] pattern : fixture.patternExamples()) {
            scale = Math.max(scale, Math.abs(truth.fluctuation(pattern)));
        }
        return scale;
    }

    private static MalaSettings sampler(double nBeta) {
        return new MalaSettings(0.01, nBeta, LinearRegressionFixture.LOCALIZATION);
    }

    @Test
    void covarianceAgreesWithTheClosedForm() {
        SusceptibilityRow row =
                fixture.estimator(N_BETA)
                        .row(
                                fixture.summary(component, sampler(N_BETA), SETTINGS, CHAINS, 1),
                                null);
        for (int k = 0; k < 2; k++) {
            assertEquals(
                    truth.fluctuation(fixture.patternExamples().get(k)),
                    row.cells().get(k).fluctuation().value(),
                    BOUND * scale());
        }
    }

    /** χ ≈ [μ(h) − μ(−h)] / (2h nβ), μ = ⟨φ⟩ of the base loss under the posterior of L_h. */
    @Test
    void resamplingUnderAPerturbationAgreesWithTheClosedForm() {
        double h = 0.1;
        for (int[] pattern : fixture.patternExamples()) {
            double chi = truth.fluctuation(pattern);
            double exact =
                    fixture.perturbedTruth(component, pattern, h).observable()
                            - fixture.perturbedTruth(component, pattern, -h).observable();
            assertEquals(chi, exact / (2 * h * N_BETA), 0.05 * scale());
            double sampled = meanLoss(pattern, h) - meanLoss(pattern, -h);
            assertEquals(chi, sampled / (2 * h * N_BETA), BOUND * scale());
        }
    }

    /** χ = d⟨ΔL_k⟩/d(nβ) at fixed γ. */
    @Test
    void temperatureDerivativeAgreesWithTheClosedForm() {
        double step = 0.15 * N_BETA;
        EnsembleSummary colder =
                fixture.summary(component, sampler(N_BETA + step), SETTINGS, CHAINS, 2);
        EnsembleSummary hotter =
                fixture.summary(component, sampler(N_BETA - step), SETTINGS, CHAINS, 2);
        GaussianTruth colderTruth = fixture.truth(component, N_BETA + step, 0);
        GaussianTruth hotterTruth = fixture.truth(component, N_BETA - step, 0);
        for (int k = 0; k < 2; k++) {
            int[] pattern = fixture.patternExamples().get(k);
            double chi = truth.fluctuation(pattern);
            double exact =
                    (colderTruth.meanContrast(pattern) - hotterTruth.meanContrast(pattern))
                            / (2 * step);
            assertEquals(chi, exact, 0.05 * scale());
            double sampled = (meanContrast(colder, k) - meanContrast(hotter, k)) / (2 * step);
            assertEquals(chi, sampled, BOUND * scale());
        }
    }

    private static double meanContrast(EnsembleSummary summary, int pattern) {
        return summary.blocks().mean(summary.moments(pattern).mean());
    }

    /**
     * ⟨L⟩ under q_h = q + h(q_k − q). Example i has the weight w_i = 1 + h(q_k(i)/q(i) − 1) in L_h,
     * which inputs and targets scaled by √w_i give; the base losses are recovered by dividing.
     */
    private double meanLoss(int[] pattern, double h) {
        int examples = LinearRegressionFixture.EXAMPLES;
        double[] weights = LinearRegressionFixture.weights(pattern, h);
        double[][] inputs = new double[examples][];
        double[] targets = new double[examples];
        for (int i = 0; i < examples; i++) {
            double root = Math.sqrt(weights[i]);
            inputs[i] = fixture.inputs[i].clone();
            for (int j = 0; j < inputs[i].length; j++) {
                inputs[i][j] *= root;
            }
            targets[i] = root * fixture.targets[i];
        }
        LinearRegressionSystem perturbed =
                new LinearRegressionSystem(
                        inputs, targets, fixture.checkpoint, fixture.components, List.of());
        EnergyView view = perturbed.view(component.moving(), 1);
        List<Double> means = new ArrayList<>();
        for (int c = 0; c < CHAINS; c++) {
            double[] sum = new double[1];
            Chain chain =
                    Chain.start(
                            ChainPlan.of(perturbed, component, sampler(N_BETA), SETTINGS, 3, c));
            chain.advance(
                    view,
                    SETTINGS.draws(),
                    (draw, losses) -> {
                        for (int i = 0; i < examples; i++) {
                            sum[0] += losses[i] / weights[i] / examples;
                        }
                    },
                    () -> false);
            means.add(sum[0] / SETTINGS.draws());
        }
        return means.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
