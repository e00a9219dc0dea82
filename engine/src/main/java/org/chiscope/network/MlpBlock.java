package org.chiscope.network;

import org.chiscope.math.IndexSet;
import org.jspecify.annotations.Nullable;

/** y = x + down(activation(up(norm(x)))): the residual MLP of a transformer. */
final class MlpBlock extends Layer {
    private final Norm norm;
    private final ParameterLayout.Tensor up;
    private final ParameterLayout.@Nullable Tensor upBias;
    private final ParameterLayout.Tensor down;
    private final ParameterLayout.@Nullable Tensor downBias;
    private final Activation activation;
    private final int width;
    private final int hidden;

    MlpBlock(
            Norm norm,
            ParameterLayout.Tensor up,
            ParameterLayout.@Nullable Tensor upBias,
            ParameterLayout.Tensor down,
            ParameterLayout.@Nullable Tensor downBias,
            Activation activation) {
        this.norm = norm;
        this.up = up;
        this.upBias = upBias;
        this.down = down;
        this.downBias = downBias;
        this.activation = activation;
        this.width = down.shape()[0];
        this.hidden = up.shape()[0];
    }

    @Override
    int slots() {
        return 7;
    }

    @Override
    int inputWidth() {
        return width;
    }

    @Override
    int outputWidth() {
        return width;
    }

    @Override
    boolean touches(IndexSet moving) {
        return norm.touches(moving)
                || touches(moving, up)
                || touches(moving, down)
                || (upBias != null && touches(moving, upBias))
                || (downBias != null && touches(moving, downBias));
    }

    @Override
    void forward(Pass pass, float[] w, float[] x, float[] y) {
        int rows = pass.rows();
        float[] centred = scratch(pass, 0, rows * width);
        float[] scale = scratch(pass, 1, rows);
        float[] normed = scratch(pass, 2, rows * width);
        float[] before = scratch(pass, 3, rows * hidden);
        float[] after = scratch(pass, 4, rows * hidden);
        norm.forward(pass.kernels, w, rows, x, normed, centred, scale);
        LinearLayer.forward(pass, w, up.offset(), upBias, rows, width, hidden, normed, before);
        for (int i = 0; i < rows * hidden; i++) {
            after[i] = activation.value(before[i]);
        }
        LinearLayer.forward(pass, w, down.offset(), downBias, rows, hidden, width, after, y);
        for (int i = 0; i < rows * width; i++) {
            y[i] += x[i];
        }
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
        float[] centred = scratch(pass, 0, rows * width);
        float[] scale = scratch(pass, 1, rows);
        float[] normed = scratch(pass, 2, rows * width);
        float[] before = scratch(pass, 3, rows * hidden);
        float[] after = scratch(pass, 4, rows * hidden);
        float[] dHidden = scratch(pass, 5, rows * hidden);
        float[] dNormed = scratch(pass, 6, rows * width);
        if (touches(wanted, down)) {
            LinearLayer.addWeightGradient(
                    pass, down.offset(), rows, hidden, width, after, dy, gradient);
        }
        if (downBias != null && touches(wanted, downBias)) {
            LinearLayer.addColumnSums(rows, width, dy, gradient, downBias.offset());
        }
        LinearLayer.inputGradient(pass, w, down.offset(), rows, hidden, width, dy, dHidden);
        for (int i = 0; i < rows * hidden; i++) {
            dHidden[i] *= activation.derivative(before[i]);
        }
        if (touches(wanted, up)) {
            LinearLayer.addWeightGradient(
                    pass, up.offset(), rows, width, hidden, normed, dHidden, gradient);
        }
        if (upBias != null && touches(wanted, upBias)) {
            LinearLayer.addColumnSums(rows, hidden, dHidden, gradient, upBias.offset());
        }
        if (dx != null) {
            System.arraycopy(dy, 0, dx, 0, rows * width);
        }
        if (dx != null || norm.touches(wanted)) {
            LinearLayer.inputGradient(pass, w, up.offset(), rows, width, hidden, dHidden, dNormed);
            norm.backward(pass.kernels, w, rows, centred, scale, dNormed, dx, gradient, wanted);
        }
    }
}
