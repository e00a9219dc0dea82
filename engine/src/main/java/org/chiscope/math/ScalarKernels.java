package org.chiscope.math;

/** The readable reference, used where the Vector API is missing. */
final class ScalarKernels extends Kernels {

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
            float[] a,
            int aAt,
            int lda,
            float[] b,
            int bAt,
            int ldb,
            float[] c,
            int cAt,
            int ldc,
            boolean accumulate) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float sum = 0f;
                for (int p = 0; p < k; p++) {
                    float x = transposeA ? a[aAt + p * lda + i] : a[aAt + i * lda + p];
                    float y = transposeB ? b[bAt + j * ldb + p] : b[bAt + p * ldb + j];
                    sum += x * y;
                }
                int at = cAt + i * ldc + j;
                c[at] = accumulate ? c[at] + sum : sum;
            }
        }
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
