package org.chiscope.network;

import java.util.Arrays;
import org.chiscope.math.Kernels;

/** One worker's computation over a chunk of a batch: its kernels, its shape and scratch memory. */
final class Pass {
    final Kernels kernels = Kernels.create();

    /** The batch, and the units of it that this chunk holds. */
    Batch batch = new Batch.Pairs(new float[0], new float[0], 0);

    int firstUnit;
    int units;

    /** Rows of an activation: units × rowsPerUnit. */
    int rowsPerUnit;

    private float[][] scratch = new float[8][];

    int rows() {
        return units * rowsPerUnit;
    }

    void chunk(Batch batch, int firstUnit, int units) {
        this.batch = batch;
        this.firstUnit = firstUnit;
        this.units = units;
        this.rowsPerUnit = batch.examplesPerUnit();
    }

    /**
     * Scratch array number {@code slot}, of at least {@code length} entries; its content lasts
     * until the same slot is asked for a longer array.
     */
    float[] scratch(int slot, int length) {
        if (slot >= scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(slot + 1, 2 * scratch.length));
        }
        float[] array = scratch[slot];
        if (array == null || array.length < length) {
            array = new float[length];
            scratch[slot] = array;
        }
        return array;
    }
}
