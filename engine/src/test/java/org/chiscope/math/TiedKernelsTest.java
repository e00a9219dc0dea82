package org.chiscope.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The kernel of the toy model of superposition, of this start of Java, against plain double
 * arithmetic over awkward sizes. Sums of up to 1000 rounded terms of order 1 are divided by their
 * number: 1e−5 is far above their rounding and far below any fault.
 */
class TiedKernelsTest {
    private static final int WEIGHT_AT = 2;
    private static final double TOLERANCE = 1e-5;
    private static final int FIRST = 3;

    private final RandomStream random = RandomStream.of(31);

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 17, 63, 64, 65, 1000})
    void sumsAndLossesAgreeWithDoubleArithmetic(int count) {
        Kernels kernels = Kernels.create();
        for (int features = 1; features <= 9; features++) {
            float[] w = numbers(3 * features + 5);
            float[] inputs = numbers((FIRST + count) * features);
            float[] targets = numbers((FIRST + count) * features);
            float[] weights = numbers(FIRST + count);
            compare(kernels, features, count, w, inputs, inputs, null);
            compare(kernels, features, count, w, inputs, targets, null);
            compare(kernels, features, count, w, inputs, targets, weights);
        }
    }

    private void compare(
            Kernels kernels,
            int features,
            int count,
            float[] w,
            float[] inputs,
            float[] targets,
            float @Nullable [] weights) {
        String name = features + " features, " + count + " examples";
        int biasAt = WEIGHT_AT + 2 * features + 1;
        double[] expected = new double[w.length];
        double[] expectedLosses = new double[count];
        double sum = 0;
        for (int e = 0; e < count; e++) {
            double weight = weights == null ? 1 : weights[FIRST + e];
            int at = (FIRST + e) * features;
            expectedLosses[e] = example(features, w, biasAt, inputs, targets, at, weight, expected);
            sum += weight * expectedLosses[e];
        }
        FeatureMajor examples = new FeatureMajor(features);
        examples.load(inputs, targets, FIRST, count);
        examples.weigh(weights);
        float[] gradient = new float[w.length];
        gradient[0] = 7f;
        gradient[WEIGHT_AT] = 7f;
        float scale = 1f / count;

        double loss = kernels.tiedGradient(examples, w, WEIGHT_AT, biasAt, scale, gradient);

        assertEquals(sum / count, loss / count, TOLERANCE, name);
        assertEquals(7f, gradient[0], name);
        for (int i = 1; i < gradient.length; i++) {
            assertEquals(expected[i] / count, gradient[i], TOLERANCE, name + ", entry " + i);
        }
        float[] losses = new float[count + 2];
        kernels.tiedLosses(examples, w, WEIGHT_AT, biasAt, losses, 1);
        assertEquals(0f, losses[0]);
        assertEquals(0f, losses[count + 1]);
        for (int e = 0; e < count; e++) {
            assertEquals(expectedLosses[e], losses[e + 1], TOLERANCE, name + ", example " + e);
        }
    }

    /** The loss of one example; adds its gradient, times {@code weight}. */
    private static double example(
            int n,
            float[] w,
            int biasAt,
            float[] inputs,
            float[] targets,
            int at,
            double weight,
            double[] gradient) {
        double[] hidden = new double[2];
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < n; i++) {
                hidden[k] += (double) w[WEIGHT_AT + k * n + i] * inputs[at + i];
            }
        }
        double[] dHidden = new double[2];
        double loss = 0;
        for (int i = 0; i < n; i++) {
            double before = w[biasAt + i];
            for (int k = 0; k < 2; k++) {
                before += w[WEIGHT_AT + k * n + i] * hidden[k];
            }
            double error = Math.max(0, before) - targets[at + i];
            loss += 0.5 * error * error;
            double d = before > 0 ? weight * error : 0;
            gradient[biasAt + i] += d;
            for (int k = 0; k < 2; k++) {
                gradient[WEIGHT_AT + k * n + i] += d * hidden[k];
                dHidden[k] += d * w[WEIGHT_AT + k * n + i];
            }
        }
        for (int k = 0; k < 2; k++) {
            for (int i = 0; i < n; i++) {
                gradient[WEIGHT_AT + k * n + i] += dHidden[k] * inputs[at + i];
            }
        }
        return loss;
    }

    /** What was loaded before must leave no trace, and what is the same is not loaded again. */
    @ParameterizedTest
    @ValueSource(ints = {17, 64, 65})
    void examplesMayBeLoadedOneAfterTheOther(int count) {
        Kernels kernels = Kernels.create();
        int features = 5;
        float[] w = numbers(3 * features);
        float[] inputs = numbers(100 * features);
        float[] targets = numbers(100 * features);
        FeatureMajor reused = new FeatureMajor(features);
        reused.load(targets, inputs, 0, 70);
        reused.weigh(numbers(70));
        for (int first : new int[] {0, 20, 20, 1}) {
            FeatureMajor fresh = new FeatureMajor(features);
            fresh.load(inputs, targets, first, count);
            fresh.weigh(null);
            reused.load(inputs, targets, first, count);
            reused.weigh(null);
            float[] expected = new float[w.length];
            float[] found = new float[w.length];
            double loss = kernels.tiedGradient(fresh, w, 0, 2 * features, 1f, expected);
            assertEquals(loss, kernels.tiedGradient(reused, w, 0, 2 * features, 1f, found));
            assertArrayEquals(expected, found);
        }
    }

    @Test
    void aRepeatedSumIsTheSameToTheLastBit() {
        int count = 100;
        Kernels kernels = Kernels.create();
        float[] w = numbers(18);
        FeatureMajor examples = new FeatureMajor(6);
        float[] inputs = numbers(count * 6);
        examples.load(inputs, inputs, 0, count);
        examples.weigh(null);
        float[] first = new float[18];
        double loss = kernels.tiedGradient(examples, w, 0, 12, 1f, first);
        float[] again = new float[18];
        for (int i = 0; i < 20_000; i++) {
            assertEquals(loss, kernels.tiedGradient(examples, w, 0, 12, 1f, again));
        }
        assertArrayEquals(first, again, 0f);
    }

    private float[] numbers(int length) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (float) (2 * random.nextDouble() - 1);
        }
        return numbers;
    }
}
