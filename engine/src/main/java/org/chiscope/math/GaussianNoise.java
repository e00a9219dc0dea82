package org.chiscope.math;

/**
 * Fast filling of arrays with standard normal numbers, by Box and Muller (1958) in single
 * precision: each 64-bit draw gives a radius and an angle, hence two numbers. Logarithm, sine and
 * cosine are the polynomials of Cephes (Moshier, 1989) in plain multiplications and additions,
 * which round alike in interpreted and compiled code. The largest number that can occur is √(2 ln
 * 2³²) = 6.66.
 */
public final class GaussianNoise {

    private GaussianNoise() {}

    /**
     * Fills {@code length} entries of {@code out} from {@code offset} with independent standard
     * normal numbers, a pure function of the state of {@code stream}, which advances.
     */
    public static void fill(RandomStream stream, float[] out, int offset, int length) {
        int end = offset + length;
        for (int i = offset; i < end; i += 2) {
            long bits = stream.nextLong();
            float uniform = ((bits >>> 32) + 1) * 0x1.0p-32f;
            float radius = (float) Math.sqrt(-2f * log(uniform));
            float turn = ((bits & 0xFFFFFFFFL) >>> 8) * 0x1.0p-22f; // [0, 4) quarter turns
            int quarter = (int) (turn + 0.5f);
            float r = (turn - quarter) * HALF_PI;
            float sine = sine(r);
            float cosine = cosine(r);
            float x = (quarter & 1) == 0 ? cosine : -sine;
            float y = (quarter & 1) == 0 ? sine : cosine;
            boolean flip = (quarter & 2) != 0;
            out[i] = flip ? -radius * x : radius * x;
            if (i + 1 < end) {
                out[i + 1] = flip ? -radius * y : radius * y;
            }
        }
    }

    private static final float HALF_PI = 1.57079632679f;
    private static final float SQRT_HALF = 0.70710678f;

    /** ln x for x in [2⁻³², 1]. */
    static float log(float x) {
        int bits = Float.floatToRawIntBits(x);
        int exponent = (bits >>> 23) - 126;
        float m = Float.intBitsToFloat((bits & 0x007FFFFF) | 0x3F000000); // [½, 1)
        if (m < SQRT_HALF) {
            exponent--;
            m = m + m;
        }
        m -= 1f;
        float z = m * m;
        float p = 7.0376836292e-2f;
        p = p * m - 1.1514610310e-1f;
        p = p * m + 1.1676998740e-1f;
        p = p * m - 1.2420140846e-1f;
        p = p * m + 1.4249322787e-1f;
        p = p * m - 1.6668057665e-1f;
        p = p * m + 2.0000714765e-1f;
        p = p * m - 2.4999993993e-1f;
        p = p * m + 3.3333331174e-1f;
        p = p * m * z;
        p += exponent * -2.12194440e-4f;
        p -= 0.5f * z;
        return m + p + exponent * 0.693359375f;
    }

    /** sin r for |r| ≤ π/4. */
    private static float sine(float r) {
        float z = r * r;
        return ((-1.9515295891e-4f * z + 8.3321608736e-3f) * z - 1.6666654611e-1f) * z * r + r;
    }

    /** cos r for |r| ≤ π/4. */
    private static float cosine(float r) {
        float z = r * r;
        float p = (2.443315711809948e-5f * z - 1.388731625493765e-3f) * z + 4.166664568298827e-2f;
        return p * z * z - 0.5f * z + 1f;
    }
}
