package org.chiscope.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GaussianNoiseTest {
    private static final int N = 1_000_000;

    /**
     * For n independent normals the k-th sample moment has variance (m_2k − m_k²)/n: 1, 2, 15 and
     * 96 over n for k = 1 … 4. The bound is 4.5 of those deviations, exceeded once in 150,000
     * times.
     */
    @Test
    void momentsAreThoseOfTheStandardNormal() {
        float[] x = new float[N];
        GaussianNoise.fill(RandomStream.of(11), x, 0, N);
        double[] expected = {0, 1, 0, 3};
        double[] variance = {1, 2, 15, 96};
        for (int k = 1; k <= 4; k++) {
            double sum = 0;
            for (float value : x) {
                sum += Math.pow(value, k);
            }
            assertEquals(
                    expected[k - 1], sum / N, 4.5 * Math.sqrt(variance[k - 1] / N), "moment " + k);
        }
    }

    /**
     * Kolmogorov–Smirnov, at every hundredth of the sorted numbers: √n·D exceeds 2.2 with
     * probability below 2·exp(−2·2.2²) = 1.3e−4.
     */
    @Test
    void distributionIsTheStandardNormal() {
        float[] x = new float[N];
        GaussianNoise.fill(RandomStream.of(12), x, 0, N);
        Arrays.sort(x);
        double distance = 0;
        for (int i = 0; i < N; i += 100) {
            double cumulative = normalCumulative(x[i]);
            distance = Math.max(distance, Math.abs(cumulative - (i + 0.5) / N) + 0.5 / N);
        }
        assertTrue(Math.sqrt(N) * distance < 2.2, "distance " + distance);
    }

    /**
     * Neighbours come from one radius and angle: their products and squares' must be uncorrelated.
     */
    @Test
    void neighboursAreUncorrelated() {
        float[] x = new float[N];
        GaussianNoise.fill(RandomStream.of(13), x, 0, N);
        for (int lag = 1; lag <= 3; lag++) {
            double product = 0;
            double squares = 0;
            for (int i = 0; i + lag < N; i++) {
                product += (double) x[i] * x[i + lag];
                squares += ((double) x[i] * x[i] - 1) * ((double) x[i + lag] * x[i + lag] - 1);
            }
            assertEquals(0, product / N, 4.5 / Math.sqrt(N), "lag " + lag);
            assertEquals(0, squares / N, 4.5 * 2 / Math.sqrt(N), "squares at lag " + lag);
        }
    }

    @Test
    void fillsOnlyTheAskedRangeAndDependsOnlyOnTheKey() {
        float[] once = new float[9];
        float[] again = new float[9];
        GaussianNoise.fill(RandomStream.of(1, 2, 3), once, 1, 7);
        GaussianNoise.fill(RandomStream.of(1, 2, 3), again, 1, 7);
        assertArrayEquals(once, again);
        assertEquals(0f, once[0]);
        assertEquals(0f, once[8]);
        GaussianNoise.fill(RandomStream.of(1, 2, 4), again, 1, 7);
        assertTrue(!Arrays.equals(once, again));
    }

    /** Over lengths that fill no whole block or vector, and the ends of what is uniform. */
    @Test
    void lanesGiveTheNumbersOfTheReference() {
        for (int length : new int[] {1, 2, 15, 31, 32, 33, 511, 512, 513, 1025, 4097}) {
            RandomStream stream = RandomStream.of(17, length);
            int pairs = (length + 1) / 2;
            float[] uniforms = new float[pairs];
            float[] turns = new float[pairs];
            for (int i = 0; i < pairs; i++) {
                long bits = stream.nextLong();
                uniforms[i] = ((bits >>> 32) + 1) * 0x1.0p-32f;
                turns[i] = ((bits & 0xFFFFFFFFL) >>> 8) * 0x1.0p-22f;
            }
            float[] first = new float[pairs];
            float[] second = new float[pairs];
            GaussianNoise.pairs(uniforms, turns, first, second, pairs);
            float[] found = new float[length];
            GaussianNoise.fill(RandomStream.of(17, length), found, 0, length);
            for (int i = 0; i < length; i++) {
                assertEquals(i % 2 == 0 ? first[i / 2] : second[i / 2], found[i]);
            }
        }
    }

    /** What was filled before there were lanes: runs go on where they were stopped. */
    @Test
    void theNumbersAreThoseOfEarlierVersions() {
        float[] x = new float[100_001];
        GaussianNoise.fill(RandomStream.of(5), x, 0, x.length);
        assertEquals(504113795, Arrays.hashCode(x));
    }

    /** By Simpson's rule from 0, step 1/512: error below 1e−10. */
    private static double normalCumulative(double x) {
        int steps = 2 * (int) (Math.abs(x) * 256 + 1);
        double h = x / steps;
        double sum = density(0) + density(x);
        for (int i = 1; i < steps; i++) {
            sum += density(i * h) * (i % 2 == 0 ? 2 : 4);
        }
        return 0.5 + sum * h / 3;
    }

    private static double density(double x) {
        return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    }
}
