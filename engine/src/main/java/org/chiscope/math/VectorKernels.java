package org.chiscope.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels on the Vector API: rows of numbers here, products, attention and the toy model's in
 * classes of their own.
 *
 * <p>No sum over lanes and no transcendental lane operation of the Vector API is used: their order
 * and rounding may differ between the interpreter and compiled code, and a run would not repeat to
 * the last bit.
 */
final class VectorKernels extends Kernels {
    private static final VectorSpecies<Float> SPECIES = Lanes.FLOATS;
    private static final int LANES = SPECIES.length();
    private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

    private final VectorProducts products = new VectorProducts();
    private final VectorAttention attention = new VectorAttention(products.tiles());
    private final VectorAutoencoder autoencoder = new VectorAutoencoder();
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
        products.multiply(transposeA, transposeB, m, n, k, a, b, c, accumulate);
    }

    @Override
    public void pack(boolean transposeB, int n, int k, Matrix b, PackedMatrix reused) {
        VectorProducts.pack(transposeB, n, k, b, reused);
    }

    @Override
    public void multiply(int m, Matrix a, PackedMatrix b, Matrix c, boolean accumulate) {
        products.multiply(m, a, b, c, accumulate);
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
    public int keptOfAttention(int length) {
        return VectorAttention.size(length);
    }

    @Override
    public void probabilities(Attention head, float[] out, int at) {
        VectorAttention.probabilities(head, out, at);
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
