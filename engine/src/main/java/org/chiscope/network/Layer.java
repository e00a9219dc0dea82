package org.chiscope.network;

import org.chiscope.math.IndexSet;

/**
 * One step of a differentiable computation, from activations of {@link #inputWidth()} columns to
 * {@link #outputWidth()} columns, one row an example (or position). A layer is immutable; what it
 * remembers between forward and backward lies in the {@link Pass}, in the scratch slots that it was
 * given.
 */
abstract class Layer {
    private final int inputWidth;
    private final int outputWidth;
    private final int slots;
    private int firstSlot;

    /**
     * @param slots number of scratch slots that this layer needs
     */
    Layer(int inputWidth, int outputWidth, int slots) {
        this.inputWidth = inputWidth;
        this.outputWidth = outputWidth;
        this.slots = slots;
    }

    final int slots() {
        return slots;
    }

    final int inputWidth() {
        return inputWidth;
    }

    final int outputWidth() {
        return outputWidth;
    }

    /** Whether any of this layer's parameters lies in {@code moving}. */
    abstract boolean touches(IndexSet moving);

    /**
     * Writes the output for the pass' chunk into {@code y}.
     *
     * @param x rows × input width; ignored by an embedding, which reads the batch
     * @param y rows × output width
     */
    abstract void forward(Pass pass, float[] w, float[] x, float[] y);

    /**
     * Adds the gradient of this layer's wanted parameters to {@code gradient}, and writes that of
     * its input into {@code dx} unless that is null. Follows a {@link #forward} of the same chunk.
     *
     * @param dy gradient at the output; may be changed
     * @param wanted parameters whose gradient is asked for: entries of {@code gradient} outside are
     *     unspecified
     */
    abstract void backward(
            Pass pass,
            float[] w,
            float[] x,
            float[] dy,
            float @org.jspecify.annotations.Nullable [] dx,
            float[] gradient,
            IndexSet wanted);

    final void assignSlots(int first) {
        firstSlot = first;
    }

    final float[] scratch(Pass pass, int slot, int length) {
        return pass.scratch(firstSlot + slot, length);
    }

    static boolean touches(IndexSet moving, ParameterLayout.Tensor tensor) {
        return moving.intersects(tensor.offset(), tensor.end());
    }
}
