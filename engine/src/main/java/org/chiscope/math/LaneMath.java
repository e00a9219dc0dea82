package org.chiscope.math;

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
        exponentialsOfRows(x, at, 0, 1, whole, shift, lanes);
        float total = total(lanes, 0);
        for (int i = whole; i < n; i++) {
            float e = Kernels.exp(x[at + i] - shift);
            x[at + i] = e;
            total += e;
        }
        return total;
    }

    /**
     * The same of whole vectors of some rows.
     *
     * @param sums receives a vector a row, whose {@link #total} is the row's sum
     */
    static void exponentialsOfRows(
            float[] x, int at, int stride, int rows, int n, float shift, float[] sums) {
        FloatVector log2e = FloatVector.broadcast(SPECIES, Kernels.LOG2_E);
        FloatVector rounding = FloatVector.broadcast(SPECIES, Kernels.ROUNDING);
        FloatVector high = FloatVector.broadcast(SPECIES, -Kernels.LN2_HIGH);
        FloatVector low = FloatVector.broadcast(SPECIES, -Kernels.LN2_LOW);
        FloatVector c4 = FloatVector.broadcast(SPECIES, Kernels.EXP_4);
        FloatVector c3 = FloatVector.broadcast(SPECIES, Kernels.EXP_3);
        FloatVector c2 = FloatVector.broadcast(SPECIES, Kernels.EXP_2);
        FloatVector c1 = FloatVector.broadcast(SPECIES, Kernels.EXP_1);
        FloatVector half = FloatVector.broadcast(SPECIES, 0.5f);
        for (int row = 0; row < rows; row++) {
            int from = at + row * stride;
            FloatVector sum = FloatVector.zero(SPECIES);
            for (int i = 0; i < n; i += LANES) {
                FloatVector z = FloatVector.fromArray(SPECIES, x, from + i).sub(shift);
                VectorMask<Float> nothing = z.compare(VectorOperators.LT, Kernels.EXP_LEAST);
                FloatVector shifted = z.fma(log2e, rounding);
                FloatVector power = shifted.sub(rounding);
                FloatVector r = power.fma(low, power.fma(high, z));
                FloatVector p = FloatVector.broadcast(SPECIES, Kernels.EXP_5).fma(r, c4);
                p = p.fma(r, c3).fma(r, c2).fma(r, c1).fma(r, half);
                p = p.fma(r.mul(r), r).add(1f);
                IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
                FloatVector e =
                        p.reinterpretAsInts()
                                .add(exponent)
                                .reinterpretAsFloats()
                                .blend(0f, nothing);
                e.intoArray(x, from + i);
                sum = sum.add(e);
            }
            sum.intoArray(sums, row * LANES);
        }
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

    /** The largest of {@code n} entries, −∞ if there is none; unspecified if one is NaN. */
    static float maximum(float[] x, int at, int n) {
        int whole = n - n % LANES;
        float maximum = whole == 0 ? Float.NEGATIVE_INFINITY : maximumOfRows(x, at, 0, 1, whole);
        for (int i = whole; i < n; i++) {
            maximum = Math.max(maximum, x[at + i]);
        }
        return maximum;
    }

    /** The largest entry of whole vectors of some rows. */
    static float maximumOfRows(float[] x, int at, int stride, int rows, int n) {
        FloatVector most = FloatVector.fromArray(SPECIES, x, at);
        for (int row = 0; row < rows; row++) {
            int from = at + row * stride;
            for (int i = 0; i < n; i += LANES) {
                most = most.max(FloatVector.fromArray(SPECIES, x, from + i));
            }
        }
        // Of a maximum, unlike of a sum, the order cannot be seen.
        return most.reduceLanes(VectorOperators.MAX);
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
