package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Component;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.system.LinearRegressionSystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * SGLD with minibatches of one example on a regression of one weight: v′ = a_B v + b_B + √ε ξ with
 * a_B = 1 − (ε/2)(nβ ω_B x_B² + γ), b_B = (ε/2) nβ ω_B x_B y_B and weights ω of the data. Its
 * moments follow from each other, so that both routes are known of the discrete chain itself.
 */
class LangevinBiasTest {
    private static final int EXAMPLES = 16;
    private static final double N_BETA = 30;

    private final double[] inputs = new double[EXAMPLES];
    private final double[] targets = new double[EXAMPLES];

    LangevinBiasTest() {
        RandomStream random = RandomStream.of(4);
        for (int i = 0; i < EXAMPLES; i++) {
            inputs[i] = random.nextGaussian();
            targets[i] = 0.3 * random.nextGaussian();
        }
    }

    private static double mean(IntToDoubleFunction of) {
        return IntStream.range(0, EXAMPLES).mapToDouble(of).sum() / EXAMPLES;
    }

    /** ⟨v⟩ … ⟨v⁴⟩ of the chain at the places 1 … 4. */
    private double[] moments(double step, double localization, double[] weights) {
        double[] m = {1, 0, 0, 0, 0};
        double[] noise = {1, 0, step, 0, 3 * step * step}; // of √ε ξ
        double[] binomials = {1, 1, 2, 6, 24};
        for (int k = 1; k <= 4; k++) {
            double rest = 0;
            double own = 0;
            for (int v = 0; v <= k; v++) {
                for (int b = 0; v + b <= k; b++) {
                    int powerOfV = v;
                    int powerOfB = b;
                    double factor =
                            binomials[k]
                                    / binomials[v]
                                    / binomials[b]
                                    / binomials[k - v - b]
                                    * noise[k - v - b]
                                    * mean(
                                            i -> {
                                                double force = 0.5 * step * N_BETA * weights[i];
                                                double x = inputs[i];
                                                return Math.pow(
                                                                1
                                                                        - force * x * x
                                                                        - 0.5 * step * localization,
                                                                powerOfV)
                                                        * Math.pow(
                                                                force * x * targets[i], powerOfB);
                                            });
                    if (v == k) {
                        own = factor;
                    } else {
                        rest += factor * m[v];
                    }
                }
            }
            m[k] = rest / (1 - own);
        }
        return m;
    }

    /**
     * What is stated to first order is what the chain does, but for the second order: of a share s
     * of the response it misses at most s², and 0.002 for the noise of the 40,000 minibatches that
     * it is measured on (each case has shares of 0.036 to 0.072, of which no part is below 0.006).
     */
    @ParameterizedTest
    @CsvSource({"10,0,4", "10,4,8", "10,6,10", "200,0,4", "200,4,8", "200,8,12"})
    void theStatedBiasIsThatOfTheChainToFirstOrder(double localization, int from, int to) {
        double step = 3e-4;
        double[] mass = new double[EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            mass[i] = (i >= from && i < to ? 1.0 / (to - from) : 0) - 1.0 / EXAMPLES;
        }
        double curvature = mean(i -> inputs[i] * inputs[i]);
        double slope = mean(i -> inputs[i] * targets[i]);
        double otherCurvature = mean(i -> EXAMPLES * mass[i] * inputs[i] * inputs[i]);
        double otherSlope = mean(i -> EXAMPLES * mass[i] * inputs[i] * targets[i]);

        // Route 1: −Cov(½ H v² − c v, ½ H_k v² − c_k v); route 2 by central differences.
        double[] ones = Collections.nCopies(EXAMPLES, 1.0).stream().mapToDouble(x -> x).toArray();
        double[] m = moments(step, localization, ones);
        double product =
                0.25 * curvature * otherCurvature * m[4]
                        - 0.5 * (curvature * otherSlope + otherCurvature * slope) * m[3]
                        + slope * otherSlope * m[2];
        double covariance =
                (0.5 * curvature * m[2] - slope * m[1])
                                * (0.5 * otherCurvature * m[2] - otherSlope * m[1])
                        - product;
        double variance =
                0.25 * curvature * curvature * m[4]
                        - curvature * slope * m[3]
                        + slope * slope * m[2]
                        - Math.pow(0.5 * curvature * m[2] - slope * m[1], 2);
        double h = 1e-4;
        double[] loss = new double[2];
        for (int side = 0; side < 2; side++) {
            double sign = side == 0 ? h : -h;
            double[] weights = ones.clone();
            for (int i = 0; i < EXAMPLES; i++) {
                weights[i] += sign * EXAMPLES * mass[i];
            }
            double[] moved = moments(step, localization, weights);
            loss[side] = 0.5 * curvature * moved[2] - slope * moved[1];
        }
        double response = (loss[0] - loss[1]) / (2 * h * N_BETA);

        double spread = Math.sqrt(m[2] - m[1] * m[1]);
        int chains = 400;
        List<float[]> positions = new ArrayList<>();
        for (int c = 0; c < chains; c++) {
            double quantile =
                    NormalDistribution.of(m[1], spread)
                            .inverseCumulativeProbability((c + 0.5) / chains);
            positions.add(new float[] {(float) quantile});
        }
        double[][] rows = new double[EXAMPLES][];
        for (int i = 0; i < EXAMPLES; i++) {
            rows[i] = new double[] {inputs[i]};
        }
        LinearRegressionSystem system =
                new LinearRegressionSystem(
                        rows,
                        targets,
                        new float[1],
                        List.of(new Component("w", Component.Kind.OTHER, -1, IndexSet.range(0, 1))),
                        List.of(new Pattern("some", "test", "Some.", new int[] {0})));
        double stated =
                new LangevinBias(system, IndexSet.range(0, 1))
                        .of(
                                List.of(mass),
                                positions,
                                new SgldSettings(step, N_BETA, localization, 1),
                                variance,
                                () -> false)
                        .getFirst()
                        .value();
        double share = response / covariance - 1;
        assertTrue(
                Math.abs(stated / covariance - share) < share * share + 0.002,
                stated / covariance + " instead of " + share);
        assertTrue(share < -0.03, "share " + share);
    }
}
