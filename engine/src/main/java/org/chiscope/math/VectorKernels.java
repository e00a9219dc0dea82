package org.chiscope.math;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on the Vector API. Matrix products follow Goto and van de Geijn (2008) where it pays:
 * B is packed in panels as wide as a register tile, while A is read where it lies, by rows, or from
 * a block that is copied row by row if it is stored transposed.
 *
 * <p>No lane reduction and no transcendental lane operation of the Vector API is used: their order
 * and rounding may differ between the interpreter and compiled code, and a run would not repeat to
 * the last bit.
 */
final class VectorKernels extends Kernels {
    private static final VectorSpecies<Float> SPECIES = Lanes.FLOATS;
    private static final int LANES = SPECIES.length();
    private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;
    private static final int BLOCK_DEPTH = 512;

    /** Depth of a block of a product with a transposed left factor. */
    private static final int SHALLOW_DEPTH = 128;

    /** Columns up to which rows of B are read where they lie. */
    private static final int NARROW = 192;

    private static final int BLOCK_ROWS = 16 * TileLoop.ROWS;

    private final TileLoop tiles = new TileLoop();
    private final VectorAttention attention = new VectorAttention(tiles);
    private final VectorAutoencoder autoencoder = new VectorAutoencoder();
    private final PackedMatrix own = new PackedMatrix();
    private final float[] lanes = new float[LANES];
    private float[] packedB = new float[0];
    private float[] lastColumns = new float[0];

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
        if (transposeA) {
            multiplyTransposed(transposeB, m, n, k, a, b, c, accumulate);
        } else {
            pack(transposeB, n, k, b, own);
            multiply(m, a, own, c, accumulate);
        }
    }

    @Override
    public void pack(boolean transposeB, int n, int k, Matrix b, PackedMatrix reused) {
        reused.rows = k;
        reused.columns = n;
        if (reused.packed.length < Lanes.whole(n) * k) {
            reused.packed = new float[Lanes.whole(n) * k];
        }
        for (int k0 = 0; k0 < k; k0 += BLOCK_DEPTH) {
            int depth = Math.min(BLOCK_DEPTH, k - k0);
            packBlock(transposeB, n, k0, depth, b, reused.packed, k0 * Lanes.whole(n));
        }
    }

    @Override
    public void multiply(int m, Matrix a, PackedMatrix b, Matrix c, boolean accumulate) {
        int n = b.columns;
        for (int k0 = 0; k0 < b.rows; k0 += BLOCK_DEPTH) {
            int depth = Math.min(BLOCK_DEPTH, b.rows - k0);
            int packedAt = k0 * Lanes.whole(n);
            boolean add = accumulate || k0 > 0;
            for (int m0 = 0; m0 < m; m0 += BLOCK_ROWS) {
                int rows = Math.min(BLOCK_ROWS, m - m0);
                int panel;
                for (int j = 0; j < n; j += panel) {
                    panel = TileLoop.panel(n - j);
                    tiles.byRows(
                            rows,
                            Math.min(panel, n - j),
                            depth,
                            a.data(),
                            a.at() + m0 * a.stride() + k0,
                            a.stride(),
                            b.packed,
                            packedAt + j * depth,
                            panel,
                            c.data(),
                            c.at() + m0 * c.stride() + j,
                            c.stride(),
                            add);
                }
            }
        }
    }

    /**
     * C = Aᵀ·B for an A whose rows are short against their number: blocks of rows, of which columns
     * are read where they lie; so are those of B if that is narrow and made of whole vectors.
     */
    private void multiplyTransposed(
            boolean transposeB,
            int m,
            int n,
            int k,
            Matrix a,
            Matrix b,
            Matrix c,
            boolean accumulate) {
        boolean inPlace = !transposeB && n <= NARROW && n % LANES == 0;
        int wholeM = m - m % TileLoop.ROWS;
        if (!inPlace && packedB.length < Lanes.whole(n) * SHALLOW_DEPTH) {
            packedB = new float[Lanes.whole(n) * SHALLOW_DEPTH];
        }
        for (int k0 = 0; k0 < k; k0 += SHALLOW_DEPTH) {
            int depth = Math.min(SHALLOW_DEPTH, k - k0);
            boolean add = accumulate || k0 > 0;
            int aAt = a.at() + k0 * a.stride();
            if (!inPlace) {
                packBlock(transposeB, n, k0, depth, b, packedB, 0);
            }
            if (wholeM < m) {
                copyLastColumns(m - wholeM, depth, a.data(), aAt + wholeM, a.stride());
            }
            float[] right = inPlace ? b.data() : packedB;
            int rightAt = inPlace ? b.at() + k0 * b.stride() : 0;
            int rightStride = inPlace ? b.stride() : 0;
            for (int m0 = 0; m0 < wholeM; m0 += BLOCK_ROWS) {
                int rows = Math.min(BLOCK_ROWS, wholeM - m0);
                byColumns(
                        rows,
                        n,
                        depth,
                        a.data(),
                        aAt + m0,
                        a.stride(),
                        right,
                        rightAt,
                        rightStride,
                        c,
                        m0,
                        add);
            }
            if (wholeM < m) {
                byColumns(
                        m - wholeM,
                        n,
                        depth,
                        lastColumns,
                        0,
                        TileLoop.ROWS,
                        right,
                        rightAt,
                        rightStride,
                        c,
                        wholeM,
                        add);
            }
        }
    }

    /**
     * Rows of C from {@code row} on.
     *
     * @param rightStride of B; 0 if B is packed in panels
     */
    private void byColumns(
            int rows,
            int n,
            int depth,
            float[] left,
            int leftAt,
            int leftStride,
            float[] right,
            int rightAt,
            int rightStride,
            Matrix c,
            int row,
            boolean add) {
        int panel;
        for (int j = 0; j < n; j += panel) {
            panel = TileLoop.panel(n - j);
            boolean packed = rightStride == 0;
            tiles.byColumns(
                    rows,
                    Math.min(panel, n - j),
                    depth,
                    left,
                    leftAt,
                    leftStride,
                    right,
                    rightAt + (packed ? j * depth : j),
                    packed ? panel : rightStride,
                    c.data(),
                    c.at() + row * c.stride() + j,
                    c.stride(),
                    add);
        }
    }

    /** Copies the columns of A that fill no tile, where a tile may read beyond them. */
    private void copyLastColumns(int columns, int depth, float[] a, int at, int stride) {
        if (lastColumns.length < TileLoop.ROWS * SHALLOW_DEPTH) {
            lastColumns = new float[TileLoop.ROWS * SHALLOW_DEPTH];
        }
        for (int p = 0; p < depth; p++) {
            for (int i = 0; i < columns; i++) {
                lastColumns[p * TileLoop.ROWS + i] = a[at + p * stride + i];
            }
        }
    }

    /** Packs rows k0 … k0 + depth of B in panels, whose columns are filled up to whole vectors. */
    private static void packBlock(
            boolean transposed, int n, int k0, int depth, Matrix b, float[] packed, int packedAt) {
        int panel;
        for (int j = 0; j < n; j += panel) {
            panel = TileLoop.panel(n - j);
            int columns = Math.min(panel, n - j);
            int to = packedAt + j * depth;
            if (transposed) {
                Transposition.transpose(
                        b.data(),
                        b.at() + j * b.stride() + k0,
                        b.stride(),
                        columns,
                        depth,
                        packed,
                        to,
                        panel);
            } else {
                int from = b.at() + k0 * b.stride() + j;
                copyRows(b.data(), from, b.stride(), columns, depth, packed, to, panel);
            }
            for (int p = 0; columns < panel && p < depth; p++) {
                int row = to + p * panel;
                Arrays.fill(packed, row + columns, row + panel, 0f);
            }
        }
    }

    /** Copies the first columns of some rows. */
    static void copyRows(
            float[] from,
            int at,
            int stride,
            int columns,
            int rows,
            float[] to,
            int toAt,
            int toStride) {
        if (columns % LANES != 0) {
            for (int p = 0; p < rows; p++) {
                System.arraycopy(from, at + p * stride, to, toAt + p * toStride, columns);
            }
            return;
        }
        for (int p = 0; p < rows; p++) {
            int source = at + p * stride;
            int target = toAt + p * toStride;
            for (int j = 0; j < columns; j += LANES) {
                FloatVector.fromArray(SPECIES, from, source + j).intoArray(to, target + j);
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
        sum.intoArray(lanes, 0);
        float total = LaneMath.total(lanes, 0);
        for (int i = whole; i < n; i++) {
            total += x[xAt + i] * y[yAt + i];
        }
        return total;
    }

    @Override
    public float sum(float[] x, int at, int n) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            sum = sum.add(FloatVector.fromArray(SPECIES, x, at + i));
        }
        sum.intoArray(lanes, 0);
        float total = LaneMath.total(lanes, 0);
        for (int i = whole; i < n; i++) {
            total += x[at + i];
        }
        return total;
    }

    @Override
    public void add(float[] x, int xAt, float[] y, int yAt, int n) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromArray(SPECIES, y, yAt + i)
                    .add(FloatVector.fromArray(SPECIES, x, xAt + i))
                    .intoArray(y, yAt + i);
        }
        for (int i = whole; i < n; i++) {
            y[yAt + i] += x[xAt + i];
        }
    }

    @Override
    public void addProducts(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromArray(SPECIES, x, xAt + i)
                    .mul(FloatVector.fromArray(SPECIES, y, yAt + i))
                    .add(FloatVector.fromArray(SPECIES, z, zAt + i))
                    .intoArray(z, zAt + i);
        }
        for (int i = whole; i < n; i++) {
            z[zAt + i] += x[xAt + i] * y[yAt + i];
        }
    }

    @Override
    public float crossEntropy(float[] x, int at, int n, int target) {
        float maximum = LaneMath.maximum(x, at, n);
        float aim = x[at + target] - maximum;
        return (float) (Math.log(LaneMath.exponentials(x, at, n, maximum, lanes)) - aim);
    }

    @Override
    public float crossEntropyGradient(float[] x, int at, int n, int target, float scale) {
        float maximum = LaneMath.maximum(x, at, n);
        float aim = x[at + target] - maximum;
        float sum = LaneMath.exponentials(x, at, n, maximum, lanes);
        LaneMath.multiply(x, at, n, scale / sum);
        x[at + target] -= scale;
        return (float) (Math.log(sum) - aim);
    }

    @Override
    public int probabilityStride(int length) {
        return Lanes.whole(length);
    }

    @Override
    public int probabilitySize(int length) {
        return VectorAttention.size(length);
    }

    @Override
    public void attend(Attention head, Matrix mixed) {
        attention.attend(head, mixed);
    }

    @Override
    public void attentionGradient(
            Attention head, Matrix dMixed, Matrix dQueries, Matrix dKeys, Matrix dValues) {
        attention.gradient(head, dMixed, dQueries, dKeys, dValues);
    }

    /** In vectors of eight, since halves of heads are commonly no longer. */
    @Override
    public void rotate(
            float[] x,
            int at,
            int heads,
            int half,
            float[] cosine,
            float[] sine,
            int tableAt,
            float direction) {
        if (LANES < EIGHT.length() || half % EIGHT.length() != 0) {
            ScalarKernels.rotateHeads(x, at, heads, half, cosine, sine, tableAt, direction);
            return;
        }
        for (int j = 0; j < half; j += EIGHT.length()) {
            FloatVector c = FloatVector.fromArray(EIGHT, cosine, tableAt + j);
            FloatVector s = FloatVector.fromArray(EIGHT, sine, tableAt + j).mul(direction);
            for (int head = at; head < at + heads * 2 * half; head += 2 * half) {
                FloatVector a = FloatVector.fromArray(EIGHT, x, head + j);
                FloatVector b = FloatVector.fromArray(EIGHT, x, head + half + j);
                a.mul(c).sub(b.mul(s)).intoArray(x, head + j);
                b.mul(c).add(a.mul(s)).intoArray(x, head + half + j);
            }
        }
    }

    @Override
    public float normalize(
            float[] x,
            int at,
            int n,
            float[] w,
            int scaleAt,
            int shiftAt,
            float epsilon,
            float[] centred,
            float[] y) {
        boolean layerNorm = shiftAt >= 0;
        float mean = layerNorm ? sum(x, at, n) / n : 0f;
        FloatVector squares = FloatVector.zero(SPECIES);
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector difference = FloatVector.fromArray(SPECIES, x, at + i).sub(mean);
            difference.intoArray(centred, at + i);
            squares = difference.fma(difference, squares);
        }
        squares.intoArray(lanes, 0);
        float square = LaneMath.total(lanes, 0);
        for (int i = whole; i < n; i++) {
            centred[at + i] = x[at + i] - mean;
            square += centred[at + i] * centred[at + i];
        }
        float inverse = (float) (1.0 / Math.sqrt(square / n + epsilon));
        for (int i = 0; i < whole; i += LANES) {
            FloatVector scaled = FloatVector.fromArray(SPECIES, centred, at + i).mul(inverse);
            scaled.intoArray(centred, at + i);
            scaled = scaled.mul(FloatVector.fromArray(SPECIES, w, scaleAt + i));
            if (layerNorm) {
                scaled = scaled.add(FloatVector.fromArray(SPECIES, w, shiftAt + i));
            }
            scaled.intoArray(y, at + i);
        }
        for (int i = whole; i < n; i++) {
            centred[at + i] *= inverse;
            float scaled = centred[at + i] * w[scaleAt + i];
            y[at + i] = layerNorm ? scaled + w[shiftAt + i] : scaled;
        }
        return inverse;
    }

    @Override
    public void normalizeGradient(
            float[] dy,
            int at,
            int n,
            float[] w,
            int scaleAt,
            boolean layerNorm,
            float inverse,
            float[] centred,
            float[] dx) {
        FloatVector sums = FloatVector.zero(SPECIES);
        FloatVector projections = FloatVector.zero(SPECIES);
        int whole = n - n % LANES;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector scaled =
                    FloatVector.fromArray(SPECIES, dy, at + i)
                            .mul(FloatVector.fromArray(SPECIES, w, scaleAt + i));
            sums = sums.add(scaled);
            projections = scaled.fma(FloatVector.fromArray(SPECIES, centred, at + i), projections);
        }
        sums.intoArray(lanes, 0);
        float sum = LaneMath.total(lanes, 0);
        projections.intoArray(lanes, 0);
        float projection = LaneMath.total(lanes, 0);
        for (int i = whole; i < n; i++) {
            float scaled = dy[at + i] * w[scaleAt + i];
            sum += scaled;
            projection += scaled * centred[at + i];
        }
        float mean = layerNorm ? sum / n : 0f;
        projection /= n;
        for (int i = 0; i < whole; i += LANES) {
            FloatVector.fromArray(SPECIES, dy, at + i)
                    .mul(FloatVector.fromArray(SPECIES, w, scaleAt + i))
                    .sub(mean)
                    .sub(FloatVector.fromArray(SPECIES, centred, at + i).mul(projection))
                    .mul(inverse)
                    .add(FloatVector.fromArray(SPECIES, dx, at + i))
                    .intoArray(dx, at + i);
        }
        for (int i = whole; i < n; i++) {
            float scaled = dy[at + i] * w[scaleAt + i];
            dx[at + i] += inverse * (scaled - mean - centred[at + i] * projection);
        }
    }

    @Override
    public double tiedGradient(
            FeatureMajor examples,
            float[] w,
            int weightAt,
            int biasAt,
            float scale,
            float[] gradient) {
        return autoencoder.gradient(examples, w, weightAt, biasAt, scale, gradient);
    }

    @Override
    public void tiedLosses(
            FeatureMajor examples,
            float[] w,
            int weightAt,
            int biasAt,
            float[] losses,
            int lossesAt) {
        autoencoder.losses(examples, w, weightAt, biasAt);
        System.arraycopy(examples.scratch, 0, losses, lossesAt, examples.count);
    }
}
