package org.chiscope.math;

/** The readable reference, used where the Vector API is missing. */
final class ScalarKernels extends Kernels {
    /** Keeps {@link #saturate} from being optimised away. */
    private float saturated;

    @Override
    public String description() {
        return "scalar";
    }

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
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float sum = 0f;
                for (int p = 0; p < k; p++) {
                    float x = transposeA ? entry(a, p, i) : entry(a, i, p);
                    float y = transposeB ? entry(b, j, p) : entry(b, p, j);
                    sum += x * y;
                }
                int at = c.at() + i * c.stride() + j;
                c.data()[at] = accumulate ? c.data()[at] + sum : sum;
            }
        }
    }

    private static float entry(Matrix x, int row, int column) {
        return x.data()[x.at() + row * x.stride() + column];
    }

    @Override
    public long saturate(int steps) {
        float factor = 1 - 0x1p-20f;
        float a = 1;
        float b = 2;
        float c = 3;
        float d = 4;
        for (int step = 0; step < steps; step++) {
            a = a * factor + 0x1p-20f;
            b = b * factor + 0x1p-20f;
            c = c * factor + 0x1p-20f;
            d = d * factor + 0x1p-20f;
        }
        saturated = a + b + c + d;
        return 8L * steps;
    }

    @Override
    public float dot(float[] x, int xAt, float[] y, int yAt, int n) {
        float sum = 0f;
        for (int i = 0; i < n; i++) {
            sum += x[xAt + i] * y[yAt + i];
        }
        return sum;
    }

    @Override
    public float exponentials(float[] x, int at, int n, float shift) {
        float sum = 0f;
        for (int i = at; i < at + n; i++) {
            x[i] = exp(x[i] - shift);
            sum += x[i];
        }
        return sum;
    }

    @Override
    public float maximum(float[] x, int at, int n) {
        float maximum = Float.NEGATIVE_INFINITY;
        for (int i = at; i < at + n; i++) {
            maximum = Math.max(maximum, x[i]);
        }
        return maximum;
    }
}
