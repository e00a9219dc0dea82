package org.chiscope.math;

import org.jspecify.annotations.Nullable;

/** A quick comparison of kernels with the scalar reference, made before they are trusted. */
final class KernelCheck {
    private static final int ROWS = 19;
    private static final int COLUMNS = 37;
    private static final int DEPTH = 21;
    private static final int LENGTH = 23;
    private static final int FEATURES = 5;

    /** More than a block of examples, and no whole number of them. */
    private static final int EXAMPLES = FeatureMajor.BLOCK + 7;

    /** Of sums of some twenty rounded products of numbers below 1; far below any real fault. */
    private static final float TOLERANCE = 1e-5f;

    private KernelCheck() {}

    /** The name of what differs, or null. */
    static @Nullable String failure(Kernels kernels, Kernels reference) {
        if (differ(product(kernels), product(reference))) {
            return "matrix product";
        }
        if (differ(softmax(kernels), softmax(reference))) {
            return "softmax";
        }
        if (differ(attention(kernels), attention(reference))) {
            return "attention";
        }
        if (differ(toyModel(kernels), toyModel(reference))) {
            return "toy model";
        }
        return null;
    }

    private static float[] product(Kernels kernels) {
        float[] a = numbers(1, ROWS * DEPTH);
        float[] b = numbers(2, COLUMNS * DEPTH);
        float[] c = new float[3 * ROWS * COLUMNS];
        for (int form = 0; form < 3; form++) {
            boolean transposeA = form == 1;
            boolean transposeB = form == 2;
            kernels.multiply(
                    transposeA,
                    transposeB,
                    ROWS,
                    COLUMNS,
                    DEPTH,
                    new Matrix(a, 0, transposeA ? ROWS : DEPTH),
                    new Matrix(b, 0, transposeB ? DEPTH : COLUMNS),
                    new Matrix(c, form * ROWS * COLUMNS, COLUMNS),
                    false);
        }
        return c;
    }

    private static float[] softmax(Kernels kernels) {
        float[] x = numbers(3, COLUMNS);
        x[0] = kernels.crossEntropyGradient(x, 0, COLUMNS, 5, 1f);
        return x;
    }

    private static float[] attention(Kernels kernels) {
        int width = 5;
        float[] in = numbers(4, 4 * LENGTH * width);
        float[] out = new float[4 * LENGTH * width];
        Attention one =
                new Attention(
                        LENGTH,
                        width,
                        0.4f,
                        part(in, 0),
                        part(in, 1),
                        part(in, 2),
                        new float[kernels.keptOfAttention(LENGTH)],
                        0);
        kernels.attend(one, part(out, 0));
        kernels.attentionGradient(one, part(in, 3), part(out, 1), part(out, 2), part(out, 3));
        return out;
    }

    /** The gradient's mean over examples, the mean loss, and all losses. */
    private static float[] toyModel(Kernels kernels) {
        int weights = 3 * FEATURES;
        FeatureMajor examples = new FeatureMajor(FEATURES);
        examples.load(
                numbers(5, EXAMPLES * FEATURES), numbers(6, EXAMPLES * FEATURES), 0, EXAMPLES);
        examples.weigh(numbers(7, EXAMPLES));
        float[] w = numbers(8, weights);
        float[] out = new float[weights + 1 + EXAMPLES];
        int biasAt = 2 * FEATURES;
        double sum = kernels.tiedGradient(examples, w, 0, biasAt, 1f / EXAMPLES, out);
        out[weights] = (float) (sum / EXAMPLES);
        kernels.tiedLosses(examples, w, 0, biasAt, out, weights + 1);
        return out;
    }

    private static Matrix part(float[] data, int part) {
        return new Matrix(data, part * LENGTH * 5, 5);
    }

    private static float[] numbers(long seed, int length) {
        RandomStream stream = RandomStream.of(seed);
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) {
            numbers[i] = (float) (2 * stream.nextDouble() - 1);
        }
        return numbers;
    }

    private static boolean differ(float[] x, float[] y) {
        for (int i = 0; i < x.length; i++) {
            if (!(Math.abs(x[i] - y[i]) <= TOLERANCE)) {
                return true;
            }
        }
        return false;
    }
}
