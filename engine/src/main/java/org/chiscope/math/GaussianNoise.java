package org.chiscope.math;

/** Fast filling of arrays with standard normal numbers. */
public final class GaussianNoise {

    private GaussianNoise() {}

    /**
     * Fills {@code length} entries of {@code out} from {@code offset} with independent standard
     * normal numbers, a pure function of the state of {@code stream}, which advances.
     */
    public static void fill(RandomStream stream, float[] out, int offset, int length) {
        for (int i = 0; i < length; i++) {
            out[offset + i] = (float) stream.nextGaussian();
        }
    }
}
