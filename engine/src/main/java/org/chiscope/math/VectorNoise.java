package org.chiscope.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link GaussianNoise#pairs} on the Vector API: the same multiplications, additions and square
 * roots in the same order, so that its numbers are the same to the last bit.
 */
final class VectorNoise {
    private static final VectorSpecies<Float> FLOATS = Lanes.FLOATS;
    private static final VectorSpecies<Integer> INTS = Lanes.INTS;
    private static final int LANES = FLOATS.length();

    private VectorNoise() {}

    /**
     * Works out {@code count} pairs, which fill whole vectors. The logarithm stands here since a
     * method that takes or returns a vector puts it on the heap where it is not inlined.
     */
    static void pairs(float[] uniforms, float[] turns, float[] first, float[] second, int count) {
        for (int i = 0; i < count; i += LANES) {
            FloatVector uniform = FloatVector.fromArray(FLOATS, uniforms, i);
            IntVector bits = uniform.reinterpretAsInts();
            IntVector exponent = bits.lanewise(VectorOperators.LSHR, 23).sub(126);
            FloatVector m = bits.and(0x007FFFFF).or(0x3F000000).reinterpretAsFloats();
            VectorMask<Float> low = m.compare(VectorOperators.LT, GaussianNoise.SQRT_HALF);
            exponent = exponent.sub(1, low.cast(INTS));
            m = m.add(m, low).sub(1f);
            FloatVector square = m.mul(m);
            FloatVector p = FloatVector.broadcast(FLOATS, GaussianNoise.LOG[0]);
            for (int j = 1; j < GaussianNoise.LOG.length; j++) {
                p = p.mul(m).add(GaussianNoise.LOG[j]);
            }
            p = p.mul(m).mul(square);
            FloatVector e = (FloatVector) exponent.convertShape(VectorOperators.I2F, FLOATS, 0);
            p = p.add(e.mul(GaussianNoise.LN2_LOW)).sub(square.mul(0.5f));
            FloatVector log = m.add(p).add(e.mul(GaussianNoise.LN2_HIGH));
            FloatVector radius = log.mul(-2f).sqrt();
            FloatVector turn = FloatVector.fromArray(FLOATS, turns, i);
            IntVector quarter =
                    (IntVector) turn.add(0.5f).convertShape(VectorOperators.F2I, INTS, 0);
            FloatVector r =
                    turn.sub((FloatVector) quarter.convertShape(VectorOperators.I2F, FLOATS, 0))
                            .mul(GaussianNoise.HALF_PI);
            FloatVector z = r.mul(r);
            FloatVector sine =
                    z.mul(GaussianNoise.SINE_3)
                            .add(GaussianNoise.SINE_2)
                            .mul(z)
                            .sub(GaussianNoise.SINE_1)
                            .mul(z)
                            .mul(r)
                            .add(r);
            FloatVector cosine =
                    z.mul(GaussianNoise.COSINE_3)
                            .sub(GaussianNoise.COSINE_2)
                            .mul(z)
                            .add(GaussianNoise.COSINE_1)
                            .mul(z)
                            .mul(z)
                            .sub(z.mul(0.5f))
                            .add(1f);
            VectorMask<Float> odd = quarter.and(1).compare(VectorOperators.NE, 0).cast(FLOATS);
            VectorMask<Float> flip = quarter.and(2).compare(VectorOperators.NE, 0).cast(FLOATS);
            FloatVector signed = radius.blend(radius.neg(), flip);
            signed.mul(cosine.blend(sine.neg(), odd)).intoArray(first, i);
            signed.mul(sine.blend(cosine, odd)).intoArray(second, i);
        }
    }
}
