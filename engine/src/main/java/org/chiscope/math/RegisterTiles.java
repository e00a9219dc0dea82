package org.chiscope.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The innermost loops of {@link VectorKernels#multiply}: tiles of C that stay in registers, one
 * vector a row and half, over packed panels of A and B. Each is written out, since a register has
 * no index. A tile is stored with two vectors a row.
 */
final class RegisterTiles {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private RegisterTiles() {}

    /** A 12 × 2-vector register tile of C over {@code k} steps of packed panels. */
    static void tile12(int k, float[] a, int aAt, float[] b, int bAt, float[] c) {
        FloatVector c0l = FloatVector.zero(SPECIES);
        FloatVector c0r = FloatVector.zero(SPECIES);
        FloatVector c1l = FloatVector.zero(SPECIES);
        FloatVector c1r = FloatVector.zero(SPECIES);
        FloatVector c2l = FloatVector.zero(SPECIES);
        FloatVector c2r = FloatVector.zero(SPECIES);
        FloatVector c3l = FloatVector.zero(SPECIES);
        FloatVector c3r = FloatVector.zero(SPECIES);
        FloatVector c4l = FloatVector.zero(SPECIES);
        FloatVector c4r = FloatVector.zero(SPECIES);
        FloatVector c5l = FloatVector.zero(SPECIES);
        FloatVector c5r = FloatVector.zero(SPECIES);
        FloatVector c6l = FloatVector.zero(SPECIES);
        FloatVector c6r = FloatVector.zero(SPECIES);
        FloatVector c7l = FloatVector.zero(SPECIES);
        FloatVector c7r = FloatVector.zero(SPECIES);
        FloatVector c8l = FloatVector.zero(SPECIES);
        FloatVector c8r = FloatVector.zero(SPECIES);
        FloatVector c9l = FloatVector.zero(SPECIES);
        FloatVector c9r = FloatVector.zero(SPECIES);
        FloatVector c10l = FloatVector.zero(SPECIES);
        FloatVector c10r = FloatVector.zero(SPECIES);
        FloatVector c11l = FloatVector.zero(SPECIES);
        FloatVector c11r = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector right = FloatVector.fromArray(SPECIES, b, bAt + LANES);
            bAt += 2 * LANES;
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt]);
            c0l = a0.fma(left, c0l);
            c0r = a0.fma(right, c0r);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + 1]);
            c1l = a1.fma(left, c1l);
            c1r = a1.fma(right, c1r);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2]);
            c2l = a2.fma(left, c2l);
            c2r = a2.fma(right, c2r);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3]);
            c3l = a3.fma(left, c3l);
            c3r = a3.fma(right, c3r);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[aAt + 4]);
            c4l = a4.fma(left, c4l);
            c4r = a4.fma(right, c4r);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[aAt + 5]);
            c5l = a5.fma(left, c5l);
            c5r = a5.fma(right, c5r);
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[aAt + 6]);
            c6l = a6.fma(left, c6l);
            c6r = a6.fma(right, c6r);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[aAt + 7]);
            c7l = a7.fma(left, c7l);
            c7r = a7.fma(right, c7r);
            FloatVector a8 = FloatVector.broadcast(SPECIES, a[aAt + 8]);
            c8l = a8.fma(left, c8l);
            c8r = a8.fma(right, c8r);
            FloatVector a9 = FloatVector.broadcast(SPECIES, a[aAt + 9]);
            c9l = a9.fma(left, c9l);
            c9r = a9.fma(right, c9r);
            FloatVector a10 = FloatVector.broadcast(SPECIES, a[aAt + 10]);
            c10l = a10.fma(left, c10l);
            c10r = a10.fma(right, c10r);
            FloatVector a11 = FloatVector.broadcast(SPECIES, a[aAt + 11]);
            c11l = a11.fma(left, c11l);
            c11r = a11.fma(right, c11r);
            aAt += 12;
        }
        c0l.intoArray(c, 0);
        c0r.intoArray(c, 1 * LANES);
        c1l.intoArray(c, 2 * LANES);
        c1r.intoArray(c, 3 * LANES);
        c2l.intoArray(c, 4 * LANES);
        c2r.intoArray(c, 5 * LANES);
        c3l.intoArray(c, 6 * LANES);
        c3r.intoArray(c, 7 * LANES);
        c4l.intoArray(c, 8 * LANES);
        c4r.intoArray(c, 9 * LANES);
        c5l.intoArray(c, 10 * LANES);
        c5r.intoArray(c, 11 * LANES);
        c6l.intoArray(c, 12 * LANES);
        c6r.intoArray(c, 13 * LANES);
        c7l.intoArray(c, 14 * LANES);
        c7r.intoArray(c, 15 * LANES);
        c8l.intoArray(c, 16 * LANES);
        c8r.intoArray(c, 17 * LANES);
        c9l.intoArray(c, 18 * LANES);
        c9r.intoArray(c, 19 * LANES);
        c10l.intoArray(c, 20 * LANES);
        c10r.intoArray(c, 21 * LANES);
        c11l.intoArray(c, 22 * LANES);
        c11r.intoArray(c, 23 * LANES);
    }

    /** The left vector of such a tile alone, where there are no more columns. */
    static void tile12Left(int k, float[] a, int aAt, float[] b, int bAt, float[] c) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        FloatVector c6 = FloatVector.zero(SPECIES);
        FloatVector c7 = FloatVector.zero(SPECIES);
        FloatVector c8 = FloatVector.zero(SPECIES);
        FloatVector c9 = FloatVector.zero(SPECIES);
        FloatVector c10 = FloatVector.zero(SPECIES);
        FloatVector c11 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, bAt);
            bAt += 2 * LANES;
            c0 = FloatVector.broadcast(SPECIES, a[aAt]).fma(left, c0);
            c1 = FloatVector.broadcast(SPECIES, a[aAt + 1]).fma(left, c1);
            c2 = FloatVector.broadcast(SPECIES, a[aAt + 2]).fma(left, c2);
            c3 = FloatVector.broadcast(SPECIES, a[aAt + 3]).fma(left, c3);
            c4 = FloatVector.broadcast(SPECIES, a[aAt + 4]).fma(left, c4);
            c5 = FloatVector.broadcast(SPECIES, a[aAt + 5]).fma(left, c5);
            c6 = FloatVector.broadcast(SPECIES, a[aAt + 6]).fma(left, c6);
            c7 = FloatVector.broadcast(SPECIES, a[aAt + 7]).fma(left, c7);
            c8 = FloatVector.broadcast(SPECIES, a[aAt + 8]).fma(left, c8);
            c9 = FloatVector.broadcast(SPECIES, a[aAt + 9]).fma(left, c9);
            c10 = FloatVector.broadcast(SPECIES, a[aAt + 10]).fma(left, c10);
            c11 = FloatVector.broadcast(SPECIES, a[aAt + 11]).fma(left, c11);
            aAt += 12;
        }
        c0.intoArray(c, 0);
        c1.intoArray(c, 2 * LANES);
        c2.intoArray(c, 4 * LANES);
        c3.intoArray(c, 6 * LANES);
        c4.intoArray(c, 8 * LANES);
        c5.intoArray(c, 10 * LANES);
        c6.intoArray(c, 12 * LANES);
        c7.intoArray(c, 14 * LANES);
        c8.intoArray(c, 16 * LANES);
        c9.intoArray(c, 18 * LANES);
        c10.intoArray(c, 20 * LANES);
        c11.intoArray(c, 22 * LANES);
    }

    /** A 6 × 2-vector register tile of C over {@code k} steps of packed panels. */
    static void tile6(int k, float[] a, int aAt, float[] b, int bAt, float[] c) {
        FloatVector c0l = FloatVector.zero(SPECIES);
        FloatVector c0r = FloatVector.zero(SPECIES);
        FloatVector c1l = FloatVector.zero(SPECIES);
        FloatVector c1r = FloatVector.zero(SPECIES);
        FloatVector c2l = FloatVector.zero(SPECIES);
        FloatVector c2r = FloatVector.zero(SPECIES);
        FloatVector c3l = FloatVector.zero(SPECIES);
        FloatVector c3r = FloatVector.zero(SPECIES);
        FloatVector c4l = FloatVector.zero(SPECIES);
        FloatVector c4r = FloatVector.zero(SPECIES);
        FloatVector c5l = FloatVector.zero(SPECIES);
        FloatVector c5r = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector right = FloatVector.fromArray(SPECIES, b, bAt + LANES);
            bAt += 2 * LANES;
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[aAt]);
            c0l = a0.fma(left, c0l);
            c0r = a0.fma(right, c0r);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[aAt + 1]);
            c1l = a1.fma(left, c1l);
            c1r = a1.fma(right, c1r);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[aAt + 2]);
            c2l = a2.fma(left, c2l);
            c2r = a2.fma(right, c2r);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[aAt + 3]);
            c3l = a3.fma(left, c3l);
            c3r = a3.fma(right, c3r);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[aAt + 4]);
            c4l = a4.fma(left, c4l);
            c4r = a4.fma(right, c4r);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[aAt + 5]);
            c5l = a5.fma(left, c5l);
            c5r = a5.fma(right, c5r);
            aAt += 6;
        }
        c0l.intoArray(c, 0);
        c0r.intoArray(c, 1 * LANES);
        c1l.intoArray(c, 2 * LANES);
        c1r.intoArray(c, 3 * LANES);
        c2l.intoArray(c, 4 * LANES);
        c2r.intoArray(c, 5 * LANES);
        c3l.intoArray(c, 6 * LANES);
        c3r.intoArray(c, 7 * LANES);
        c4l.intoArray(c, 8 * LANES);
        c4r.intoArray(c, 9 * LANES);
        c5l.intoArray(c, 10 * LANES);
        c5r.intoArray(c, 11 * LANES);
    }

    /** The left vector of such a tile alone, where there are no more columns. */
    static void tile6Left(int k, float[] a, int aAt, float[] b, int bAt, float[] c) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, bAt);
            bAt += 2 * LANES;
            c0 = FloatVector.broadcast(SPECIES, a[aAt]).fma(left, c0);
            c1 = FloatVector.broadcast(SPECIES, a[aAt + 1]).fma(left, c1);
            c2 = FloatVector.broadcast(SPECIES, a[aAt + 2]).fma(left, c2);
            c3 = FloatVector.broadcast(SPECIES, a[aAt + 3]).fma(left, c3);
            c4 = FloatVector.broadcast(SPECIES, a[aAt + 4]).fma(left, c4);
            c5 = FloatVector.broadcast(SPECIES, a[aAt + 5]).fma(left, c5);
            aAt += 6;
        }
        c0.intoArray(c, 0);
        c1.intoArray(c, 2 * LANES);
        c2.intoArray(c, 4 * LANES);
        c3.intoArray(c, 6 * LANES);
        c4.intoArray(c, 8 * LANES);
        c5.intoArray(c, 10 * LANES);
    }
}
