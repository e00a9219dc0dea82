package org.chiscope.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tiles of {@link RowTiles} for an A that is read by columns: element (r, p) is {@code a[aAt +
 * r + p * aStride]}. Six of them must exist at each p, whatever becomes of the rows.
 */
final class ColumnTiles {
    private static final VectorSpecies<Float> SPECIES = Lanes.FLOATS;
    private static final int LANES = SPECIES.length();

    private ColumnTiles() {}

    static void four(
            int k,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int bStride,
            float[] c,
            int cAt,
            int cStride,
            boolean add) {
        FloatVector c0a = FloatVector.zero(SPECIES);
        FloatVector c0b = FloatVector.zero(SPECIES);
        FloatVector c0c = FloatVector.zero(SPECIES);
        FloatVector c0d = FloatVector.zero(SPECIES);
        FloatVector c1a = FloatVector.zero(SPECIES);
        FloatVector c1b = FloatVector.zero(SPECIES);
        FloatVector c1c = FloatVector.zero(SPECIES);
        FloatVector c1d = FloatVector.zero(SPECIES);
        FloatVector c2a = FloatVector.zero(SPECIES);
        FloatVector c2b = FloatVector.zero(SPECIES);
        FloatVector c2c = FloatVector.zero(SPECIES);
        FloatVector c2d = FloatVector.zero(SPECIES);
        FloatVector c3a = FloatVector.zero(SPECIES);
        FloatVector c3b = FloatVector.zero(SPECIES);
        FloatVector c3c = FloatVector.zero(SPECIES);
        FloatVector c3d = FloatVector.zero(SPECIES);
        FloatVector c4a = FloatVector.zero(SPECIES);
        FloatVector c4b = FloatVector.zero(SPECIES);
        FloatVector c4c = FloatVector.zero(SPECIES);
        FloatVector c4d = FloatVector.zero(SPECIES);
        FloatVector c5a = FloatVector.zero(SPECIES);
        FloatVector c5b = FloatVector.zero(SPECIES);
        FloatVector c5c = FloatVector.zero(SPECIES);
        FloatVector c5d = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            FloatVector ba = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector bb = FloatVector.fromArray(SPECIES, b, bAt + LANES);
            FloatVector bc = FloatVector.fromArray(SPECIES, b, bAt + 2 * LANES);
            FloatVector bd = FloatVector.fromArray(SPECIES, b, bAt + 3 * LANES);
            bAt += bStride;
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[aAt]);
            c0a = x0.fma(ba, c0a);
            c0b = x0.fma(bb, c0b);
            c0c = x0.fma(bc, c0c);
            c0d = x0.fma(bd, c0d);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[aAt + 1]);
            c1a = x1.fma(ba, c1a);
            c1b = x1.fma(bb, c1b);
            c1c = x1.fma(bc, c1c);
            c1d = x1.fma(bd, c1d);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[aAt + 2]);
            c2a = x2.fma(ba, c2a);
            c2b = x2.fma(bb, c2b);
            c2c = x2.fma(bc, c2c);
            c2d = x2.fma(bd, c2d);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[aAt + 3]);
            c3a = x3.fma(ba, c3a);
            c3b = x3.fma(bb, c3b);
            c3c = x3.fma(bc, c3c);
            c3d = x3.fma(bd, c3d);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[aAt + 4]);
            c4a = x4.fma(ba, c4a);
            c4b = x4.fma(bb, c4b);
            c4c = x4.fma(bc, c4c);
            c4d = x4.fma(bd, c4d);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[aAt + 5]);
            c5a = x5.fma(ba, c5a);
            c5b = x5.fma(bb, c5b);
            c5c = x5.fma(bc, c5c);
            c5d = x5.fma(bd, c5d);
            aAt += aStride;
        }
        if (add) {
            c0a = c0a.add(FloatVector.fromArray(SPECIES, c, cAt));
            c0b = c0b.add(FloatVector.fromArray(SPECIES, c, cAt + LANES));
            c0c = c0c.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * LANES));
            c0d = c0d.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * LANES));
            c1a = c1a.add(FloatVector.fromArray(SPECIES, c, cAt + cStride));
            c1b = c1b.add(FloatVector.fromArray(SPECIES, c, cAt + cStride + LANES));
            c1c = c1c.add(FloatVector.fromArray(SPECIES, c, cAt + cStride + 2 * LANES));
            c1d = c1d.add(FloatVector.fromArray(SPECIES, c, cAt + cStride + 3 * LANES));
            c2a = c2a.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * cStride));
            c2b = c2b.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * cStride + LANES));
            c2c = c2c.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * cStride + 2 * LANES));
            c2d = c2d.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * cStride + 3 * LANES));
            c3a = c3a.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * cStride));
            c3b = c3b.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * cStride + LANES));
            c3c = c3c.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * cStride + 2 * LANES));
            c3d = c3d.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * cStride + 3 * LANES));
            c4a = c4a.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * cStride));
            c4b = c4b.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * cStride + LANES));
            c4c = c4c.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * cStride + 2 * LANES));
            c4d = c4d.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * cStride + 3 * LANES));
            c5a = c5a.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * cStride));
            c5b = c5b.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * cStride + LANES));
            c5c = c5c.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * cStride + 2 * LANES));
            c5d = c5d.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * cStride + 3 * LANES));
        }
        c0a.intoArray(c, cAt);
        c0b.intoArray(c, cAt + LANES);
        c0c.intoArray(c, cAt + 2 * LANES);
        c0d.intoArray(c, cAt + 3 * LANES);
        c1a.intoArray(c, cAt + cStride);
        c1b.intoArray(c, cAt + cStride + LANES);
        c1c.intoArray(c, cAt + cStride + 2 * LANES);
        c1d.intoArray(c, cAt + cStride + 3 * LANES);
        c2a.intoArray(c, cAt + 2 * cStride);
        c2b.intoArray(c, cAt + 2 * cStride + LANES);
        c2c.intoArray(c, cAt + 2 * cStride + 2 * LANES);
        c2d.intoArray(c, cAt + 2 * cStride + 3 * LANES);
        c3a.intoArray(c, cAt + 3 * cStride);
        c3b.intoArray(c, cAt + 3 * cStride + LANES);
        c3c.intoArray(c, cAt + 3 * cStride + 2 * LANES);
        c3d.intoArray(c, cAt + 3 * cStride + 3 * LANES);
        c4a.intoArray(c, cAt + 4 * cStride);
        c4b.intoArray(c, cAt + 4 * cStride + LANES);
        c4c.intoArray(c, cAt + 4 * cStride + 2 * LANES);
        c4d.intoArray(c, cAt + 4 * cStride + 3 * LANES);
        c5a.intoArray(c, cAt + 5 * cStride);
        c5b.intoArray(c, cAt + 5 * cStride + LANES);
        c5c.intoArray(c, cAt + 5 * cStride + 2 * LANES);
        c5d.intoArray(c, cAt + 5 * cStride + 3 * LANES);
    }

    static void two(
            int k,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int bStride,
            float[] c,
            int cAt,
            int cStride,
            boolean add) {
        FloatVector c0a = FloatVector.zero(SPECIES);
        FloatVector c0b = FloatVector.zero(SPECIES);
        FloatVector c1a = FloatVector.zero(SPECIES);
        FloatVector c1b = FloatVector.zero(SPECIES);
        FloatVector c2a = FloatVector.zero(SPECIES);
        FloatVector c2b = FloatVector.zero(SPECIES);
        FloatVector c3a = FloatVector.zero(SPECIES);
        FloatVector c3b = FloatVector.zero(SPECIES);
        FloatVector c4a = FloatVector.zero(SPECIES);
        FloatVector c4b = FloatVector.zero(SPECIES);
        FloatVector c5a = FloatVector.zero(SPECIES);
        FloatVector c5b = FloatVector.zero(SPECIES);
        for (int p = 0; p < k; p++) {
            FloatVector ba = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector bb = FloatVector.fromArray(SPECIES, b, bAt + LANES);
            bAt += bStride;
            FloatVector x0 = FloatVector.broadcast(SPECIES, a[aAt]);
            c0a = x0.fma(ba, c0a);
            c0b = x0.fma(bb, c0b);
            FloatVector x1 = FloatVector.broadcast(SPECIES, a[aAt + 1]);
            c1a = x1.fma(ba, c1a);
            c1b = x1.fma(bb, c1b);
            FloatVector x2 = FloatVector.broadcast(SPECIES, a[aAt + 2]);
            c2a = x2.fma(ba, c2a);
            c2b = x2.fma(bb, c2b);
            FloatVector x3 = FloatVector.broadcast(SPECIES, a[aAt + 3]);
            c3a = x3.fma(ba, c3a);
            c3b = x3.fma(bb, c3b);
            FloatVector x4 = FloatVector.broadcast(SPECIES, a[aAt + 4]);
            c4a = x4.fma(ba, c4a);
            c4b = x4.fma(bb, c4b);
            FloatVector x5 = FloatVector.broadcast(SPECIES, a[aAt + 5]);
            c5a = x5.fma(ba, c5a);
            c5b = x5.fma(bb, c5b);
            aAt += aStride;
        }
        if (add) {
            c0a = c0a.add(FloatVector.fromArray(SPECIES, c, cAt));
            c0b = c0b.add(FloatVector.fromArray(SPECIES, c, cAt + LANES));
            c1a = c1a.add(FloatVector.fromArray(SPECIES, c, cAt + cStride));
            c1b = c1b.add(FloatVector.fromArray(SPECIES, c, cAt + cStride + LANES));
            c2a = c2a.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * cStride));
            c2b = c2b.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * cStride + LANES));
            c3a = c3a.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * cStride));
            c3b = c3b.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * cStride + LANES));
            c4a = c4a.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * cStride));
            c4b = c4b.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * cStride + LANES));
            c5a = c5a.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * cStride));
            c5b = c5b.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * cStride + LANES));
        }
        c0a.intoArray(c, cAt);
        c0b.intoArray(c, cAt + LANES);
        c1a.intoArray(c, cAt + cStride);
        c1b.intoArray(c, cAt + cStride + LANES);
        c2a.intoArray(c, cAt + 2 * cStride);
        c2b.intoArray(c, cAt + 2 * cStride + LANES);
        c3a.intoArray(c, cAt + 3 * cStride);
        c3b.intoArray(c, cAt + 3 * cStride + LANES);
        c4a.intoArray(c, cAt + 4 * cStride);
        c4b.intoArray(c, cAt + 4 * cStride + LANES);
        c5a.intoArray(c, cAt + 5 * cStride);
        c5b.intoArray(c, cAt + 5 * cStride + LANES);
    }

    static void one(
            int k,
            float[] a,
            int aAt,
            int aStride,
            float[] b,
            int bAt,
            int bStride,
            float[] c,
            int cAt,
            int cStride,
            boolean add) {
        FloatVector c0 = FloatVector.zero(SPECIES);
        FloatVector d0 = FloatVector.zero(SPECIES);
        FloatVector c1 = FloatVector.zero(SPECIES);
        FloatVector d1 = FloatVector.zero(SPECIES);
        FloatVector c2 = FloatVector.zero(SPECIES);
        FloatVector d2 = FloatVector.zero(SPECIES);
        FloatVector c3 = FloatVector.zero(SPECIES);
        FloatVector d3 = FloatVector.zero(SPECIES);
        FloatVector c4 = FloatVector.zero(SPECIES);
        FloatVector d4 = FloatVector.zero(SPECIES);
        FloatVector c5 = FloatVector.zero(SPECIES);
        FloatVector d5 = FloatVector.zero(SPECIES);
        int even = k - k % 2;
        for (int p = 0; p < even; p += 2) {
            FloatVector ba = FloatVector.fromArray(SPECIES, b, bAt);
            FloatVector bb = FloatVector.fromArray(SPECIES, b, bAt + bStride);
            bAt += 2 * bStride;
            int next = aAt + aStride;
            c0 = FloatVector.broadcast(SPECIES, a[aAt]).fma(ba, c0);
            c1 = FloatVector.broadcast(SPECIES, a[aAt + 1]).fma(ba, c1);
            c2 = FloatVector.broadcast(SPECIES, a[aAt + 2]).fma(ba, c2);
            c3 = FloatVector.broadcast(SPECIES, a[aAt + 3]).fma(ba, c3);
            c4 = FloatVector.broadcast(SPECIES, a[aAt + 4]).fma(ba, c4);
            c5 = FloatVector.broadcast(SPECIES, a[aAt + 5]).fma(ba, c5);
            d0 = FloatVector.broadcast(SPECIES, a[next]).fma(bb, d0);
            d1 = FloatVector.broadcast(SPECIES, a[next + 1]).fma(bb, d1);
            d2 = FloatVector.broadcast(SPECIES, a[next + 2]).fma(bb, d2);
            d3 = FloatVector.broadcast(SPECIES, a[next + 3]).fma(bb, d3);
            d4 = FloatVector.broadcast(SPECIES, a[next + 4]).fma(bb, d4);
            d5 = FloatVector.broadcast(SPECIES, a[next + 5]).fma(bb, d5);
            aAt = next + aStride;
        }
        if (even < k) {
            FloatVector ba = FloatVector.fromArray(SPECIES, b, bAt);
            c0 = FloatVector.broadcast(SPECIES, a[aAt]).fma(ba, c0);
            c1 = FloatVector.broadcast(SPECIES, a[aAt + 1]).fma(ba, c1);
            c2 = FloatVector.broadcast(SPECIES, a[aAt + 2]).fma(ba, c2);
            c3 = FloatVector.broadcast(SPECIES, a[aAt + 3]).fma(ba, c3);
            c4 = FloatVector.broadcast(SPECIES, a[aAt + 4]).fma(ba, c4);
            c5 = FloatVector.broadcast(SPECIES, a[aAt + 5]).fma(ba, c5);
        }
        c0 = c0.add(d0);
        c1 = c1.add(d1);
        c2 = c2.add(d2);
        c3 = c3.add(d3);
        c4 = c4.add(d4);
        c5 = c5.add(d5);
        if (add) {
            c0 = c0.add(FloatVector.fromArray(SPECIES, c, cAt));
            c1 = c1.add(FloatVector.fromArray(SPECIES, c, cAt + cStride));
            c2 = c2.add(FloatVector.fromArray(SPECIES, c, cAt + 2 * cStride));
            c3 = c3.add(FloatVector.fromArray(SPECIES, c, cAt + 3 * cStride));
            c4 = c4.add(FloatVector.fromArray(SPECIES, c, cAt + 4 * cStride));
            c5 = c5.add(FloatVector.fromArray(SPECIES, c, cAt + 5 * cStride));
        }
        c0.intoArray(c, cAt);
        c1.intoArray(c, cAt + cStride);
        c2.intoArray(c, cAt + 2 * cStride);
        c3.intoArray(c, cAt + 3 * cStride);
        c4.intoArray(c, cAt + 4 * cStride);
        c5.intoArray(c, cAt + 5 * cStride);
    }
}
