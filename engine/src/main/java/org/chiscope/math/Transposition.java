package org.chiscope.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transposes parts of matrices. With 16 lanes blocks of 16 × 16 are turned in registers: four
 * times, vectors exchange halves, quarters, eighths and single lanes (written out, since a register
 * has no index). Elsewhere number by number.
 */
final class Transposition {
    private static final VectorSpecies<Float> SPECIES = Lanes.FLOATS;
    private static final int BLOCK = 16;
    private static final boolean IN_REGISTERS = Lanes.COUNT == BLOCK;
    private static final IntVector LOW_1 = exchange(1, false);
    private static final IntVector HIGH_1 = exchange(1, true);
    private static final IntVector LOW_2 = exchange(2, false);
    private static final IntVector HIGH_2 = exchange(2, true);
    private static final IntVector LOW_4 = exchange(4, false);
    private static final IntVector HIGH_4 = exchange(4, true);
    private static final IntVector LOW_8 = exchange(8, false);
    private static final IntVector HIGH_8 = exchange(8, true);

    private Transposition() {}

    /**
     * Writes element (i, j) of {@code source}, rows × columns, to {@code out[outAt + j * outStride
     * + i]}.
     */
    static void transpose(
            float[] source,
            int at,
            int stride,
            int rows,
            int columns,
            float[] out,
            int outAt,
            int outStride) {
        if (!IN_REGISTERS || rows < BLOCK || columns < BLOCK) {
            for (int i = 0; i < rows; i++) {
                int from = at + i * stride;
                int to = outAt + i;
                for (int j = 0; j < columns; j++) {
                    out[to + j * outStride] = source[from + j];
                }
            }
            return;
        }
        // The last block of each row and column lies over the one before, where it does not fit.
        for (int i = 0; i < rows; i += BLOCK) {
            int row = Math.min(i, rows - BLOCK);
            for (int j = 0; j < columns; j += BLOCK) {
                int column = Math.min(j, columns - BLOCK);
                block(
                        source,
                        at + row * stride + column,
                        stride,
                        out,
                        outAt + column * outStride + row,
                        outStride);
            }
        }
    }

    /**
     * Where lanes come from when two vectors, {@code apart} rows from each other, exchange blocks
     * of as many lanes: below {@link #BLOCK} from the first, else from the second.
     *
     * @param high whether for the second
     */
    private static IntVector exchange(int apart, boolean high) {
        int[] from = new int[Lanes.COUNT];
        for (int lane = 0; lane < from.length; lane++) {
            boolean even = lane / apart % 2 == 0;
            if (even) {
                from[lane] = high ? lane + apart : lane;
            } else {
                from[lane] = BLOCK + (high ? lane : lane - apart);
            }
        }
        return Lanes.constants(from);
    }

    private static void block(
            float[] a, int at, int stride, float[] out, int outAt, int outStride) {
        IntVector a0 = FloatVector.fromArray(SPECIES, a, at).reinterpretAsInts();
        IntVector a1 = FloatVector.fromArray(SPECIES, a, at + stride).reinterpretAsInts();
        IntVector a2 = FloatVector.fromArray(SPECIES, a, at + 2 * stride).reinterpretAsInts();
        IntVector a3 = FloatVector.fromArray(SPECIES, a, at + 3 * stride).reinterpretAsInts();
        IntVector a4 = FloatVector.fromArray(SPECIES, a, at + 4 * stride).reinterpretAsInts();
        IntVector a5 = FloatVector.fromArray(SPECIES, a, at + 5 * stride).reinterpretAsInts();
        IntVector a6 = FloatVector.fromArray(SPECIES, a, at + 6 * stride).reinterpretAsInts();
        IntVector a7 = FloatVector.fromArray(SPECIES, a, at + 7 * stride).reinterpretAsInts();
        IntVector a8 = FloatVector.fromArray(SPECIES, a, at + 8 * stride).reinterpretAsInts();
        IntVector a9 = FloatVector.fromArray(SPECIES, a, at + 9 * stride).reinterpretAsInts();
        IntVector a10 = FloatVector.fromArray(SPECIES, a, at + 10 * stride).reinterpretAsInts();
        IntVector a11 = FloatVector.fromArray(SPECIES, a, at + 11 * stride).reinterpretAsInts();
        IntVector a12 = FloatVector.fromArray(SPECIES, a, at + 12 * stride).reinterpretAsInts();
        IntVector a13 = FloatVector.fromArray(SPECIES, a, at + 13 * stride).reinterpretAsInts();
        IntVector a14 = FloatVector.fromArray(SPECIES, a, at + 14 * stride).reinterpretAsInts();
        IntVector a15 = FloatVector.fromArray(SPECIES, a, at + 15 * stride).reinterpretAsInts();
        IntVector b0 = (IntVector) LOW_1.selectFrom(a0, a1);
        IntVector b1 = (IntVector) HIGH_1.selectFrom(a0, a1);
        IntVector b2 = (IntVector) LOW_1.selectFrom(a2, a3);
        IntVector b3 = (IntVector) HIGH_1.selectFrom(a2, a3);
        IntVector b4 = (IntVector) LOW_1.selectFrom(a4, a5);
        IntVector b5 = (IntVector) HIGH_1.selectFrom(a4, a5);
        IntVector b6 = (IntVector) LOW_1.selectFrom(a6, a7);
        IntVector b7 = (IntVector) HIGH_1.selectFrom(a6, a7);
        IntVector b8 = (IntVector) LOW_1.selectFrom(a8, a9);
        IntVector b9 = (IntVector) HIGH_1.selectFrom(a8, a9);
        IntVector b10 = (IntVector) LOW_1.selectFrom(a10, a11);
        IntVector b11 = (IntVector) HIGH_1.selectFrom(a10, a11);
        IntVector b12 = (IntVector) LOW_1.selectFrom(a12, a13);
        IntVector b13 = (IntVector) HIGH_1.selectFrom(a12, a13);
        IntVector b14 = (IntVector) LOW_1.selectFrom(a14, a15);
        IntVector b15 = (IntVector) HIGH_1.selectFrom(a14, a15);
        IntVector c0 = (IntVector) LOW_2.selectFrom(b0, b2);
        IntVector c2 = (IntVector) HIGH_2.selectFrom(b0, b2);
        IntVector c1 = (IntVector) LOW_2.selectFrom(b1, b3);
        IntVector c3 = (IntVector) HIGH_2.selectFrom(b1, b3);
        IntVector c4 = (IntVector) LOW_2.selectFrom(b4, b6);
        IntVector c6 = (IntVector) HIGH_2.selectFrom(b4, b6);
        IntVector c5 = (IntVector) LOW_2.selectFrom(b5, b7);
        IntVector c7 = (IntVector) HIGH_2.selectFrom(b5, b7);
        IntVector c8 = (IntVector) LOW_2.selectFrom(b8, b10);
        IntVector c10 = (IntVector) HIGH_2.selectFrom(b8, b10);
        IntVector c9 = (IntVector) LOW_2.selectFrom(b9, b11);
        IntVector c11 = (IntVector) HIGH_2.selectFrom(b9, b11);
        IntVector c12 = (IntVector) LOW_2.selectFrom(b12, b14);
        IntVector c14 = (IntVector) HIGH_2.selectFrom(b12, b14);
        IntVector c13 = (IntVector) LOW_2.selectFrom(b13, b15);
        IntVector c15 = (IntVector) HIGH_2.selectFrom(b13, b15);
        IntVector d0 = (IntVector) LOW_4.selectFrom(c0, c4);
        IntVector d4 = (IntVector) HIGH_4.selectFrom(c0, c4);
        IntVector d1 = (IntVector) LOW_4.selectFrom(c1, c5);
        IntVector d5 = (IntVector) HIGH_4.selectFrom(c1, c5);
        IntVector d2 = (IntVector) LOW_4.selectFrom(c2, c6);
        IntVector d6 = (IntVector) HIGH_4.selectFrom(c2, c6);
        IntVector d3 = (IntVector) LOW_4.selectFrom(c3, c7);
        IntVector d7 = (IntVector) HIGH_4.selectFrom(c3, c7);
        IntVector d8 = (IntVector) LOW_4.selectFrom(c8, c12);
        IntVector d12 = (IntVector) HIGH_4.selectFrom(c8, c12);
        IntVector d9 = (IntVector) LOW_4.selectFrom(c9, c13);
        IntVector d13 = (IntVector) HIGH_4.selectFrom(c9, c13);
        IntVector d10 = (IntVector) LOW_4.selectFrom(c10, c14);
        IntVector d14 = (IntVector) HIGH_4.selectFrom(c10, c14);
        IntVector d11 = (IntVector) LOW_4.selectFrom(c11, c15);
        IntVector d15 = (IntVector) HIGH_4.selectFrom(c11, c15);
        IntVector e0 = (IntVector) LOW_8.selectFrom(d0, d8);
        IntVector e8 = (IntVector) HIGH_8.selectFrom(d0, d8);
        IntVector e1 = (IntVector) LOW_8.selectFrom(d1, d9);
        IntVector e9 = (IntVector) HIGH_8.selectFrom(d1, d9);
        IntVector e2 = (IntVector) LOW_8.selectFrom(d2, d10);
        IntVector e10 = (IntVector) HIGH_8.selectFrom(d2, d10);
        IntVector e3 = (IntVector) LOW_8.selectFrom(d3, d11);
        IntVector e11 = (IntVector) HIGH_8.selectFrom(d3, d11);
        IntVector e4 = (IntVector) LOW_8.selectFrom(d4, d12);
        IntVector e12 = (IntVector) HIGH_8.selectFrom(d4, d12);
        IntVector e5 = (IntVector) LOW_8.selectFrom(d5, d13);
        IntVector e13 = (IntVector) HIGH_8.selectFrom(d5, d13);
        IntVector e6 = (IntVector) LOW_8.selectFrom(d6, d14);
        IntVector e14 = (IntVector) HIGH_8.selectFrom(d6, d14);
        IntVector e7 = (IntVector) LOW_8.selectFrom(d7, d15);
        IntVector e15 = (IntVector) HIGH_8.selectFrom(d7, d15);
        e0.reinterpretAsFloats().intoArray(out, outAt);
        e1.reinterpretAsFloats().intoArray(out, outAt + outStride);
        e2.reinterpretAsFloats().intoArray(out, outAt + 2 * outStride);
        e3.reinterpretAsFloats().intoArray(out, outAt + 3 * outStride);
        e4.reinterpretAsFloats().intoArray(out, outAt + 4 * outStride);
        e5.reinterpretAsFloats().intoArray(out, outAt + 5 * outStride);
        e6.reinterpretAsFloats().intoArray(out, outAt + 6 * outStride);
        e7.reinterpretAsFloats().intoArray(out, outAt + 7 * outStride);
        e8.reinterpretAsFloats().intoArray(out, outAt + 8 * outStride);
        e9.reinterpretAsFloats().intoArray(out, outAt + 9 * outStride);
        e10.reinterpretAsFloats().intoArray(out, outAt + 10 * outStride);
        e11.reinterpretAsFloats().intoArray(out, outAt + 11 * outStride);
        e12.reinterpretAsFloats().intoArray(out, outAt + 12 * outStride);
        e13.reinterpretAsFloats().intoArray(out, outAt + 13 * outStride);
        e14.reinterpretAsFloats().intoArray(out, outAt + 14 * outStride);
        e15.reinterpretAsFloats().intoArray(out, outAt + 15 * outStride);
    }
}
