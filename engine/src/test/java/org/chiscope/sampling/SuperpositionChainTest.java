package org.chiscope.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chiscope.math.GaussianNoise;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Batch;
import org.chiscope.network.Superposition;
import org.chiscope.system.NetworkSystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Chains of the toy model of superposition against v ← v − (ε/2)(nβ ∇L + γ(v − v*)) + √ε · noise,
 * computed in double on the same noise. Steps are short enough for the dynamics to forget rounding:
 * losses of order 0.1 agree to far better than the 1e−5 that is asked for.
 */
class SuperpositionChainTest {
    private static final int FEATURES = 4;
    private static final int EXAMPLES = 70;
    private static final double STEP = 1e-4;
    private static final double N_BETA = 50;
    private static final double LOCALIZATION = 10;

    private final float[] inputs = new float[EXAMPLES * FEATURES];
    private final float[] checkpoint = {0.9f, 0.1f, -0.8f, 0.1f, 0, 1, 0.1f, -0.9f, 0, 0, -0.1f, 0};
    private final NetworkSystem system;

    SuperpositionChainTest() {
        RandomStream random = RandomStream.of(12);
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = random.nextDouble() < 0.4 ? (float) random.nextDouble() : 0f;
        }
        Batch batch = new Batch.Pairs(inputs, inputs.clone(), EXAMPLES);
        system =
                new NetworkSystem(
                        Superposition.build(FEATURES), checkpoint, batch, batch, List.of());
    }

    static Stream<String> ensembles() {
        return Stream.of(Ensemble.FULL_NAME, "feature2", "feature0+feature3", "W");
    }

    @ParameterizedTest
    @MethodSource("ensembles")
    void drawsAreThoseOfThePlainFormula(String name) {
        Ensemble ensemble =
                name.equals(Ensemble.FULL_NAME)
                        ? Ensemble.full(checkpoint.length)
                        : new Ensemble(name, system.component(name).indices());
        ChainPlan plan =
                ChainPlan.of(
                        system,
                        ensemble,
                        new SgldSettings(
                                STEP,
                                new PosteriorSettings(N_BETA, LOCALIZATION),
                                MinibatchSettings.WHOLE),
                        new ChainSettings(10, 4, 20),
                        21,
                        2);
        List<float[]> draws = new ArrayList<>();

        Chain.start(plan)
                .advance(
                        system.view(ensemble.moving(), 1),
                        4,
                        (draw, losses) -> draws.add(losses.clone()),
                        () -> false);

        assertEquals(4, draws.size());
        double[] w = new double[checkpoint.length];
        for (int i = 0; i < w.length; i++) {
            w[i] = checkpoint[i];
        }
        int[] moving = ensemble.moving().members();
        float[] noise = new float[moving.length];
        for (int step = 0; step < 90; step++) {
            double[] gradient = new double[w.length];
            for (int e = 0; e < EXAMPLES; e++) {
                loss(w, e, gradient);
            }
            GaussianNoise.fill(plan.stream(step, ChainPlan.Purpose.NOISE), noise, 0, noise.length);
            for (int i = 0; i < moving.length; i++) {
                int at = moving[i];
                double slope =
                        N_BETA * gradient[at] / EXAMPLES + LOCALIZATION * (w[at] - checkpoint[at]);
                w[at] += -0.5 * STEP * slope + Math.sqrt(STEP) * noise[i];
            }
            int draw = (step + 1 - 10) / 20 - 1;
            if (step >= 10 && (step + 1 - 10) % 20 == 0) {
                for (int e = 0; e < EXAMPLES; e++) {
                    double expected = loss(w, e, gradient);
                    assertEquals(expected, draws.get(draw)[e], 1e-5, "draw " + draw + ", " + e);
                }
            }
        }
    }

    /** ½‖x − ReLU(Wᵀ W x + b)‖² of an example; adds its gradient. */
    private double loss(double[] w, int example, double[] gradient) {
        double[] hidden = new double[2];
        for (int j = 0; j < 2 * FEATURES; j++) {
            hidden[j / FEATURES] += w[j] * inputs[example * FEATURES + j % FEATURES];
        }
        double[] dHidden = new double[2];
        double loss = 0;
        for (int i = 0; i < FEATURES; i++) {
            double before = w[i] * hidden[0] + w[FEATURES + i] * hidden[1] + w[2 * FEATURES + i];
            double error = Math.max(0, before) - inputs[example * FEATURES + i];
            double d = before > 0 ? error : 0;
            loss += 0.5 * error * error;
            gradient[2 * FEATURES + i] += d;
            for (int k = 0; k < 2; k++) {
                gradient[k * FEATURES + i] += d * hidden[k];
                dHidden[k] += d * w[k * FEATURES + i];
            }
        }
        for (int j = 0; j < 2 * FEATURES; j++) {
            gradient[j] += dHidden[j / FEATURES] * inputs[example * FEATURES + j % FEATURES];
        }
        return loss;
    }
}
