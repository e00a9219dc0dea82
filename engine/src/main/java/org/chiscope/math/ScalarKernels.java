package org.chiscope.math;

import java.util.Arrays;

/** The readable reference, used where the Vector API is missing. */
class ScalarKernels extends Kernels {
    /** Keeps {@link #saturate} from being optimised away. */
    private float saturated;

    @Override
    public String description() {
        return "scalar";
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
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float sum = 0f;
                for (int p = 0; p < k; p++) {
                    float x = transposeA ? entry(a, p, i) : entry(a, i, p);
                    float y = transposeB ? entry(b, j, p) : entry(b, p, j);
                    sum += x * y;
                }
                int at = c.at() + i * c.stride() + j;
                c.data()[at] = accumulate ? c.data()[at] + sum : sum;
            }
        }
    }

    @Override
    public void pack(boolean transposeB, int n, int k, Matrix b, PackedMatrix reused) {
        reused.source = b;
        reused.transposed = transposeB;
        reused.rows = k;
        reused.columns = n;
    }

    @Override
    public void multiply(int m, Matrix a, PackedMatrix b, Matrix c, boolean accumulate) {
        multiply(false, b.transposed, m, b.columns, b.rows, a, b.source, c, accumulate);
    }

    private static float entry(Matrix x, int row, int column) {
        return x.data()[x.at() + row * x.stride() + column];
    }

    @Override
    public long saturate(int steps) {
        float factor = 1 - 0x1p-20f;
        float a = 1;
        float b = 2;
        float c = 3;
        float d = 4;
        for (int step = 0; step < steps; step++) {
            a = a * factor + 0x1p-20f;
            b = b * factor + 0x1p-20f;
            c = c * factor + 0x1p-20f;
            d = d * factor + 0x1p-20f;
        }
        saturated = a + b + c + d;
        return 8L * steps;
    }

    @Override
    public float dot(float[] x, int xAt, float[] y, int yAt, int n) {
        float sum = 0f;
        for (int i = 0; i < n; i++) {
            sum += x[xAt + i] * y[yAt + i];
        }
        return sum;
    }

    @Override
    public float sum(float[] x, int at, int n) {
        float sum = 0f;
        for (int i = at; i < at + n; i++) {
            sum += x[i];
        }
        return sum;
    }

    @Override
    public void add(float[] x, int xAt, float[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] += x[xAt + i];
        }
    }

    @Override
    public void addProducts(float[] x, int xAt, float[] y, int yAt, float[] z, int zAt, int n) {
        for (int i = 0; i < n; i++) {
            z[zAt + i] += x[xAt + i] * y[yAt + i];
        }
    }

    @Override
    public float crossEntropy(float[] x, int at, int n, int target) {
        float maximum = maximum(x, at, n);
        float sum = 0f;
        for (int i = at; i < at + n; i++) {
            sum += exp(x[i] - maximum);
        }
        return (float) (Math.log(sum) - (x[at + target] - maximum));
    }

    @Override
    public float crossEntropyGradient(float[] x, int at, int n, int target, float scale) {
        float loss = crossEntropy(x, at, n, target);
        softmax(x, at, n);
        for (int i = at; i < at + n; i++) {
            x[i] *= scale;
        }
        x[at + target] -= scale;
        return loss;
    }

    private static float maximum(float[] x, int at, int n) {
        float maximum = Float.NEGATIVE_INFINITY;
        for (int i = at; i < at + n; i++) {
            maximum = Math.max(maximum, x[i]);
        }
        return maximum;
    }

    private static void softmax(float[] x, int at, int n) {
        float maximum = maximum(x, at, n);
        float sum = 0f;
        for (int i = at; i < at + n; i++) {
            x[i] = exp(x[i] - maximum);
            sum += x[i];
        }
        for (int i = at; i < at + n; i++) {
            x[i] /= sum;
        }
    }

    @Override
    public int keptOfAttention(int length) {
        return length * length;
    }

    @Override
    public void attend(Attention head, Matrix mixed) {
        float[] p = head.kept();
        int length = head.length();
        for (int i = 0; i < length; i++) {
            int row = head.keptAt() + i * length;
            for (int j = 0; j <= i; j++) {
                p[row + j] = head.scale() * inner(head.queries(), i, head.keys(), j, head.width());
            }
            softmax(p, row, i + 1);
            Arrays.fill(p, row + i + 1, row + length, 0f);
            for (int d = 0; d < head.width(); d++) {
                float sum = 0f;
                for (int j = 0; j <= i; j++) {
                    sum += p[row + j] * entry(head.values(), j, d);
                }
                mixed.data()[mixed.at() + i * mixed.stride() + d] = sum;
            }
        }
    }

    @Override
    public void probabilities(Attention head, float[] out, int at) {
        System.arraycopy(head.kept(), head.keptAt(), out, at, head.length() * head.length());
    }

    @Override
    public void attentionGradient(
            Attention head, Matrix dMixed, Matrix dQueries, Matrix dKeys, Matrix dValues) {
        clear(head, dQueries);
        clear(head, dKeys);
        clear(head, dValues);
        float[] dScores = new float[head.length()];
        for (int i = 0; i < head.length(); i++) {
            int row = head.keptAt() + i * head.length();
            float projection = 0f;
            for (int j = 0; j <= i; j++) {
                dScores[j] = inner(dMixed, i, head.values(), j, head.width());
                projection += head.kept()[row + j] * dScores[j];
            }
            for (int j = 0; j <= i; j++) {
                float p = head.kept()[row + j];
                float gradient = head.scale() * p * (dScores[j] - projection);
                add(head, dQueries, i, gradient, head.keys(), j);
                add(head, dKeys, j, gradient, head.queries(), i);
                add(head, dValues, j, p, dMixed, i);
            }
        }
    }

    private static float inner(Matrix x, int i, Matrix y, int j, int width) {
        float sum = 0f;
        for (int d = 0; d < width; d++) {
            sum += entry(x, i, d) * entry(y, j, d);
        }
        return sum;
    }

    private static void clear(Attention head, Matrix out) {
        for (int i = 0; i < head.length(); i++) {
            int at = out.at() + i * out.stride();
            Arrays.fill(out.data(), at, at + head.width(), 0f);
        }
    }

    /** Adds a multiple of row {@code from} of {@code x} to row {@code to} of {@code out}. */
    private static void add(Attention head, Matrix out, int to, float factor, Matrix x, int from) {
        for (int d = 0; d < head.width(); d++) {
            out.data()[out.at() + to * out.stride() + d] += factor * entry(x, from, d);
        }
    }

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
        rotateHeads(x, at, heads, half, cosine, sine, tableAt, direction);
    }

    static void rotateHeads(
            float[] x,
            int at,
            int heads,
            int half,
            float[] cosine,
            float[] sine,
            int tableAt,
            float direction) {
        for (int head = at; head < at + heads * 2 * half; head += 2 * half) {
            for (int j = 0; j < half; j++) {
                float c = cosine[tableAt + j];
                float s = direction * sine[tableAt + j];
                float a = x[head + j];
                float b = x[head + half + j];
                x[head + j] = a * c - b * s;
                x[head + half + j] = b * c + a * s;
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
        for (int i = 0; i < n; i++) {
            centred[at + i] = x[at + i] - mean;
        }
        float variance = dot(centred, at, centred, at, n) / n;
        float inverse = (float) (1.0 / Math.sqrt(variance + epsilon));
        for (int i = 0; i < n; i++) {
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
        float sum = 0f;
        float projection = 0f;
        for (int i = 0; i < n; i++) {
            float scaled = dy[at + i] * w[scaleAt + i];
            sum += scaled;
            projection += scaled * centred[at + i];
        }
        float mean = layerNorm ? sum / n : 0f;
        projection /= n;
        for (int i = 0; i < n; i++) {
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
        int n = examples.features;
        Arrays.fill(gradient, weightAt, weightAt + 2 * n, 0f);
        Arrays.fill(gradient, biasAt, biasAt + n, 0f);
        double loss = 0;
        for (int e = 0; e < examples.count; e++) {
            float h0 = hidden(examples, e, w, weightAt);
            float h1 = hidden(examples, e, w, weightAt + n);
            float dh0 = 0f;
            float dh1 = 0f;
            float squares = 0f;
            for (int i = 0; i < n; i++) {
                float before = w[weightAt + i] * h0 + w[weightAt + n + i] * h1 + w[biasAt + i];
                float error = Math.max(before, 0f) - examples.targets[i * examples.stride + e];
                float d = before > 0f ? scale * examples.weights[e] * error : 0f;
                squares += error * error;
                gradient[weightAt + i] += d * h0;
                gradient[weightAt + n + i] += d * h1;
                gradient[biasAt + i] += d;
                dh0 += d * w[weightAt + i];
                dh1 += d * w[weightAt + n + i];
            }
            for (int i = 0; i < n; i++) {
                gradient[weightAt + i] += dh0 * examples.inputs[i * examples.stride + e];
                gradient[weightAt + n + i] += dh1 * examples.inputs[i * examples.stride + e];
            }
            loss += 0.5 * examples.weights[e] * squares;
        }
        return loss;
    }

    @Override
    public void tiedLosses(
            FeatureMajor examples,
            float[] w,
            int weightAt,
            int biasAt,
            float[] losses,
            int lossesAt) {
        int n = examples.features;
        for (int e = 0; e < examples.count; e++) {
            float h0 = hidden(examples, e, w, weightAt);
            float h1 = hidden(examples, e, w, weightAt + n);
            float squares = 0f;
            for (int i = 0; i < n; i++) {
                float before = w[weightAt + i] * h0 + w[weightAt + n + i] * h1 + w[biasAt + i];
                float error = Math.max(before, 0f) - examples.targets[i * examples.stride + e];
                squares += error * error;
            }
            losses[lossesAt + e] = 0.5f * squares;
        }
    }

    /** One hidden value of an example. */
    private static float hidden(FeatureMajor examples, int e, float[] w, int rowAt) {
        float h = 0f;
        for (int i = 0; i < examples.features; i++) {
            h += w[rowAt + i] * examples.inputs[i * examples.stride + e];
        }
        return h;
    }
}
