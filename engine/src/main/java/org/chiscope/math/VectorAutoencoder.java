package org.chiscope.math;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link Kernels#tiedGradient} on the Vector API. Four vectors of examples at a time go from the
 * inputs to the loss and back, while their hidden values and the gradients of these stay in
 * registers; sums over examples are kept lane by lane, and lanes are added in the end; the loss is
 * summed in double.
 *
 * <p>The error here is target − output, so that where the output is 0 it is the target as it
 * stands; the sign is put right in the end.
 */
final class VectorAutoencoder {
    private static final VectorSpecies<Float> SPECIES = Lanes.FLOATS;
    private static final int LANES = SPECIES.length();

    /** Vectors of a block. */
    private static final int BLOCK = 4;

    /** Of each feature by lanes: its two weights' and its bias'. */
    private float[] sums = new float[0];

    double gradient(
            FeatureMajor examples,
            float[] w,
            int weightAt,
            int biasAt,
            float scale,
            float[] gradient) {
        int n = examples.features;
        if (sums.length < 3 * n * LANES) {
            sums = new float[3 * n * LANES];
        }
        Arrays.fill(sums, 0f);
        addSums(examples, w, weightAt, biasAt);
        for (int i = 0; i < n; i++) {
            int at = 3 * i * LANES;
            gradient[weightAt + i] = -scale * LaneMath.total(sums, at);
            gradient[weightAt + n + i] = -scale * LaneMath.total(sums, at + LANES);
            gradient[biasAt + i] = -scale * LaneMath.total(sums, at + 2 * LANES);
        }
        int blocks = (examples.count + BLOCK * LANES - 1) / (BLOCK * LANES);
        return 0.5 * total(examples.scratch, blocks * LANES);
    }

    /** The sum of the first {@code length} entries, a multiple of four. */
    private static double total(float[] x, int length) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        for (int i = 0; i < length; i += 4) {
            sum0 += x[i];
            sum1 += x[i + 1];
            sum2 += x[i + 2];
            sum3 += x[i + 3];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    /**
     * Adds to the sums, and writes those of the weighted squares of errors, one vector a block,
     * into the examples' scratch: losses are added in double.
     */
    private void addSums(FeatureMajor examples, float[] w, int weightAt, int biasAt) {
        int n = examples.features;
        int stride = examples.stride;
        float[] inputs = examples.inputs;
        float[] targets = examples.targets;
        float[] weights = examples.weights;
        float[] sum = sums;
        for (int e = 0; e < examples.count; e += BLOCK * LANES) {
            FloatVector a0 = FloatVector.zero(SPECIES);
            FloatVector b0 = FloatVector.zero(SPECIES);
            FloatVector a1 = FloatVector.zero(SPECIES);
            FloatVector b1 = FloatVector.zero(SPECIES);
            FloatVector a2 = FloatVector.zero(SPECIES);
            FloatVector b2 = FloatVector.zero(SPECIES);
            FloatVector a3 = FloatVector.zero(SPECIES);
            FloatVector b3 = FloatVector.zero(SPECIES);
            for (int i = 0; i < n; i++) {
                int at = i * stride + e;
                FloatVector u = FloatVector.broadcast(SPECIES, w[weightAt + i]);
                FloatVector v = FloatVector.broadcast(SPECIES, w[weightAt + n + i]);
                FloatVector x0 = FloatVector.fromArray(SPECIES, inputs, at);
                a0 = x0.fma(u, a0);
                b0 = x0.fma(v, b0);
                FloatVector x1 = FloatVector.fromArray(SPECIES, inputs, at + LANES);
                a1 = x1.fma(u, a1);
                b1 = x1.fma(v, b1);
                FloatVector x2 = FloatVector.fromArray(SPECIES, inputs, at + 2 * LANES);
                a2 = x2.fma(u, a2);
                b2 = x2.fma(v, b2);
                FloatVector x3 = FloatVector.fromArray(SPECIES, inputs, at + 3 * LANES);
                a3 = x3.fma(u, a3);
                b3 = x3.fma(v, b3);
            }
            FloatVector da0 = FloatVector.zero(SPECIES);
            FloatVector db0 = FloatVector.zero(SPECIES);
            FloatVector squares0 = FloatVector.zero(SPECIES);
            FloatVector da1 = FloatVector.zero(SPECIES);
            FloatVector db1 = FloatVector.zero(SPECIES);
            FloatVector squares1 = FloatVector.zero(SPECIES);
            FloatVector da2 = FloatVector.zero(SPECIES);
            FloatVector db2 = FloatVector.zero(SPECIES);
            FloatVector squares2 = FloatVector.zero(SPECIES);
            FloatVector da3 = FloatVector.zero(SPECIES);
            FloatVector db3 = FloatVector.zero(SPECIES);
            FloatVector squares3 = FloatVector.zero(SPECIES);
            for (int i = 0; i < n; i++) {
                int at = i * stride + e;
                int to = 3 * i * LANES;
                FloatVector u = FloatVector.broadcast(SPECIES, w[weightAt + i]);
                FloatVector v = FloatVector.broadcast(SPECIES, w[weightAt + n + i]);
                FloatVector bias = FloatVector.broadcast(SPECIES, w[biasAt + i]);
                FloatVector sumU = FloatVector.fromArray(SPECIES, sum, to);
                FloatVector sumV = FloatVector.fromArray(SPECIES, sum, to + LANES);
                FloatVector sumBias = FloatVector.fromArray(SPECIES, sum, to + 2 * LANES);
                FloatVector y0 = a0.fma(u, b0.fma(v, bias));
                VectorMask<Float> on0 = y0.compare(VectorOperators.GT, 0f);
                FloatVector d0 = FloatVector.fromArray(SPECIES, targets, at).sub(y0, on0);
                FloatVector g0 = FloatVector.fromArray(SPECIES, weights, e, on0).mul(d0);
                squares0 = d0.fma(d0, squares0);
                da0 = g0.fma(u, da0);
                db0 = g0.fma(v, db0);
                sumU = g0.fma(a0, sumU);
                sumV = g0.fma(b0, sumV);
                sumBias = sumBias.add(g0);
                FloatVector y1 = a1.fma(u, b1.fma(v, bias));
                VectorMask<Float> on1 = y1.compare(VectorOperators.GT, 0f);
                FloatVector d1 = FloatVector.fromArray(SPECIES, targets, at + LANES).sub(y1, on1);
                FloatVector g1 = FloatVector.fromArray(SPECIES, weights, e + LANES, on1).mul(d1);
                squares1 = d1.fma(d1, squares1);
                da1 = g1.fma(u, da1);
                db1 = g1.fma(v, db1);
                sumU = g1.fma(a1, sumU);
                sumV = g1.fma(b1, sumV);
                sumBias = sumBias.add(g1);
                FloatVector y2 = a2.fma(u, b2.fma(v, bias));
                VectorMask<Float> on2 = y2.compare(VectorOperators.GT, 0f);
                FloatVector d2 =
                        FloatVector.fromArray(SPECIES, targets, at + 2 * LANES).sub(y2, on2);
                FloatVector g2 =
                        FloatVector.fromArray(SPECIES, weights, e + 2 * LANES, on2).mul(d2);
                squares2 = d2.fma(d2, squares2);
                da2 = g2.fma(u, da2);
                db2 = g2.fma(v, db2);
                sumU = g2.fma(a2, sumU);
                sumV = g2.fma(b2, sumV);
                sumBias = sumBias.add(g2);
                FloatVector y3 = a3.fma(u, b3.fma(v, bias));
                VectorMask<Float> on3 = y3.compare(VectorOperators.GT, 0f);
                FloatVector d3 =
                        FloatVector.fromArray(SPECIES, targets, at + 3 * LANES).sub(y3, on3);
                FloatVector g3 =
                        FloatVector.fromArray(SPECIES, weights, e + 3 * LANES, on3).mul(d3);
                squares3 = d3.fma(d3, squares3);
                da3 = g3.fma(u, da3);
                db3 = g3.fma(v, db3);
                sumU = g3.fma(a3, sumU);
                sumV = g3.fma(b3, sumV);
                sumBias = sumBias.add(g3);
                sumU.intoArray(sum, to);
                sumV.intoArray(sum, to + LANES);
                sumBias.intoArray(sum, to + 2 * LANES);
            }
            FloatVector block = FloatVector.fromArray(SPECIES, weights, e).mul(squares0);
            block = FloatVector.fromArray(SPECIES, weights, e + LANES).fma(squares1, block);
            block = FloatVector.fromArray(SPECIES, weights, e + 2 * LANES).fma(squares2, block);
            block = FloatVector.fromArray(SPECIES, weights, e + 3 * LANES).fma(squares3, block);
            block.intoArray(examples.scratch, e / BLOCK);
            for (int i = 0; i < n; i++) {
                int at = i * stride + e;
                int to = 3 * i * LANES;
                FloatVector sumU = FloatVector.fromArray(SPECIES, sum, to);
                FloatVector sumV = FloatVector.fromArray(SPECIES, sum, to + LANES);
                FloatVector x0 = FloatVector.fromArray(SPECIES, inputs, at);
                sumU = x0.fma(da0, sumU);
                sumV = x0.fma(db0, sumV);
                FloatVector x1 = FloatVector.fromArray(SPECIES, inputs, at + LANES);
                sumU = x1.fma(da1, sumU);
                sumV = x1.fma(db1, sumV);
                FloatVector x2 = FloatVector.fromArray(SPECIES, inputs, at + 2 * LANES);
                sumU = x2.fma(da2, sumU);
                sumV = x2.fma(db2, sumV);
                FloatVector x3 = FloatVector.fromArray(SPECIES, inputs, at + 3 * LANES);
                sumU = x3.fma(da3, sumU);
                sumV = x3.fma(db3, sumV);
                sumU.intoArray(sum, to);
                sumV.intoArray(sum, to + LANES);
            }
        }
    }

    /** Writes the losses into the examples' scratch. */
    void losses(FeatureMajor examples, float[] w, int weightAt, int biasAt) {
        int n = examples.features;
        int stride = examples.stride;
        for (int e = 0; e < examples.count; e += LANES) {
            FloatVector a = FloatVector.zero(SPECIES);
            FloatVector b = FloatVector.zero(SPECIES);
            for (int i = 0; i < n; i++) {
                FloatVector x = FloatVector.fromArray(SPECIES, examples.inputs, i * stride + e);
                a = x.fma(FloatVector.broadcast(SPECIES, w[weightAt + i]), a);
                b = x.fma(FloatVector.broadcast(SPECIES, w[weightAt + n + i]), b);
            }
            FloatVector squares = FloatVector.zero(SPECIES);
            for (int i = 0; i < n; i++) {
                FloatVector u = FloatVector.broadcast(SPECIES, w[weightAt + i]);
                FloatVector v = FloatVector.broadcast(SPECIES, w[weightAt + n + i]);
                FloatVector bias = FloatVector.broadcast(SPECIES, w[biasAt + i]);
                FloatVector y = a.fma(u, b.fma(v, bias));
                VectorMask<Float> on = y.compare(VectorOperators.GT, 0f);
                FloatVector d =
                        FloatVector.fromArray(SPECIES, examples.targets, i * stride + e).sub(y, on);
                squares = d.fma(d, squares);
            }
            squares.mul(0.5f).intoArray(examples.scratch, e);
        }
    }
}
