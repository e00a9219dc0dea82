package org.chiscope.network;

import org.chiscope.math.IndexSet;
import org.jspecify.annotations.Nullable;

/** y = x·Wᵀ + b, W of shape [output, input] as in PyTorch, b optional. */
final class LinearLayer extends Layer {
    private final ParameterLayout.Tensor weight;
    private final ParameterLayout.@Nullable Tensor bias;

    LinearLayer(ParameterLayout.Tensor weight, ParameterLayout.@Nullable Tensor bias) {
        this.weight = weight;
        this.bias = bias;
    }

    @Override
    int slots() {
        return 0;
    }

    @Override
    int inputWidth() {
        return weight.shape()[1];
    }

    @Override
    int outputWidth() {
        return weight.shape()[0];
    }

    @Override
    boolean touches(IndexSet moving) {
        return touches(moving, weight) || (bias != null && touches(moving, bias));
    }

    @Override
    void forward(Pass pass, float[] w, float[] x, float[] y) {
        forward(pass, w, weight.offset(), bias, pass.rows(), inputWidth(), outputWidth(), x, y);
    }

    @Override
    void backward(
            Pass pass,
            float[] w,
            float[] x,
            float[] dy,
            float @Nullable [] dx,
            float[] gradient,
            IndexSet wanted) {
        int rows = pass.rows();
        if (touches(wanted, weight)) {
            addWeightGradient(
                    pass, weight.offset(), rows, inputWidth(), outputWidth(), x, dy, gradient);
        }
        if (bias != null && touches(wanted, bias)) {
            addColumnSums(rows, outputWidth(), dy, gradient, bias.offset());
        }
        if (dx != null) {
            inputGradient(pass, w, weight.offset(), rows, inputWidth(), outputWidth(), dy, dx);
        }
    }

    static void forward(
            Pass pass,
            float[] w,
            int weightAt,
            ParameterLayout.@Nullable Tensor bias,
            int rows,
            int in,
            int out,
            float[] x,
            float[] y) {
        pass.kernels.multiply(
                false, true, rows, out, in, x, 0, in, w, weightAt, in, y, 0, out, false);
        if (bias != null) {
            addBias(rows, out, w, bias.offset(), y);
        }
    }

    static void addBias(int rows, int width, float[] w, int biasAt, float[] y) {
        for (int row = 0; row < rows; row++) {
            int at = row * width;
            for (int j = 0; j < width; j++) {
                y[at + j] += w[biasAt + j];
            }
        }
    }

    static void addWeightGradient(
            Pass pass,
            int weightAt,
            int rows,
            int in,
            int out,
            float[] x,
            float[] dy,
            float[] gradient) {
        pass.kernels.multiply(
                true, false, out, in, rows, dy, 0, out, x, 0, in, gradient, weightAt, in, true);
    }

    static void addColumnSums(int rows, int width, float[] dy, float[] gradient, int at) {
        for (int row = 0; row < rows; row++) {
            int from = row * width;
            for (int j = 0; j < width; j++) {
                gradient[at + j] += dy[from + j];
            }
        }
    }

    static void inputGradient(
            Pass pass, float[] w, int weightAt, int rows, int in, int out, float[] dy, float[] dx) {
        pass.kernels.multiply(
                false, false, rows, in, out, dy, 0, out, w, weightAt, in, dx, 0, in, false);
    }
}
