package org.chiscope.network;

import org.chiscope.math.IndexSet;
import org.jspecify.annotations.Nullable;

/** A pointwise non-linearity; no parameters. */
final class ActivationLayer extends Layer {
    private final Activation activation;

    ActivationLayer(Activation activation, int width) {
        super(width, width, 0);
        this.activation = activation;
    }

    @Override
    boolean touches(IndexSet moving) {
        return false;
    }

    @Override
    void forward(Pass pass, float[] w, float[] x, float[] y) {
        for (int i = 0; i < pass.rows() * outputWidth(); i++) {
            y[i] = activation.value(x[i]);
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
        if (dx != null) {
            for (int i = 0; i < pass.rows() * outputWidth(); i++) {
                dx[i] = dy[i] * activation.derivative(x[i]);
            }
        }
    }
}
