package org.chiscope.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.chiscope.math.GaussianNoise;
import org.chiscope.system.LinearRegressionSystem;
import org.junit.jupiter.api.Test;

/** Steps and acceptance by hand, on one weight with P = nβH + γ. */
class LangevinTest {
    /** x = 1, 2 and y = 1, 0: L = 5/4 w² − w/2 + 1/4. */
    private static final LinearRegressionSystem SYSTEM =
            new LinearRegressionSystem(
                    new double[][] {{1}, {2}},
                    new double[] {1, 0},
                    new float[] {0},
                    List.of(),
                    List.of());

    private static final Ensemble FULL = Ensemble.full(1);
    private static final double N_BETA = 2;
    private static final double LOCALIZATION = 1;
    private static final double CURVATURE = 6; // nβ 5/2 + γ
    private static final double MEAN = 1.0 / 6;

    private static ChainPlan plan(SamplerSettings sampler) {
        return ChainPlan.of(SYSTEM, FULL, sampler, new ChainSettings(0, 1, 1), 1, 0);
    }

    private static LocalPosterior posterior(ChainPlan plan) {
        return new LocalPosterior(SYSTEM.view(FULL.moving(), 1), plan);
    }

    private static Sampler.Step step(ChainPlan plan, float[] from, long step) {
        Sampler sampler = Sampler.of(plan.sampler());
        return sampler.step(posterior(plan), sampler.init(from), new StepContext(plan, step, true));
    }

    private static double noise(ChainPlan plan, long step) {
        float[] noise = new float[1];
        GaussianNoise.fill(plan.stream(step, ChainPlan.Purpose.NOISE), noise, 0, 1);
        return noise[0];
    }

    /** v − (ε/2)(nβ ∇L + γ(v − v*)) + √ε ξ, with the very ξ of the stream. */
    @Test
    void sgldStepIsTheFormula() {
        ChainPlan plan = plan(new SgldSettings(0.04, N_BETA, LOCALIZATION, 0));
        float[] position = {0.5f};
        Sampler.Step step = step(plan, position, 3);
        double force = -CURVATURE * (0.5 - MEAN);
        assertEquals(0.5 + 0.02 * force + 0.2 * noise(plan, 3), step.state().position()[0], 1e-7);
        assertEquals(0.5f, position[0]); // the state before is untouched
        assertEquals(1.25 * 0.25 - 0.25 + 0.25, step.info().loss(), 1e-12);
    }

    /**
     * On a Gaussian of precision P and mean m, log p(y)q(x|y)/(p(x)q(y|x)) with a drift −(ε/2)P(x −
     * m) is −(εP²/8)((y − m)² − (x − m)²): the terms of order 1 cancel.
     */
    @Test
    void acceptanceOnAGaussianIsKnown() {
        for (SamplerSettings settings :
                List.of(
                        new MalaSettings(0.3, N_BETA, LOCALIZATION),
                        new SgldSettings(0.3, N_BETA, LOCALIZATION, 0))) {
            ChainPlan plan = plan(settings);
            for (int step = 0; step < 20; step++) {
                float from = 0.1f * step - 1;
                double x = from - MEAN;
                double y = x - 0.15 * CURVATURE * x + Math.sqrt(0.3) * noise(plan, step);
                double expected =
                        Math.min(1, Math.exp(-0.3 * CURVATURE * CURVATURE / 8 * (y * y - x * x)));
                assertEquals(
                        expected, step(plan, new float[] {from}, step).info().acceptance(), 1e-5);
            }
        }
    }

    /**
     * Minibatch heat in closed form: B examples drawn with replacement, so Var(∇L_B) =
     * Var_i(∇ℓ_i)/B. At w* = 0, ∇ℓ = −y x is −1 or 0: variance 1/4. 20,000 batches know it to 1 %.
     */
    @Test
    void minibatchHeatIsTheVarianceOfTheGradient() {
        SgldSettings settings = new SgldSettings(0.04, N_BETA, LOCALIZATION, 5);
        ChainPlan plan = plan(settings);
        double expected = 0.01 * N_BETA * N_BETA * 0.25 / 5;
        assertEquals(
                expected,
                MinibatchHeat.measure(SYSTEM.view(FULL.moving(), 5), plan, 20_000),
                0.05 * expected);
    }

    @Test
    void wholeSamplingSetHasNoMinibatchHeat() {
        for (SamplerSettings settings :
                List.of(
                        new SgldSettings(0.04, N_BETA, LOCALIZATION, 0),
                        new MalaSettings(0.04, N_BETA, LOCALIZATION))) {
            ChainPlan plan = plan(settings);
            assertEquals(0, MinibatchHeat.measure(SYSTEM.view(FULL.moving(), 1), plan, 2));
        }
    }
}
