package org.chiscope.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/**
 * The kernels of this start of Java against plain double arithmetic, over awkward sizes: with the
 * Vector API in the ordinary run, scalar in the run without its module.
 */
class KernelsTest {
    private static final int[] SIZES = {1, 2, 5, 7, 12, 13, 16, 31, 33, 64, 97, 129, 300};

    @Test
    void productsAgreeWithDoubleArithmeticInEveryTransposition() {
        Kernels kernels = Kernels.create();
        RandomStream stream = RandomStream.of(1);
        for (int trial = 0; trial < 150; trial++) {
            int m = SIZES[stream.nextInt(SIZES.length - 1)];
            int n = SIZES[stream.nextInt(SIZES.length - 1)];
            int k = SIZES[stream.nextInt(SIZES.length)];
            boolean transposeA = stream.nextInt(2) == 0;
            boolean transposeB = stream.nextInt(2) == 0;
            boolean accumulate = stream.nextInt(2) == 0;
            int lda = (transposeA ? m : k) + stream.nextInt(3);
            int ldb = (transposeB ? k : n) + stream.nextInt(3);
            int ldc = n + stream.nextInt(3);
            float[] a = random(stream, 3 + (transposeA ? k : m) * lda);
            float[] b = random(stream, 5 + (transposeB ? n : k) * ldb);
            float[] c = random(stream, 2 + m * ldc);
            float[] before = c.clone();
            kernels.multiply(
                    transposeA,
                    transposeB,
                    m,
                    n,
                    k,
                    new Matrix(a, 3, lda),
                    new Matrix(b, 5, ldb),
                    new Matrix(c, 2, ldc),
                    accumulate);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < ldc; j++) {
                    int at = 2 + i * ldc + j;
                    if (j >= n) {
                        assertEquals(before[at], c[at], "outside the product");
                        continue;
                    }
                    double sum = accumulate ? before[at] : 0;
                    for (int p = 0; p < k; p++) {
                        double x = a[3 + (transposeA ? p * lda + i : i * lda + p)];
                        double y = b[5 + (transposeB ? j * ldb + p : p * ldb + j)];
                        sum += x * y;
                    }
                    // k rounded products of size 1: float sums err by about √k · 6e−8.
                    assertEquals(sum, c[at], 1e-6 * Math.sqrt(k + 1), m + "×" + n + "×" + k);
                }
            }
        }
    }

    @Test
    void reductionsAgreeWithDoubleArithmetic() {
        Kernels kernels = Kernels.create();
        RandomStream stream = RandomStream.of(2);
        for (int n : SIZES) {
            float[] x = random(stream, n + 4);
            float[] y = random(stream, n + 4);
            double dot = 0;
            float maximum = Float.NEGATIVE_INFINITY;
            for (int i = 0; i < n; i++) {
                dot += (double) x[3 + i] * y[1 + i];
                maximum = Math.max(maximum, x[3 + i]);
            }
            assertEquals(dot, kernels.dot(x, 3, y, 1, n), 1e-6 * Math.sqrt(n));
            assertEquals(maximum, kernels.maximum(x, 3, n));
            float[] e = x.clone();
            float sum = kernels.exponentials(e, 3, n, maximum);
            double expected = 0;
            for (int i = 0; i < n; i++) {
                double value = Math.exp((double) x[3 + i] - maximum);
                expected += value;
                assertEquals(value, e[3 + i], 2e-7 * value);
            }
            assertEquals(expected, sum, 1e-6 * expected);
            assertEquals(x[2], e[2]);
            assertEquals(x[3 + n], e[3 + n]);
        }
    }

    @Test
    void exponentialIsGoodToTwoUnitsInTheLastPlace() {
        for (float x = -86.9f; x < 88f; x += 0.0137f) {
            double exact = Math.exp(x);
            assertTrue(
                    Math.abs(Kernels.exp(x) - exact) <= 2 * Math.ulp((float) exact),
                    "exp(" + x + ")");
        }
    }

    @Test
    void aRepeatedProductIsTheSameToTheLastBit() {
        RandomStream stream = RandomStream.of(3);
        Matrix left = new Matrix(random(stream, 64 * 70), 0, 70);
        Matrix right = new Matrix(random(stream, 70 * 33), 0, 33);
        float[] first = new float[64 * 33];
        Kernels.create()
                .multiply(false, false, 64, 33, 70, left, right, new Matrix(first, 0, 33), false);
        float[] again = new float[64 * 33];
        Kernels kernels = Kernels.create();
        for (int i = 0; i < 3000; i++) {
            kernels.multiply(
                    false, false, 64, 33, 70, left, right, new Matrix(again, 0, 33), false);
        }
        org.junit.jupiter.api.Assertions.assertArrayEquals(first, again, 0f);
    }

    private static float[] random(RandomStream stream, int length) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) (2 * stream.nextDouble() - 1);
        }
        return x;
    }
}
