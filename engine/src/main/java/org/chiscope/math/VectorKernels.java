package org.chiscope.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on the Vector API. Matrix products follow Goto and van de Geijn (2008): packed panels
 * of A and B, a register tile of C of {@link #TILE_ROWS} rows by two vectors. The tile fits the
 * number of vector registers: 32 with lanes of 512 bits, 16 below.
 *
 * <p>No lane reduction and no transcendental lane operation of the Vector API is used: their order
 * and rounding may differ between the interpreter and compiled code, and a run would not repeat to
 * the last bit.
 */
final class VectorKernels extends Kernels {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();
    private static final int TILE_ROWS = LANES >= 16 ? 12 : 6;
    private static final int TILE_COLUMNS = 2 * LANES;
    private static final VectorShuffle<Float> EIGHT_UP = shiftedBy(8);
    private static final VectorShuffle<Float> FOUR_UP = shiftedBy(4);
    private static final VectorShuffle<Float> TWO_UP = shiftedBy(2);
    private static final VectorShuffle<Float> ONE_UP = shiftedBy(1);
    private static final int BLOCK_DEPTH = 256;
    private static final int BLOCK_ROWS = 96;

    private float[] packedA = new float[0];
    private float[] packedB = new float[0];
    private final float[] tile = new float[TILE_ROWS * TILE_COLUMNS];
    private final float[] lanes = new float[LANES];

    @Override
    public String description() {
        return "Vector API, " + LANES + " lanes";
    }

    @Override
    public void multiply(
            boolean transposeA,
            boolean transposeB,
            int m,
            int n,
            int k,
            Matrix a,
            Matrix b,
            Matrix c,
            boolean accumulate) {
        int panelsB = (n + TILE_COLUMNS - 1) / TILE_COLUMNS;
        int deepest = Math.min(k, BLOCK_DEPTH);
        if (packedB.length < panelsB * TILE_COLUMNS * deepest) {
            packedB = new float[panelsB * TILE_COLUMNS * deepest];
        }
        if (packedA.length < BLOCK_ROWS * deepest) {
            packedA = new float[BLOCK_ROWS * deepest];
        }
        for (int k0 = 0; k0 < k; k0 += BLOCK_DEPTH) {
            int depth = Math.min(BLOCK_DEPTH, k - k0);
            boolean add = accumulate || k0 > 0;
            if (transposeB) {
                packColumns(b, k0, n, depth, TILE_COLUMNS, packedB);
            } else {
                packRows(b, k0 * b.stride(), n, depth, TILE_COLUMNS, packedB);
            }
            for (int m0 = 0; m0 < m; m0 += BLOCK_ROWS) {
                int rows = Math.min(BLOCK_ROWS, m - m0);
                if (transposeA) {
                    packRows(a, k0 * a.stride() + m0, rows, depth, TILE_ROWS, packedA);
                } else {
                    packColumns(a, m0 * a.stride() + k0, rows, depth, TILE_ROWS, packedA);
                }
                for (int j = 0; j < n; j += TILE_COLUMNS) {
                    for (int i = 0; i < rows; i += TILE_ROWS) {
                        int height = Math.min(TILE_ROWS, rows - i);
                        int width = Math.min(TILE_COLUMNS, n - j);
                        if (TILE_ROWS == 12 && width > LANES) {
                            RegisterTiles.tile12(
                                    depth, packedA, i * depth, packedB, j * depth, tile);
                        } else if (TILE_ROWS == 12) {
                            RegisterTiles.tile12Left(
                                    depth, packedA, i * depth, packedB, j * depth, tile);
                        } else if (width > LANES) {
                            RegisterTiles.tile6(
                                    depth, packedA, i * depth, packedB, j * depth, tile);
                        } else {
                            RegisterTiles.tile6Left(
                                    depth, packedA, i * depth, packedB, j * depth, tile);
                        }
                        int at = c.at() + (m0 + i) * c.stride() + j;
                        if (add) {
                            addTile(height, width, c.data(), at, c.stride());
                        } else {
                            setTile(height, width, c.data(), at, c.stride());
                        }
                    }
                }
            }
        }
    }

    private void setTile(int height, int width, float[] c, int cAt, int ldc) {
        for (int i = 0; i < height; i++) {
            System.arraycopy(tile, i * TILE_COLUMNS, c, cAt + i * ldc, width);
        }
    }

    private void addTile(int height, int width, float[] c, int cAt, int ldc) {
        for (int i = 0; i < height; i++) {
            int from = i * TILE_COLUMNS;
            int to = cAt + i * ldc;
            for (int j = 0; j < width; j++) {
                c[to + j] += tile[from + j];
            }
        }
    }

    /**
     * Packs a part of a matrix, from {@code offset} past its first element, whose depth runs down
     * its rows.
     */
    private static void packRows(
            Matrix source, int offset, int width, int depth, int tile, float[] packed) {
        for (int j = 0; j < width; j += tile) {
            int used = Math.min(tile, width - j);
            int to = j * depth;
            int from = source.at() + offset + j;
            int p = 0;
            if (used == tile || (tile == TILE_COLUMNS && used == LANES)) {
                p = copyRows(source, from, depth, used, tile, packed, to);
                to += p * tile;
            }
            for (; p < depth; p++) {
                System.arraycopy(source.data(), from + p * source.stride(), packed, to, used);
                for (int q = used; q < tile; q++) {
                    packed[to + q] = 0f;
                }
                to += tile;
            }
        }
    }

    /**
     * Copies whole vectors of rows, beyond the tile where it is no multiple of a vector: the next
     * row overwrites that. Of a tile that is half used the right vector stays as it was; it is not
     * read. Stops before an array would end, and returns the number of rows.
     */
    private static int copyRows(
            Matrix source, int from, int depth, int used, int tile, float[] packed, int to) {
        float[] data = source.data();
        int length = (used + LANES - 1) / LANES * LANES;
        int read = data.length - from - length;
        int written = packed.length - to - length;
        if (read < 0 || written < 0) {
            return 0;
        }
        int rows = Math.min(depth, 1 + Math.min(read / source.stride(), written / tile));
        for (int p = 0; p < rows; p++) {
            int at = from + p * source.stride();
            int into = to + p * tile;
            for (int v = 0; v < length; v += LANES) {
                FloatVector.fromArray(SPECIES, data, at + v).intoArray(packed, into + v);
            }
        }
        return rows;
    }

    /**
     * Packs a part of a matrix, from {@code offset} past its first element, whose depth runs along
     * its rows.
     */
    private static void packColumns(
            Matrix source, int offset, int width, int depth, int tile, float[] packed) {
        float[] data = source.data();
        for (int j = 0; j < width; j += tile) {
            int used = Math.min(tile, width - j);
            int to = j * depth;
            for (int q = 0; q < used; q++) {
                int from = source.at() + offset + (j + q) * source.stride();
                for (int p = 0; p < depth; p++) {
                    packed[to + p * tile + q] = data[from + p];
                }
            }
            for (int q = used; q < tile; q++) {
                for (int p = 0; p < depth; p++) {
                    packed[to + p * tile + q] = 0f;
                }
            }
        }
    }

    /** Twelve accumulators: more than any core's multiply-adds in flight. */
    @Override
    public long saturate(int steps) {
        FloatVector factor = FloatVector.broadcast(SPECIES, 1 - 0x1p-20f);
        FloatVector addend = FloatVector.broadcast(SPECIES, 0x1p-20f);
        FloatVector s0 = FloatVector.broadcast(SPECIES, 1f);
        FloatVector s1 = FloatVector.broadcast(SPECIES, 2f);
        FloatVector s2 = FloatVector.broadcast(SPECIES, 3f);
        FloatVector s3 = FloatVector.broadcast(SPECIES, 4f);
        FloatVector s4 = FloatVector.broadcast(SPECIES, 5f);
        FloatVector s5 = FloatVector.broadcast(SPECIES, 6f);
        FloatVector s6 = FloatVector.broadcast(SPECIES, 7f);
        FloatVector s7 = FloatVector.broadcast(SPECIES, 8f);
        FloatVector s8 = FloatVector.broadcast(SPECIES, 9f);
        FloatVector s9 = FloatVector.broadcast(SPECIES, 10f);
        FloatVector s10 = FloatVector.broadcast(SPECIES, 11f);
        FloatVector s11 = FloatVector.broadcast(SPECIES, 12f);
        for (int step = 0; step < steps; step++) {
            s0 = s0.fma(factor, addend);
            s1 = s1.fma(factor, addend);
            s2 = s2.fma(factor, addend);
            s3 = s3.fma(factor, addend);
            s4 = s4.fma(factor, addend);
            s5 = s5.fma(factor, addend);
            s6 = s6.fma(factor, addend);
            s7 = s7.fma(factor, addend);
            s8 = s8.fma(factor, addend);
            s9 = s9.fma(factor, addend);
            s10 = s10.fma(factor, addend);
            s11 = s11.fma(factor, addend);
        }
        s0.add(s1)
                .add(s2)
                .add(s3)
                .add(s4)
                .add(s5)
                .add(s6)
                .add(s7)
                .add(s8)
                .add(s9)
                .add(s10)
                .add(s11)
                .intoArray(lanes, 0);
        return 24L * LANES * steps;
    }

    @Override
    public float dot(float[] x, int xAt, float[] y, int yAt, int n) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            sum =
                    FloatVector.fromArray(SPECIES, x, xAt + i)
                            .fma(FloatVector.fromArray(SPECIES, y, yAt + i), sum);
        }
        float total = total(sum);
        for (int i = whole; i < n; i++) {
            total += x[xAt + i] * y[yAt + i];
        }
        return total;
    }

    @Override
    public float exponentials(float[] x, int at, int n, float shift) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector e = exp(FloatVector.fromArray(SPECIES, x, at + i).sub(shift));
            e.intoArray(x, at + i);
            sum = sum.add(e);
        }
        float total = total(sum);
        for (int i = whole; i < n; i++) {
            float e = exp(x[at + i] - shift);
            x[at + i] = e;
            total += e;
        }
        return total;
    }

    @Override
    public float maximum(float[] x, int at, int n) {
        float maximum = Float.NEGATIVE_INFINITY;
        int whole = n - n % LANES;
        if (whole > 0) {
            FloatVector most = FloatVector.fromArray(SPECIES, x, at);
            for (int i = LANES; i < whole; i += LANES) {
                most = most.max(FloatVector.fromArray(SPECIES, x, at + i));
            }
            maximum = largest(most);
        }
        for (int i = whole; i < n; i++) {
            maximum = Math.max(maximum, x[at + i]);
        }
        return maximum;
    }

    /** Takes each lane from so many lanes above, and the last from the first. */
    private static VectorShuffle<Float> shiftedBy(int lanes) {
        return VectorShuffle.fromOp(SPECIES, lane -> (lane + lanes) % LANES);
    }

    /** The sum of the lanes: halves are added to halves, in an order that is always the same. */
    private static float total(FloatVector sum) {
        if (LANES >= 16) {
            sum = sum.add(sum.rearrange(EIGHT_UP));
        }
        if (LANES >= 8) {
            sum = sum.add(sum.rearrange(FOUR_UP));
        }
        if (LANES >= 4) {
            sum = sum.add(sum.rearrange(TWO_UP));
        }
        return sum.add(sum.rearrange(ONE_UP)).lane(0);
    }

    private static float largest(FloatVector most) {
        if (LANES >= 16) {
            most = most.max(most.rearrange(EIGHT_UP));
        }
        if (LANES >= 8) {
            most = most.max(most.rearrange(FOUR_UP));
        }
        if (LANES >= 4) {
            most = most.max(most.rearrange(TWO_UP));
        }
        return most.max(most.rearrange(ONE_UP)).lane(0);
    }

    private static FloatVector exp(FloatVector x) {
        x = x.max(EXP_LEAST);
        FloatVector shifted =
                x.fma(
                        FloatVector.broadcast(SPECIES, LOG2_E),
                        FloatVector.broadcast(SPECIES, ROUNDING));
        FloatVector whole = shifted.sub(ROUNDING);
        FloatVector r = whole.fma(FloatVector.broadcast(SPECIES, -LN2_HIGH), x);
        r = whole.fma(FloatVector.broadcast(SPECIES, -LN2_LOW), r);
        FloatVector p = FloatVector.broadcast(SPECIES, EXP_5);
        p = p.fma(r, FloatVector.broadcast(SPECIES, EXP_4));
        p = p.fma(r, FloatVector.broadcast(SPECIES, EXP_3));
        p = p.fma(r, FloatVector.broadcast(SPECIES, EXP_2));
        p = p.fma(r, FloatVector.broadcast(SPECIES, EXP_1));
        p = p.fma(r, FloatVector.broadcast(SPECIES, 0.5f));
        p = p.fma(r.mul(r), r).add(1f);
        IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        return p.reinterpretAsInts().add(exponent).reinterpretAsFloats();
    }
}
