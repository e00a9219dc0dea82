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
        FloatVector sum = FloatVector.zero(SPECIES);
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector z = FloatVector.fromArray(SPECIES, x, at + i).sub(shift);
            VectorMask<Float> nothing = z.compare(VectorOperators.LT, Kernels.EXP_LEAST);
            FloatVector shifted =
                    z.fma(
                            FloatVector.broadcast(SPECIES, Kernels.LOG2_E),
                            FloatVector.broadcast(SPECIES, Kernels.ROUNDING));
            FloatVector power = shifted.sub(Kernels.ROUNDING);
            FloatVector r = power.fma(FloatVector.broadcast(SPECIES, -Kernels.LN2_HIGH), z);
            r = power.fma(FloatVector.broadcast(SPECIES, -Kernels.LN2_LOW), r);
            FloatVector p = FloatVector.broadcast(SPECIES, Kernels.EXP_5);
            p = p.fma(r, FloatVector.broadcast(SPECIES, Kernels.EXP_4));
            p = p.fma(r, FloatVector.broadcast(SPECIES, Kernels.EXP_3));
            p = p.fma(r, FloatVector.broadcast(SPECIES, Kernels.EXP_2));
            p = p.fma(r, FloatVector.broadcast(SPECIES, Kernels.EXP_1));
            p = p.fma(r, FloatVector.broadcast(SPECIES, 0.5f));
            p = p.fma(r.mul(r), r).add(1f);
            IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
            FloatVector e =
                    p.reinterpretAsInts().add(exponent).reinterpretAsFloats().blend(0f, nothing);
            e.intoArray(x, at + i);
            sum = sum.add(e);
        }
        sum.intoArray(lanes, 0);
        float total = total(lanes);
        for (int i = whole; i < n; i++) {
            float e = Kernels.exp(x[at + i] - shift);
            x[at + i] = e;
            total += e;
        }
        return total;
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
        float maximum = Float.NEGATIVE_INFINITY;
        int whole = n - n % LANES;
        if (whole > 0) {
            FloatVector most = FloatVector.fromArray(SPECIES, x, at);
            for (int i = LANES; i < whole; i += LANES) {
                most = most.max(FloatVector.fromArray(SPECIES, x, at + i));
            }
            // Of a maximum, unlike of a sum, the order cannot be seen.
            maximum = most.reduceLanes(VectorOperators.MAX);
        }
        for (int i = whole; i < n; i++) {
            maximum = Math.max(maximum, x[at + i]);
        }
        return maximum;
    }

    /** The sum of the lanes: halves are added to halves, always alike. */
    static float total(float[] lanes) {
        if (LANES == 16) {
            float even0 = (lanes[0] + lanes[8]) + (lanes[4] + lanes[12]);
            float even2 = (lanes[2] + lanes[10]) + (lanes[6] + lanes[14]);
            float odd1 = (lanes[1] + lanes[9]) + (lanes[5] + lanes[13]);
            float odd3 = (lanes[3] + lanes[11]) + (lanes[7] + lanes[15]);
            return (even0 + even2) + (odd1 + odd3);
        }
        if (LANES == 8) {
            float even = (lanes[0] + lanes[4]) + (lanes[2] + lanes[6]);
            float odd = (lanes[1] + lanes[5]) + (lanes[3] + lanes[7]);
            return even + odd;
        }
        return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
    }
}
