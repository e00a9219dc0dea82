package org.chiscope.network;

import org.chiscope.math.IndexSet;
import org.jspecify.annotations.Nullable;

/** y = x + down(activation(up(norm(x)))): the residual MLP of a transformer. */
final class MlpBlock extends Layer {
    private final Norm norm;
    private final Affine up;
    private final Affine down;
    private final Activation activation;

    MlpBlock(Norm norm, Affine up, Affine down, Activation activation) {
        super(up.inputWidth(), down.outputWidth(), 7);
        this.norm = norm;
        this.up = up;
        this.down = down;
        this.activation = activation;
    }

    @Override
    boolean touches(IndexSet moving) {
        return norm.touches(moving) || up.touches(moving) || down.touches(moving);
    }

    @Override
    void forward(Pass pass, float[] w, float[] x, float[] y) {
        int rows = pass.rows();
        float[] normed = scratch(pass, 2, rows * inputWidth());
        float[] before = scratch(pass, 3, rows * up.outputWidth());
        float[] after = scratch(pass, 4, rows * up.outputWidth());
        norm.forward(
                pass.kernels,
                w,
                rows,
                x,
                normed,
                scratch(pass, 0, rows * inputWidth()),
                scratch(pass, 1, rows));
        up.forward(pass, w, rows, normed, before);
        for (int i = 0; i < rows * up.outputWidth(); i++) {
            after[i] = activation.value(before[i]);
        }
        down.forward(pass, w, rows, after, y);
        pass.kernels.add(x, 0, y, 0, rows * outputWidth());
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
        int hidden = up.outputWidth();
        float[] normed = scratch(pass, 2, rows * inputWidth());
        float[] before = scratch(pass, 3, rows * hidden);
        float[] after = scratch(pass, 4, rows * hidden);
        float[] dHidden = scratch(pass, 5, rows * hidden);
        down.addGradient(pass, rows, after, dy, gradient, wanted);
        down.inputGradient(pass, w, rows, dy, dHidden);
        for (int i = 0; i < rows * hidden; i++) {
            dHidden[i] *= activation.derivative(before[i]);
        }
        up.addGradient(pass, rows, normed, dHidden, gradient, wanted);
        if (dx != null) {
            System.arraycopy(dy, 0, dx, 0, rows * inputWidth());
        }
        if (dx != null || norm.touches(wanted)) {
            float[] dNormed = scratch(pass, 6, rows * inputWidth());
            up.inputGradient(pass, w, rows, dHidden, dNormed);
            norm.backward(
                    pass.kernels,
                    w,
                    rows,
                    scratch(pass, 0, rows * inputWidth()),
                    scratch(pass, 1, rows),
                    dNormed,
                    dx,
                    gradient,
                    wanted);
        }
    }
}
