package org.chiscope.math;

/**
 * A stream of random numbers that is a pure function of its key: of (seed, ensemble, chain, step),
 * say. Nothing but the key has to be stored to continue a run to the last bit, and no result
 * depends on the number of threads.
 *
 * <p>The generator is xoshiro256++ (Blackman and Vigna, 2021), its state filled by SplitMix64 from
 * the key.
 */
public final class RandomStream {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private long s0;
    private long s1;
    private long s2;
    private long s3;

    private RandomStream(long key) {
        long z = key;
        s0 = mix(z += GOLDEN);
        s1 = mix(z += GOLDEN);
        s2 = mix(z += GOLDEN);
        s3 = mix(z + GOLDEN);
    }

    /**
     * The stream named by {@code parts}, in this order; equal parts give equal streams, and
     * different parts give independent ones. A name such as an ensemble's takes part through {@link
     * #hash(String)}.
     */
    public static RandomStream of(long... parts) {
        long key = 0x243F6A8885A308D3L;
        for (long part : parts) {
            key = mix(key ^ mix(part + GOLDEN)) + 0x452821E638D01377L;
        }
        return new RandomStream(key);
    }

    /** A 64-bit number for a name, the same on every machine. */
    public static long hash(String name) {
        long h = 0xCBF29CE484222325L;
        for (int i = 0; i < name.length(); i++) {
            h = (h ^ name.charAt(i)) * 0x100000001B3L;
        }
        return mix(h);
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** The next 64 random bits. */
    public long nextLong() {
        long result = Long.rotateLeft(s0 + s3, 23) + s0;
        long t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = Long.rotateLeft(s3, 45);
        return result;
    }

    /** Uniform in [0, 1), with 53 bits. */
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1.0p-53;
    }

    /** Uniform in 0 … bound − 1; {@code bound} is positive. */
    public int nextInt(int bound) {
        if (bound <= 0) {
            throw new IllegalArgumentException(
                    "A random integer needs a positive bound, but got " + bound + ".");
        }
        return (int) Math.multiplyHigh(nextLong() >>> 1, (long) bound << 1);
    }

    /** The numbers 0 … size − 1 in random order. */
    public int[] permutation(int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** One standard normal number (Box and Muller, 1958). */
    public double nextGaussian() {
        double u = 1.0 - nextDouble();
        double v = nextDouble();
        return StrictMath.sqrt(-2.0 * StrictMath.log(u)) * StrictMath.cos(2.0 * Math.PI * v);
    }
}
