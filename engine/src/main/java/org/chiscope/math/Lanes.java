package org.chiscope.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * How many numbers a vector holds: what the machine prefers, or what the system property {@code
 * chiscope.lanes} asks for. One choice for the whole start of Java, since compiled code depends on
 * it.
 */
final class Lanes {
    static final VectorSpecies<Float> FLOATS = species();
    static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, FLOATS.vectorShape());
    static final int COUNT = FLOATS.length();

    private Lanes() {}

    private static VectorSpecies<Float> species() {
        int asked = AskedLanes.count();
        return asked <= 1
                ? FloatVector.SPECIES_PREFERRED
                : VectorSpecies.of(float.class, VectorShape.forBitSize(32 * asked));
    }

    /** How many the machine prefers. */
    static int preferred() {
        return FloatVector.SPECIES_PREFERRED.length();
    }

    /** {@code n} rounded up to whole vectors. */
    static int whole(int n) {
        return (n + COUNT - 1) / COUNT * COUNT;
    }

    /** An integer vector of constants. */
    static IntVector constants(int... lanes) {
        return IntVector.fromArray(INTS, lanes, 0);
    }
}
