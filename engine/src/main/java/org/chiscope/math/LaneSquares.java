package org.chiscope.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products that fill a square of as many vectors as a vector has lanes, which stays in registers
 * while any number of rows goes by. Written out, since a register has no index.
 */
final class LaneSquares {
    private static final VectorSpecies<Float> SPECIES = Lanes.FLOATS;
    private static final int LANES = SPECIES.length();

    private LaneSquares() {}

    /**
     * C = Aᵀ·B: C is lanes × lanes, and A is n × lanes, both without gaps; B is n × lanes.
     *
     * @param bStride of the rows of B
     */
    static void multiplyTransposed(
            int n, float[] a, int aAt, float[] b, int bAt, int bStride, float[] c, int cAt) {
        switch (LANES) {
            case 16 -> sixteen(n, a, aAt, b, bAt, bStride, c, cAt);
            case 8 -> eight(n, a, aAt, b, bAt, bStride, c, cAt);
            default -> four(n, a, aAt, b, bAt, bStride, c, cAt);
        }
    }

    private static void sixteen(
            int n, float[] a, int aAt, float[] b, int bAt, int bStride, float[] c, int cAt) {
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
        FloatVector c12 = FloatVector.zero(SPECIES);
        FloatVector c13 = FloatVector.zero(SPECIES);
        FloatVector c14 = FloatVector.zero(SPECIES);
        FloatVector c15 = FloatVector.zero(SPECIES);
        for (int j = 0; j < n; j++) {
            int from = aAt + j * 16;
            FloatVector row = FloatVector.fromArray(SPECIES, b, bAt + j * bStride);
            c0 = FloatVector.broadcast(SPECIES, a[from]).fma(row, c0);
            c1 = FloatVector.broadcast(SPECIES, a[from + 1]).fma(row, c1);
            c2 = FloatVector.broadcast(SPECIES, a[from + 2]).fma(row, c2);
            c3 = FloatVector.broadcast(SPECIES, a[from + 3]).fma(row, c3);
            c4 = FloatVector.broadcast(SPECIES, a[from + 4]).fma(row, c4);
            c5 = FloatVector.broadcast(SPECIES, a[from + 5]).fma(row, c5);
            c6 = FloatVector.broadcast(SPECIES, a[from + 6]).fma(row, c6);
            c7 = FloatVector.broadcast(SPECIES, a[from + 7]).fma(row, c7);
            c8 = FloatVector.broadcast(SPECIES, a[from + 8]).fma(row, c8);
            c9 = FloatVector.broadcast(SPECIES, a[from + 9]).fma(row, c9);
            c10 = FloatVector.broadcast(SPECIES, a[from + 10]).fma(row, c10);
            c11 = FloatVector.broadcast(SPECIES, a[from + 11]).fma(row, c11);
            c12 = FloatVector.broadcast(SPECIES, a[from + 12]).fma(row, c12);
            c13 = FloatVector.broadcast(SPECIES, a[from + 13]).fma(row, c13);
            c14 = FloatVector.broadcast(SPECIES, a[from + 14]).fma(row, c14);
            c15 = FloatVector.broadcast(SPECIES, a[from + 15]).fma(row, c15);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + LANES);
        c2.intoArray(c, cAt + 2 * LANES);
        c3.intoArray(c, cAt + 3 * LANES);
        c4.intoArray(c, cAt + 4 * LANES);
        c5.intoArray(c, cAt + 5 * LANES);
        c6.intoArray(c, cAt + 6 * LANES);
        c7.intoArray(c, cAt + 7 * LANES);
        c8.intoArray(c, cAt + 8 * LANES);
        c9.intoArray(c, cAt + 9 * LANES);
        c10.intoArray(c, cAt + 10 * LANES);
        c11.intoArray(c, cAt + 11 * LANES);
        c12.intoArray(c, cAt + 12 * LANES);
        c13.intoArray(c, cAt + 13 * LANES);
        c14.intoArray(c, cAt + 14 * LANES);
        c15.intoArray(c, cAt + 15 * LANES);
    }

    private static void eight(
            int n, float[] a, int aAt, float[] b, int bAt, int bStride, float[] c, int cAt) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        FloatVector c6 = FloatVector.zero(SPECIES);
        FloatVector c7 = FloatVector.zero(SPECIES);
        for (int j = 0; j < n; j++) {
            int from = aAt + j * 8;
            FloatVector row = FloatVector.fromArray(SPECIES, b, bAt + j * bStride);
            c0 = FloatVector.broadcast(SPECIES, a[from]).fma(row, c0);
            c1 = FloatVector.broadcast(SPECIES, a[from + 1]).fma(row, c1);
            c2 = FloatVector.broadcast(SPECIES, a[from + 2]).fma(row, c2);
            c3 = FloatVector.broadcast(SPECIES, a[from + 3]).fma(row, c3);
            c4 = FloatVector.broadcast(SPECIES, a[from + 4]).fma(row, c4);
            c5 = FloatVector.broadcast(SPECIES, a[from + 5]).fma(row, c5);
            c6 = FloatVector.broadcast(SPECIES, a[from + 6]).fma(row, c6);
            c7 = FloatVector.broadcast(SPECIES, a[from + 7]).fma(row, c7);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + LANES);
        c2.intoArray(c, cAt + 2 * LANES);
        c3.intoArray(c, cAt + 3 * LANES);
        c4.intoArray(c, cAt + 4 * LANES);
        c5.intoArray(c, cAt + 5 * LANES);
        c6.intoArray(c, cAt + 6 * LANES);
        c7.intoArray(c, cAt + 7 * LANES);
    }

    private static void four(
            int n, float[] a, int aAt, float[] b, int bAt, int bStride, float[] c, int cAt) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        for (int j = 0; j < n; j++) {
            int from = aAt + j * 4;
            FloatVector row = FloatVector.fromArray(SPECIES, b, bAt + j * bStride);
            c0 = FloatVector.broadcast(SPECIES, a[from]).fma(row, c0);
            c1 = FloatVector.broadcast(SPECIES, a[from + 1]).fma(row, c1);
            c2 = FloatVector.broadcast(SPECIES, a[from + 2]).fma(row, c2);
            c3 = FloatVector.broadcast(SPECIES, a[from + 3]).fma(row, c3);
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + LANES);
        c2.intoArray(c, cAt + 2 * LANES);
        c3.intoArray(c, cAt + 3 * LANES);
    }
}
