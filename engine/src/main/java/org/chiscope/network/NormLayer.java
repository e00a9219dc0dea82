package org.chiscope.network;

import java.util.Arrays;
import org.chiscope.math.IndexSet;
import org.jspecify.annotations.Nullable;

/** A {@link Norm} as a layer of its own. */
final class NormLayer extends Layer {
    private final Norm norm;

    NormLayer(Norm norm) {
        super(norm.width(), norm.width(), 2);
        this.norm = norm;
    }

    @Override
    boolean touches(IndexSet moving) {
        return norm.touches(moving);
    }

    @Override
    void forward(Pass pass, float[] w, float[] x, float[] y) {
        int rows = pass.rows();
        norm.forward(
                pass.kernels,
                w,
                rows,
                x,
                y,
                scratch(pass, 0, rows * norm.width()),
                scratch(pass, 1, rows));
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
        if (dx != null) {
            Arrays.fill(dx, 0, rows * norm.width(), 0f);
        }
        norm.backward(
                pass.kernels,
                w,
                rows,
                scratch(pass, 0, rows * norm.width()),
                scratch(pass, 1, rows),
                dy,
                dx,
                gradient,
                wanted);
    }
}
