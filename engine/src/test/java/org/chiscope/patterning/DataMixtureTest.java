package org.chiscope.patterning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.chiscope.math.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DataMixtureTest {

    /**
     * q uniform over 4 examples, q_0 over {0, 1}, q_1 on {3}, h = (0.2, −0.1): q_h = 0.9 q + 0.2
     * q_0 − 0.1 q_1 = (0.325, 0.325, 0.225, 0.125).
     */
    @Test
    void weightsByHand() {
        DataMixture mixture =
                DataMixture.of(
                        List.of(Mixtures.pattern("a", "f", 0, 1), Mixtures.pattern("b", "f", 3)),
                        4);
        double[] weights = mixture.weights(new double[] {0.2, -0.1});
        assertArrayEquals(new double[] {0.325, 0.325, 0.225, 0.125}, weights, 1e-15);
        // The last example loses 0.125 a unit of h, of its 0.25.
        assertEquals(2, mixture.largestStep(new double[] {0.2, -0.1}), 1e-12);
        double[] same = new double[2];
        assertEquals(Double.POSITIVE_INFINITY, mixture.largestStep(same));
        assertEquals(0, mixture.klDivergence(same));
        assertEquals(0, mixture.chiSquaredDivergence(same));
    }

    @Property(tries = 200, seed = "1")
    void whateverIsMixedSumsToOneAndEndsWhereAWeightIsZero(@ForAll @IntRange(max = 1 << 30) int n) {
        RandomStream random = RandomStream.of(1, n);
        int patterns = 1 + random.nextInt(6);
        DataMixture mixture = Mixtures.weighted(random, 12, patterns);
        double[] h = Mixtures.gaussians(random, patterns);
        assertEquals(1, Arrays.stream(mixture.weights(h)).sum(), 1e-12);
        double step = mixture.largestStep(h);
        double[] end = Arrays.stream(h).map(x -> step * x).toArray();
        double least = Arrays.stream(mixture.weights(end)).min().orElseThrow();
        assertEquals(0, least, 1e-12);
        double[] beyond = Arrays.stream(end).map(x -> 1.001 * x).toArray();
        assertTrue(Arrays.stream(mixture.weights(beyond)).min().orElseThrow() < -1e-6);
        assertTrue(Double.isNaN(mixture.klDivergence(beyond)));
        assertTrue(Double.isFinite(mixture.klDivergence(end)));
    }

    /** Every divergence and G itself by sums over examples. */
    @Property(tries = 200, seed = "2")
    void metricAndDivergencesAreSumsOverExamples(@ForAll @IntRange(max = 1 << 30) int n) {
        RandomStream random = RandomStream.of(2, n);
        int patterns = 1 + random.nextInt(5);
        DataMixture mixture = Mixtures.weighted(random, 10, patterns);
        double[] base = mixture.weights(new double[patterns]);
        double[][] contrasts = Mixtures.contrasts(mixture);
        for (int k = 0; k < patterns; k++) {
            for (int l = 0; l < patterns; l++) {
                double sum = 0;
                for (int z = 0; z < base.length; z++) {
                    sum += contrasts[k][z] * contrasts[l][z] / base[z];
                }
                assertEquals(sum, mixture.metric()[k][l], 1e-10);
            }
        }
        double[] h = Mixtures.gaussians(random, patterns);
        double half = 0.5 * mixture.largestStep(h);
        double[] inside = Arrays.stream(h).map(x -> half * x).toArray();
        double[] weights = mixture.weights(inside);
        double chiSquared = 0;
        double divergence = 0;
        for (int z = 0; z < base.length; z++) {
            chiSquared += (weights[z] - base[z]) * (weights[z] - base[z]) / base[z];
            divergence += weights[z] * Math.log(weights[z] / base[z]);
        }
        assertEquals(chiSquared, mixture.chiSquaredDivergence(inside), 1e-10);
        assertEquals(divergence, mixture.klDivergence(inside), 1e-12);
    }

    /**
     * The divergence's slope and curvature by central differences, which err by ε² times a third or
     * fourth derivative; beyond negative weights, where KL is none, it goes on, ever steeper.
     */
    @Property(tries = 100, seed = "3")
    void theDivergenceGoesOnAsAConvexFunction(@ForAll @IntRange(max = 1 << 30) int n) {
        RandomStream random = RandomStream.of(3, n);
        int patterns = 1 + random.nextInt(5);
        DataMixture mixture = Mixtures.weighted(random, 10, patterns);
        double[] h = Mixtures.gaussians(random, patterns);
        double half = 0.5 * mixture.largestStep(h);
        double[] inside = Arrays.stream(h).map(x -> half * x).toArray();
        int[] all = IntStream.range(0, patterns).toArray();
        ContinuedDivergence continued = new ContinuedDivergence(mixture, all, 1);
        assertEquals(mixture.klDivergence(inside), continued.value(inside), 1e-12);
        double[] slope = continued.slope(inside);
        double epsilon = 1e-6;
        for (int k = 0; k < patterns; k++) {
            double[] unit = Mixtures.unit(patterns, k);
            double[] up = Mixtures.plus(inside, unit, epsilon);
            double[] down = Mixtures.plus(inside, unit, -epsilon);
            double difference = mixture.klDivergence(up) - mixture.klDivergence(down);
            assertEquals(difference / (2 * epsilon), slope[k], 1e-6);
            for (int l = 0; l < patterns; l++) {
                double curved = continued.slope(up)[l] - continued.slope(down)[l];
                assertEquals(curved / (2 * epsilon), continued.curvature(inside).get(k, l), 1e-4);
            }
        }
        double before = Mixtures.dot(slope, h);
        for (double far : new double[] {1.9, 2.1, 3, 10}) {
            double[] beyond = Arrays.stream(inside).map(x -> far * x).toArray();
            double after = Mixtures.dot(continued.slope(beyond), h);
            assertTrue(after > before);
            before = after;
        }
    }

    /**
     * Off q's support a pattern can only be added. G has the denominators q̄ = (q + Σ q_k)/(K + 1),
     * and any use of the probe lies infinitely far from q in nats.
     */
    @Test
    void aProbeOffTheSupport() {
        DataMixture mixture = Mixtures.withProbe();
        assertFalse(mixture.onSupport());
        assertTrue(mixture.offSupport(3));
        assertFalse(mixture.offSupport(0));
        double[] base = mixture.weights(new double[4]);
        double[][] contrasts = Mixtures.contrasts(mixture);
        for (int k = 0; k < 4; k++) {
            for (int l = 0; l < 4; l++) {
                double sum = 0;
                for (int z = 0; z < 16; z++) {
                    double below = base[z];
                    for (double[] contrast : contrasts) {
                        below += contrast[z] + base[z];
                    }
                    if (below > 0) {
                        sum += contrasts[k][z] * contrasts[l][z] / (below / 5);
                    }
                }
                assertEquals(sum, mixture.metric()[k][l], 1e-12);
            }
        }
        double[] used = {0, 0.1, 0, 0.1};
        assertEquals(Double.POSITIVE_INFINITY, mixture.klDivergence(used));
        assertTrue(mixture.largestStep(used) > 1);
        double[] taken = {0, 0.1, 0, -0.1};
        assertEquals(0, mixture.largestStep(taken));
        assertTrue(Double.isNaN(mixture.klDivergence(taken)));
        assertTrue(Double.isFinite(mixture.klDivergence(new double[] {0.1, 0.1, -0.1, 0})));
    }

    @Test
    void whatIsNoMixtureIsASentence() {
        assertSentence("Pattern \"none\" is empty", () -> Mixtures.pattern("none", "f"));
        assertSentence("Pattern \"p\" is empty", () -> mixture(new int[0], new double[0]));
        assertSentence(
                "Pattern \"p\" needs weights that sum to 1",
                () -> mixture(new int[] {0, 1}, new double[] {0.5, 0.4}));
        assertSentence(
                "Pattern \"p\" needs weights of at least 0",
                () -> mixture(new int[] {0, 1}, new double[] {1.5, -0.5}));
        assertSentence(
                "Pattern \"p\" needs examples below 4, but holds example 4",
                () -> mixture(new int[] {0, 4}, new double[] {0.5, 0.5}));
        assertSentence(
                "needs examples below 4, but holds example 9",
                () -> DataMixture.of(List.of(Mixtures.pattern("far", "f", 0, 9)), 4));
        assertSentence(
                "Pattern \"p\" needs ascending examples",
                () -> mixture(new int[] {1, 0}, new double[] {0.5, 0.5}));
        assertSentence(
                "a weight for each of its 2 examples",
                () -> mixture(new int[] {0, 1}, new double[] {1}));
        DataMixture mixture = mixture(new int[] {0, 1}, new double[] {0.5, 0.5});
        assertSentence(
                "a strength for each of the 1 patterns, but has 2",
                () -> mixture.weights(new double[2]));
        assertSentence(
                "a strength for each of the 1 patterns, but has 0",
                () -> mixture.chiSquaredDivergence(new double[0]));
    }

    private static DataMixture mixture(int[] members, double[] masses) {
        return new DataMixture(
                List.of("p"),
                List.of("f"),
                new double[] {0.25, 0.25, 0.25, 0.25},
                new int[][] {members},
                new double[][] {masses});
    }

    private static void assertSentence(String part, Executable executable) {
        String message =
                String.valueOf(
                        assertThrows(IllegalArgumentException.class, executable).getMessage());
        assertTrue(message.contains(part) && message.endsWith("."), message);
    }
}
