package org.chiscope.math;

/**
 * Dense kernels on {@code float[]}: where the time of a network is spent. Two implementations, the
 * readable {@link ScalarKernels} and the fast one on the Vector API, are tested against each other.
 *
 * <p>An instance owns scratch memory: one a worker thread, never shared.
 */
public abstract class Kernels {
    /**
     * Below this exp counts as 0: beside the 1 that every softmax has, 10⁻²⁸ is nothing, and its
     * products would soon be denormal, with which processors take a hundred times as long.
     */
    static final float EXP_LEAST = -64f;

    // expf of Cephes (Moshier, 1989): exp(x) = 2^n exp(r), |r| <= ln(2)/2, to about 1 ulp.
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

    /**
     * The fastest kernels that this machine and this start of Java offer, if they compute rightly.
     */
    public static Kernels create() {
        return KernelChoice.CHOSEN.vectors() ? new VectorKernels() : new ScalarKernels();
    }

    /** Why {@link #create} gives what it gives: a clause for people. */
    public static String reason() {
        return KernelChoice.CHOSEN.reason();
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
     * Rearranges B, k × n, for {@link #multiply(int, Matrix, PackedMatrix, Matrix, boolean)}.
     *
     * @param transposeB whether B is stored transposed
     * @param reused receives it
     */
    public abstract void pack(boolean transposeB, int n, int k, Matrix b, PackedMatrix reused);

    /** C = A·B, or C += A·B if {@code accumulate}; A is m × k. C must not overlap A or B. */
    public abstract void multiply(int m, Matrix a, PackedMatrix b, Matrix c, boolean accumulate);

    /**
     * Multiplies and adds in registers alone, as fast as the core can: what other kernels are
     * measured against.
     *
     * @return floating-point operations made, the same for the same number of steps
     */
    public abstract long saturate(int steps);

    /** The inner product of {@code n} entries. */
    public abstract float dot(float[] x, int xAt, float[] y, int yAt, int n);

    /** The sum of {@code n} entries. */
    public abstract float sum(float[] x, int at, int n);

    /** Adds {@code n} entries of {@code x} to those of {@code y}. */
    public abstract void add(float[] x, int xAt, float[] y, int yAt, int n);

    /** Adds the products of {@code n} entries of {@code x} and {@code y} to those of {@code z}. */
    public abstract void addProducts(
            float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n);

    /**
     * −log softmax(x)[target] of {@code n} logits, in nats.
     *
     * @param x unspecified afterwards
     */
    public abstract float crossEntropy(float[] x, int at, int n, int target);

    /** The same, with {@code x} replaced by {@code scale} times its gradient. */
    public abstract float crossEntropyGradient(float[] x, int at, int n, int target, float scale);

    /** Room that {@link Attention#kept} takes; other heads' may follow at once. */
    public abstract int keptOfAttention(int length);

    /**
     * Attends: writes what the values mix to, and {@link Attention#kept}.
     *
     * @param mixed receives length × width
     */
    public abstract void attend(Attention head, Matrix mixed);

    /** Writes P, length × length, row-major. Follows {@link #attend}. */
    public abstract void probabilities(Attention head, float[] out, int at);

    /**
     * The gradient at queries, keys and values. Follows {@link #attend}.
     *
     * @param dMixed gradient at what was mixed, length × width
     */
    public abstract void attentionGradient(
            Attention head, Matrix dMixed, Matrix dQueries, Matrix dKeys, Matrix dValues);

    /**
     * Turns neighbouring heads' vectors, each of two halves a and b: a ← a·cosine −
     * b·sine·direction, b ← b·cosine + a·sine·direction (Su et al., 2021).
     *
     * @param at of the first of {@code heads} vectors, one after the other in {@code x}
     * @param half entries of a half
     * @param tableAt of the {@code half} cosines and sines
     * @param direction 1, or −1 to turn back
     */
    public abstract void rotate(
            float[] x,
            int at,
            int heads,
            int half,
            float[] cosine,
            float[] sine,
            int tableAt,
            float direction);

    /**
     * One row of a normalisation: {@code centred} = (x − mean)/√(variance + epsilon), y = centred ·
     * scale + shift.
     *
     * @param x n entries at {@code at}, as of {@code centred} and {@code y}
     * @param w holds scale and shift
     * @param shiftAt of LayerNorm (Ba et al., 2016); −1 for RMSNorm (Zhang and Sennrich, 2019),
     *     whose mean counts as 0 and which has no shift
     * @return 1/√(variance + epsilon)
     */
    public abstract float normalize(
            float[] x,
            int at,
            int n,
            float[] w,
            int scaleAt,
            int shiftAt,
            float epsilon,
            float[] centred,
            float[] y);

    /**
     * Adds the gradient at x of such a row to {@code dx}.
     *
     * @param dy gradient at y, n entries at {@code at}, as of {@code centred} and {@code dx}
     * @param layerNorm whether the mean was taken away
     * @param inverse what {@link #normalize} returned
     */
    public abstract void normalizeGradient(
            float[] dy,
            int at,
            int n,
            float[] w,
            int scaleAt,
            boolean layerNorm,
            float inverse,
            float[] centred,
            float[] dx);

    /**
     * The toy model of superposition (Elhage et al., 2022), o = ReLU(Wᵀ W x + b) with two hidden
     * values: Σ weight · ½‖target − o‖² over examples, and its gradient.
     *
     * @param w holds W [2, features], row-major, and b [features]
     * @param scale of the gradient
     * @param gradient receives it, in the places that W and b have in {@code w}
     * @return the sum, unscaled
     */
    public abstract double tiedGradient(
            FeatureMajor examples,
            float[] w,
            int weightAt,
            int biasAt,
            float scale,
            float[] gradient);

    /**
     * Writes ½‖target − o‖² of each of these examples, whatever its weight.
     *
     * @param losses receives them from {@code lossesAt} on
     */
    public abstract void tiedLosses(
            FeatureMajor examples,
            float[] w,
            int weightAt,
            int biasAt,
            float[] losses,
            int lossesAt);

    /** exp(x) as the kernels compute it, for x ≤ 88; 0 below {@link #EXP_LEAST}. */
    static float exp(float x) {
        if (x < EXP_LEAST) {
            return 0f;
        }
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
