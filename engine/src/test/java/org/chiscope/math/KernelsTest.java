package org.chiscope.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
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
    void sumsAgreeWithDoubleArithmetic() {
        Kernels kernels = Kernels.create();
        RandomStream stream = RandomStream.of(2);
        for (int n : SIZES) {
            float[] x = random(stream, n + 4);
            float[] y = random(stream, n + 4);
            double dot = 0;
            double sum = 0;
            for (int i = 0; i < n; i++) {
                dot += (double) x[3 + i] * y[1 + i];
                sum += x[3 + i];
            }
            assertEquals(dot, kernels.dot(x, 3, y, 1, n), 1e-6 * Math.sqrt(n));
            assertEquals(sum, kernels.sum(x, 3, n), 1e-6 * Math.sqrt(n));
            float[] added = y.clone();
            kernels.add(x, 3, added, 1, n);
            float[] multiplied = y.clone();
            kernels.addProducts(x, 3, x, 3, multiplied, 1, n);
            for (int i = 0; i < added.length; i++) {
                double square = i < 1 || i > n ? 0 : x[i + 2] * (double) x[i + 2];
                assertEquals(y[i] + square, multiplied[i], 3e-7);
                float expected = i < 1 || i > n ? y[i] : y[i] + x[i + 2];
                assertEquals(expected, added[i]);
            }
        }
    }

    @Test
    void crossEntropyAgreesWithDoubleArithmetic() {
        Kernels kernels = Kernels.create();
        RandomStream stream = RandomStream.of(4);
        for (int n : SIZES) {
            float[] x = random(stream, n + 4);
            for (int i = 0; i < x.length; i++) {
                x[i] *= 30f;
            }
            int target = stream.nextInt(n);
            float[] before = x.clone();
            double maximum = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < n; i++) {
                maximum = Math.max(maximum, x[3 + i]);
            }
            double sum = 0;
            for (int i = 0; i < n; i++) {
                sum += Math.exp(x[3 + i] - maximum);
            }
            double loss = Math.log(sum) + maximum - x[3 + target];
            // A float near 60 is rounded by 4e−6.
            assertEquals(loss, kernels.crossEntropy(x.clone(), 3, n, target), 1e-5);
            assertEquals(loss, kernels.crossEntropyGradient(x, 3, n, target, -0.5f), 1e-5);
            for (int i = 0; i < n; i++) {
                double share = Math.exp(before[3 + i] - maximum) / sum;
                double gradient = -0.5 * (share - (i == target ? 1 : 0));
                assertEquals(gradient, x[3 + i], 1e-6, n + " logits");
            }
            assertEquals(before[2], x[2]);
            assertEquals(before[3 + n], x[3 + n]);
        }
    }

    @Test
    void attentionAgreesWithTheReference() {
        RandomStream stream = RandomStream.of(5);
        for (int length : new int[] {1, 2, 5, 6, 7, 15, 16, 17, 31, 33, 64, 100, 127}) {
            for (int width : new int[] {1, 2, 5, 8, 16, 17, 32, 40, 65}) {
                int stride = width + stream.nextInt(4);
                float[] in = random(stream, 4 * length * stride);
                float[] fast = attention(Kernels.create(), length, width, stride, in);
                float[] reference = attention(new ScalarKernels(), length, width, stride, in);
                // Sums of up to 127 products of numbers below 1, weighted by probabilities, rounded
                // a few times; keys' and values' gradients are not so weighted.
                assertArrayEquals(reference, fast, 2e-5f, length + " positions, width " + width);
            }
        }
    }

    /** Neighbouring rows, of which one sees scores of ±1 and the other of 1,000 and more. */
    @Test
    void rowsWithFarLargerScoresBesideThemAreExactAsWell() {
        int length = 40;
        int width = 3;
        float[] in = random(RandomStream.of(8), 4 * length * width);
        for (int i = 0; i < length; i += 2) {
            for (int d = 0; d < width; d++) {
                in[i * width + d] *= 3000f;
            }
        }
        float[] fast = attention(Kernels.create(), length, width, width, in);
        float[] reference = attention(new ScalarKernels(), length, width, width, in);
        int part = length * width;
        for (int i = 0; i < length; i++) {
            // Of the large scores even their rounding, 1e−4, moves what is mixed.
            float bound = i % 2 == 0 ? 1e-2f : 1e-5f;
            for (int d = 0; d < width; d++) {
                assertEquals(reference[i * width + d], fast[i * width + d], bound, "row " + i);
            }
        }
        assertEquals(4 * part + length * length, fast.length);
    }

    /** What is mixed, the gradients at queries, keys and values, and the probabilities. */
    private static float[] attention(
            Kernels kernels, int length, int width, int stride, float[] in) {
        int part = length * stride;
        int at = 2;
        float[] kept = new float[at + kernels.keptOfAttention(length)];
        Arrays.fill(kept, 7f); // of an earlier use
        float[] out = new float[4 * part + length * length];
        Attention head =
                new Attention(
                        length,
                        width,
                        0.7f,
                        new Matrix(in, 0, stride),
                        new Matrix(in, part, stride),
                        new Matrix(in, 2 * part, stride),
                        kept,
                        at);
        kernels.attend(head, new Matrix(out, 0, stride));
        kernels.attentionGradient(
                head,
                new Matrix(in, 3 * part, stride),
                new Matrix(out, part, stride),
                new Matrix(out, 2 * part, stride),
                new Matrix(out, 3 * part, stride));
        kernels.probabilities(head, out, 4 * part);
        return out;
    }

    @Test
    void normalisedRowsAgreeWithDoubleArithmetic() {
        Kernels kernels = Kernels.create();
        RandomStream stream = RandomStream.of(6);
        for (int n : SIZES) {
            for (boolean layerNorm : new boolean[] {true, false}) {
                float[] x = random(stream, n + 3);
                float[] w = random(stream, 2 * n + 1);
                float[] centred = new float[n + 3];
                float[] y = new float[n + 3];
                float inverse =
                        kernels.normalize(x, 2, n, w, 1, layerNorm ? n + 1 : -1, 0.01f, centred, y);
                double mean = 0;
                for (int i = 0; layerNorm && i < n; i++) {
                    mean += x[2 + i] / (double) n;
                }
                double square = 0;
                for (int i = 0; i < n; i++) {
                    square += (x[2 + i] - mean) * (x[2 + i] - mean) / n;
                }
                double exact = 1 / Math.sqrt(square + 0.01f);
                assertEquals(exact, inverse, 1e-5 * exact);
                float[] dy = random(stream, n + 3);
                double sum = 0;
                double projection = 0;
                for (int i = 0; i < n; i++) {
                    double standard = (x[2 + i] - mean) * exact;
                    double expected = standard * w[1 + i] + (layerNorm ? w[n + 1 + i] : 0);
                    assertEquals(expected, y[2 + i], 1e-5, n + " entries");
                    assertEquals(standard, centred[2 + i], 1e-5);
                    sum += (double) dy[2 + i] * w[1 + i] / n;
                    projection += dy[2 + i] * w[1 + i] * standard / n;
                }
                float[] dx = random(stream, n + 3);
                float[] before = dx.clone();
                kernels.normalizeGradient(dy, 2, n, w, 1, layerNorm, inverse, centred, dx);
                for (int i = 0; i < n; i++) {
                    double standard = (x[2 + i] - mean) * exact;
                    double gradient =
                            exact
                                    * ((double) dy[2 + i] * w[1 + i]
                                            - (layerNorm ? sum : 0)
                                            - standard * projection);
                    assertEquals(before[2 + i] + gradient, dx[2 + i], 5e-5, n + " entries");
                }
                assertEquals(before[2 + n], dx[2 + n]);
            }
        }
    }

    @Test
    void rotationsAgreeWithDoubleArithmeticAndTurnBack() {
        Kernels kernels = Kernels.create();
        RandomStream stream = RandomStream.of(7);
        for (int half : new int[] {1, 4, 8, 12, 16, 24}) {
            int heads = 3;
            float[] cosine = random(stream, half + 1);
            float[] sine = new float[half + 1];
            for (int j = 0; j <= half; j++) {
                sine[j] = (float) Math.sqrt(1 - cosine[j] * cosine[j]);
            }
            float[] x = random(stream, 2 * half * heads + 3);
            float[] before = x.clone();
            kernels.rotate(x, 1, heads, half, cosine, sine, 1, 1f);
            for (int head = 0; head < heads; head++) {
                for (int j = 0; j < half; j++) {
                    int a = 1 + head * 2 * half + j;
                    int b = a + half;
                    double c = cosine[1 + j];
                    double s = sine[1 + j];
                    assertEquals(before[a] * c - before[b] * s, x[a], 1e-6, "half " + half);
                    assertEquals(before[b] * c + before[a] * s, x[b], 1e-6, "half " + half);
                }
            }
            kernels.rotate(x, 1, heads, half, cosine, sine, 1, -1f);
            assertArrayEquals(before, x, 1e-6f);
        }
    }

    @Test
    void theChosenKernelsPassTheSelfCheck() {
        assertNull(KernelCheck.failure(Kernels.create(), new ScalarKernels()));
        assertFalse(Kernels.reason().isBlank());
    }

    @Test
    void theSelfCheckSeesAWrongProduct() {
        Kernels wrong =
                new ScalarKernels() {
                    @Override
                    public void multiply(
                            boolean transposeA,
                            boolean transposeB,
                            int m,
                            int n,
                            int k,
                            Matrix a,
                            Matrix b,
                            Matrix c,
                            boolean accumulate) {
                        super.multiply(transposeA, transposeB, m, n, k - 1, a, b, c, accumulate);
                    }
                };
        assertEquals("matrix product", KernelCheck.failure(wrong, new ScalarKernels()));
    }

    /** Without the gradient of one bias, and without the last example's loss. */
    @Test
    void theSelfCheckSeesAWrongToyModel() {
        Kernels wrongGradient =
                new ScalarKernels() {
                    @Override
                    public double tiedGradient(
                            FeatureMajor examples,
                            float[] w,
                            int weightAt,
                            int biasAt,
                            float scale,
                            float[] gradient) {
                        double loss =
                                super.tiedGradient(examples, w, weightAt, biasAt, scale, gradient);
                        gradient[biasAt] = 0f;
                        return loss;
                    }
                };
        assertEquals("toy model", KernelCheck.failure(wrongGradient, new ScalarKernels()));
        Kernels wrongLoss =
                new ScalarKernels() {
                    @Override
                    public void tiedLosses(
                            FeatureMajor examples,
                            float[] w,
                            int weightAt,
                            int biasAt,
                            float[] losses,
                            int lossesAt) {
                        super.tiedLosses(examples, w, weightAt, biasAt, losses, lossesAt);
                        losses[lossesAt + examples.count - 1] = 0f;
                    }
                };
        assertEquals("toy model", KernelCheck.failure(wrongLoss, new ScalarKernels()));
    }

    @Test
    void exponentialIsGoodToTwoUnitsInTheLastPlace() {
        assertEquals(0f, Kernels.exp(Math.nextDown(Kernels.EXP_LEAST)));
        assertEquals(0f, Kernels.exp(Float.NEGATIVE_INFINITY));
        for (float x = Kernels.EXP_LEAST; x < 88f; x += 0.0137f) {
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
        assertArrayEquals(first, again, 0f);
    }

    private static float[] random(RandomStream stream, int length) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) {
            x[i] = (float) (2 * stream.nextDouble() - 1);
        }
        return x;
    }
}
