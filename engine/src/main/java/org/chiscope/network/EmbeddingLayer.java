package org.chiscope.network;

import org.chiscope.math.IndexSet;
import org.jspecify.annotations.Nullable;

/**
 * The row of each token of the embedding [vocabulary, width], plus that of its position if learned.
 */
final class EmbeddingLayer extends Layer {
    private final ParameterLayout.Tensor embedding;
    private final ParameterLayout.@Nullable Tensor positions;
    private final int width;

    EmbeddingLayer(ParameterLayout.Tensor embedding, ParameterLayout.@Nullable Tensor positions) {
        super(0, embedding.shape()[1], 0);
        this.embedding = embedding;
        this.positions = positions;
        this.width = embedding.shape()[1];
    }

    @Override
    boolean touches(IndexSet moving) {
        return touches(moving, embedding) || (positions != null && touches(moving, positions));
    }

    @Override
    void forward(Pass pass, float[] w, float[] x, float[] y) {
        Batch.OfTokens batch = (Batch.OfTokens) pass.batch;
        int row = 0;
        for (int c = pass.firstUnit; c < pass.firstUnit + pass.units; c++) {
            for (int t = 0; t < pass.rowsPerUnit; t++, row++) {
                int token = batch.tokens()[c * batch.length() + t];
                System.arraycopy(w, embedding.offset() + token * width, y, row * width, width);
                if (positions != null) {
                    pass.kernels.add(w, positions.offset() + t * width, y, row * width, width);
                }
            }
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
        Batch.OfTokens batch = (Batch.OfTokens) pass.batch;
        boolean tokensWanted = touches(wanted, embedding);
        boolean positionsWanted = positions != null && touches(wanted, positions);
        int row = 0;
        for (int c = pass.firstUnit; c < pass.firstUnit + pass.units; c++) {
            for (int t = 0; t < pass.rowsPerUnit; t++, row++) {
                if (tokensWanted) {
                    int token = batch.tokens()[c * batch.length() + t];
                    pass.kernels.add(
                            dy, row * width, gradient, embedding.offset() + token * width, width);
                }
                if (positionsWanted && positions != null) {
                    pass.kernels.add(
                            dy, row * width, gradient, positions.offset() + t * width, width);
                }
            }
        }
    }
}
