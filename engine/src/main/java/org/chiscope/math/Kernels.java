package org.chiscope.math;

/**
 * Dense kernels on {@code float[]}: where the time of a network is spent. Two implementations, the
 * readable {@link ScalarKernels} and the fast one on the Vector API, are tested against each other.
 *
 * <p>An instance owns scratch memory: one a worker thread, never shared.
 */
public abstract class Kernels {
    // expf of Cephes (Moshier, 1989): exp(x) = 2^n exp(r), |r| <= ln(2)/2, to about 1 ulp.
    static final float EXP_LEAST = -87f;
    static final float LOG2_E = 1.44269504f;
    static final float ROUNDING = 12582912f; // 1.5 · 2^23: adding it rounds to a whole number
    static final float LN2_HIGH = 0.693359375f;
    static final float LN2_LOW = -2.12194440e-4f;
    static final float EXP_1 = 1.6666665459e-1f;
    static final float EXP_2 = 4.1665795894e-2f;
    static final float EXP_3 = 8.3334519073e-3f;
    static final float EXP_4 = 1.3981999507e-3f;
    static final float EXP_5 = 1.9875691500e-4f;

    Kernels() {}

    /** The fastest kernels that this machine and this start of Java offer. */
    public static Kernels create() {
        return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? new VectorKernels()
                : new ScalarKernels();
    }

    /** What computes, and with how many lanes, for the record of a run. */
    public abstract String description();

    /**
     * C = A·B, or C += A·B if {@code accumulate}; A is m × k and B is k × n, each stored transposed
     * if its flag is set. C must not overlap A or B.
     */
    public abstract void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            Matrix a,
            Matrix b,
            Matrix c,
            boolean accumulate);

    /**
     * Multiplies and adds in registers alone, as fast as the core can: what other kernels are
     * measured against.
     *
     * @return floating-point operations made, the same for the same number of steps
     */
    public abstract long saturate(int steps);

    /** The inner product of {@code n} entries. */
    public abstract float dot(float[] x, int xAt, float[] y, int yAt, int n);

    /** Replaces {@code n} entries by exp(x − shift) and returns their sum; x − shift ≤ 88. */
    public abstract float exponentials(float[] x, int at, int n, float shift);

    /** The largest of {@code n} entries, −∞ if there is none; unspecified if one is NaN. */
    public abstract float maximum(float[] x, int at, int n);

    /** exp(x) as the kernels compute it, for x ≤ 88; below −87 that of −87. */
    static float exp(float x) {
        x = Math.max(x, EXP_LEAST);
        float shifted = Math.fma(x, LOG2_E, ROUNDING);
        float whole = shifted - ROUNDING;
        float r = Math.fma(whole, -LN2_HIGH, x);
        r = Math.fma(whole, -LN2_LOW, r);
        float p = EXP_5;
        p = Math.fma(p, r, EXP_4);
        p = Math.fma(p, r, EXP_3);
        p = Math.fma(p, r, EXP_2);
        p = Math.fma(p, r, EXP_1);
        p = Math.fma(p, r, 0.5f);
        p = Math.fma(p, r * r, r) + 1f;
        return Float.intBitsToFloat(
                Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(shifted) << 23));
    }
}
