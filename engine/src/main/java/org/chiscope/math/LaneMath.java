package org.chiscope.math;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Exponentials, sums and maxima by lanes, the same to the last bit however Java runs them.
 *
 * <p>No method takes or returns a vector: where Java does not inline such a call it puts the vector
 * on the heap, and whether it inlines is decided anew at each start.
 */
final class LaneMath {
    private static final VectorSpecies<Float> SPECIES = Lanes.FLOATS;
    private static final int LANES = SPECIES.length();

    private LaneMath() {}

    /**
     * Replaces {@code n} entries by exp(x − shift), exactly as {@link Kernels#exp}, and returns
     * their sum; x − shift ≤ 88.
     *
     * @param lanes scratch, one vector
     */
    static float exponentials(float[] x, int at, int n, float shift, float[] lanes) {
        int whole = n - n % LANES;
        Arrays.fill(lanes, 0, LANES, shift);
        exponentialsOfLanes(x, at, LANES, whole / LANES, 1f, lanes, 0);
        float total = total(lanes, 0);
        for (int i = at + whole; i < at + n; i++) {
            float e = Kernels.exp(x[i] - shift);
            x[i] = e;
            total += e;
        }
        return total;
    }

    /**
     * Replaces a column of {@code n} vectors by exp(scale · (x − shift)), the exponent ≤ 88.
     *
     * @param stride from a vector to the next
     * @param lanes holds the shift of each lane, at {@code lanesAt}, and receives the lane's sum
     */
    static void exponentialsOfLanes(
            float[] x, int at, int stride, int n, float scale, float[] lanes, int lanesAt) {
        FloatVector log2e = FloatVector.broadcast(SPECIES, Kernels.LOG2_E);
        FloatVector rounding = FloatVector.broadcast(SPECIES, Kernels.ROUNDING);
        FloatVector high = FloatVector.broadcast(SPECIES, -Kernels.LN2_HIGH);
        FloatVector low = FloatVector.broadcast(SPECIES, -Kernels.LN2_LOW);
        FloatVector c4 = FloatVector.broadcast(SPECIES, Kernels.EXP_4);
        FloatVector c3 = FloatVector.broadcast(SPECIES, Kernels.EXP_3);
        FloatVector c2 = FloatVector.broadcast(SPECIES, Kernels.EXP_2);
        FloatVector c1 = FloatVector.broadcast(SPECIES, Kernels.EXP_1);
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        FloatVector shift = FloatVector.fromArray(SPECIES, lanes, lanesAt);
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int j = 0; j < n; j++) {
            FloatVector z =
                    FloatVector.fromArray(SPECIES, x, at + j * stride).sub(shift).mul(scale);
            VectorMask<Float> nothing = z.compare(VectorOperators.LT, Kernels.EXP_LEAST);
            FloatVector shifted = z.fma(log2e, rounding);
            FloatVector power = shifted.sub(rounding);
            FloatVector r = power.fma(low, power.fma(high, z));
            FloatVector p = FloatVector.broadcast(SPECIES, Kernels.EXP_5).fma(r, c4);
            p = p.fma(r, c3).fma(r, c2).fma(r, c1).fma(r, half);
            p = p.fma(r.mul(r), r).add(1f);
            IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
            FloatVector e =
                    p.reinterpretAsInts().add(exponent).reinterpretAsFloats().blend(0f, nothing);
            e.intoArray(x, at + j * stride);
            sum = sum.add(e);
        }
        sum.intoArray(lanes, lanesAt);
    }

    /** Writes the largest of each lane in a column of {@code n} vectors, as {@link #maximum}. */
    static void maximaOfLanes(float[] x, int at, int stride, int n, float[] maxima, int maximaAt) {
        FloatVector most = FloatVector.fromArray(SPECIES, x, at);
        FloatVector odd = most;
        for (int j = 0; j < n; j++) {
            FloatVector even = FloatVector.fromArray(SPECIES, x, at + j * stride);
            FloatVector both = odd.blend(even, even.compare(VectorOperators.GT, odd));
            odd = most;
            most = both;
        }
        most.blend(odd, odd.compare(VectorOperators.GT, most)).intoArray(maxima, maximaAt);
    }

    /** Replaces a vector by its inverses. */
    static void invert(float[] x, int at) {
        FloatVector.broadcast(SPECIES, 1f)
                .div(FloatVector.fromArray(SPECIES, x, at))
                .intoArray(x, at);
    }

    /** Multiplies {@code n} entries. */
    static void multiply(float[] x, int at, int n, float factor) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromArray(SPECIES, x, at + i).mul(factor).intoArray(x, at + i);
        }
        for (int i = whole; i < n; i++) {
            x[at + i] *= factor;
        }
    }

    /**
     * The largest of {@code n} entries, −∞ if there is none; unspecified if one is NaN. In two
     * halves, and by comparison: Java's maximum, which knows −0 and NaN, takes five operations.
     */
    static float maximum(float[] x, int at, int n) {
        int end = at + n - n % LANES;
        FloatVector even = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        FloatVector odd = even;
        int i = at;
        for (; i < end - LANES; i += 2 * LANES) {
            FloatVector first = FloatVector.fromArray(SPECIES, x, i);
            FloatVector second = FloatVector.fromArray(SPECIES, x, i + LANES);
            even = even.blend(first, first.compare(VectorOperators.GT, even));
            odd = odd.blend(second, second.compare(VectorOperators.GT, odd));
        }
        if (i < end) {
            FloatVector last = FloatVector.fromArray(SPECIES, x, i);
            even = even.blend(last, last.compare(VectorOperators.GT, even));
        }
        // Of a maximum, unlike of a sum, the order cannot be seen.
        float maximum = even.max(odd).reduceLanes(VectorOperators.MAX);
        for (i = end; i < at + n; i++) {
            maximum = Math.max(maximum, x[i]);
        }
        return maximum;
    }

    /** The sum of the lanes that begin at {@code at}: halves are added to halves, always alike. */
    static float total(float[] lanes, int at) {
        if (LANES == 16) {
            float even0 = (lanes[at] + lanes[at + 8]) + (lanes[at + 4] + lanes[at + 12]);
            float even2 = (lanes[at + 2] + lanes[at + 10]) + (lanes[at + 6] + lanes[at + 14]);
            float odd1 = (lanes[at + 1] + lanes[at + 9]) + (lanes[at + 5] + lanes[at + 13]);
            float odd3 = (lanes[at + 3] + lanes[at + 11]) + (lanes[at + 7] + lanes[at + 15]);
            return (even0 + even2) + (odd1 + odd3);
        }
        if (LANES == 8) {
            float even = (lanes[at] + lanes[at + 4]) + (lanes[at + 2] + lanes[at + 6]);
            float odd = (lanes[at + 1] + lanes[at + 5]) + (lanes[at + 3] + lanes[at + 7]);
            return even + odd;
        }
        return (lanes[at] + lanes[at + 2]) + (lanes[at + 1] + lanes[at + 3]);
    }
}
