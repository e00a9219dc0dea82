package org.chiscope.network;

import org.chiscope.math.IndexSet;
import org.jspecify.annotations.Nullable;

/** An {@link Affine} map as a layer of its own. */
final class LinearLayer extends Layer {
    private final Affine map;

    LinearLayer(Affine map) {
        super(map.inputWidth(), map.outputWidth(), 0);
        this.map = map;
    }

    @Override
    boolean touches(IndexSet moving) {
        return map.touches(moving);
    }

    @Override
    void forward(Pass pass, float[] w, float[] x, float[] y) {
        map.forward(pass, w, pass.rows(), x, y);
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
        map.addGradient(pass, pass.rows(), x, dy, gradient, wanted);
        if (dx != null) {
            map.inputGradient(pass, w, pass.rows(), dy, dx);
        }
    }
}
