package org.chiscope.math;

/**
 * Fast filling of arrays with standard normal numbers, by Box and Muller (1958) in single
 * precision: each 64-bit draw gives a radius and an angle, hence two numbers. Logarithm, sine and
 * cosine are the polynomials of Cephes (Moshier, 1989) in plain multiplications and additions,
 * which round alike in interpreted and compiled code, and in lanes. The largest number that can
 * occur is √(2 ln 2³²) = 6.66.
 */
public final class GaussianNoise {
    static final float HALF_PI = 1.57079632679f;
    static final float SQRT_HALF = 0.70710678f;
    static final float LN2_HIGH = 0.693359375f;
    static final float LN2_LOW = -2.12194440e-4f;

    /** Of ln(1 + m), the highest power first. */
    static final float[] LOG = {
        7.0376836292e-2f,
        -1.1514610310e-1f,
        1.1676998740e-1f,
        -1.2420140846e-1f,
        1.4249322787e-1f,
        -1.6668057665e-1f,
        2.0000714765e-1f,
        -2.4999993993e-1f,
        3.3333331174e-1f
    };

    static final float SINE_3 = -1.9515295891e-4f;
    static final float SINE_2 = 8.3321608736e-3f;
    static final float SINE_1 = 1.6666654611e-1f;
    static final float COSINE_3 = 2.443315711809948e-5f;
    static final float COSINE_2 = 1.388731625493765e-3f;
    static final float COSINE_1 = 4.166664568298827e-2f;

    private static final int BLOCK = 256;

    /** A whole number of vectors, whatever their lanes. */
    private static final int ROUND = 16;

    private static final boolean LANES = KernelChoice.CHOSEN.vectors();

    private GaussianNoise() {}

    /**
     * Fills {@code length} entries of {@code out} from {@code offset} with independent standard
     * normal numbers, a pure function of the state of {@code stream}, which advances.
     */
    public static void fill(RandomStream stream, float[] out, int offset, int length) {
        // Of a few numbers whole vectors are computed: the pairs beyond them are not looked at.
        int room = Math.min(BLOCK, ((length + 1) / 2 + ROUND - 1) / ROUND * ROUND);
        long[] bits = new long[room];
        float[] uniforms = new float[room];
        float[] turns = new float[room];
        float[] first = new float[room];
        float[] second = new float[room];
        int end = offset + length;
        for (int from = offset; from < end; from += 2 * BLOCK) {
            int count = Math.min(BLOCK, (end - from + 1) / 2);
            for (int i = 0; i < count; i++) {
                bits[i] = stream.nextLong();
            }
            // Loops of one kind of work each are what Java turns into lanes.
            for (int i = 0; i < count; i++) {
                uniforms[i] = ((bits[i] >>> 32) + 1) * 0x1.0p-32f;
            }
            for (int i = 0; i < count; i++) {
                turns[i] = ((bits[i] & 0xFFFFFFFFL) >>> 8) * 0x1.0p-22f; // [0, 4) quarter turns
            }
            if (LANES) {
                int rounded = (count + ROUND - 1) / ROUND * ROUND;
                VectorNoise.pairs(uniforms, turns, first, second, rounded);
            } else {
                pairs(uniforms, turns, first, second, count);
            }
            int whole = Math.min(count, (end - from) / 2);
            for (int i = 0; i < whole; i++) {
                out[from + 2 * i] = first[i];
                out[from + 2 * i + 1] = second[i];
            }
            if (whole < count) {
                out[end - 1] = first[whole];
            }
        }
    }

    /**
     * Two normal numbers from each uniform one in (0, 1] and each angle: the readable reference.
     */
    static void pairs(float[] uniforms, float[] turns, float[] first, float[] second, int count) {
        for (int i = 0; i < count; i++) {
            float radius = (float) Math.sqrt(-2f * log(uniforms[i]));
            int quarter = (int) (turns[i] + 0.5f);
            float r = (turns[i] - quarter) * HALF_PI;
            float sine = sine(r);
            float cosine = cosine(r);
            float x = (quarter & 1) == 0 ? cosine : -sine;
            float y = (quarter & 1) == 0 ? sine : cosine;
            boolean flip = (quarter & 2) != 0;
            first[i] = flip ? -radius * x : radius * x;
            second[i] = flip ? -radius * y : radius * y;
        }
    }

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
        float p = LOG[0];
        for (int i = 1; i < LOG.length; i++) {
            p = p * m + LOG[i];
        }
        p = p * m * z;
        p += exponent * LN2_LOW;
        p -= 0.5f * z;
        return m + p + exponent * LN2_HIGH;
    }

    /** sin r for |r| ≤ π/4. */
    private static float sine(float r) {
        float z = r * r;
        return ((SINE_3 * z + SINE_2) * z - SINE_1) * z * r + r;
    }

    /** cos r for |r| ≤ π/4. */
    private static float cosine(float r) {
        float z = r * r;
        float p = COSINE_3;
        p = p * z - COSINE_2;
        p = p * z + COSINE_1;
        return p * z * z - 0.5f * z + 1f;
    }
}
