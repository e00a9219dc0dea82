package org.chiscope.network;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.chiscope.math.FeatureMajor;
import org.chiscope.math.Kernels;
import org.chiscope.math.Matrix;
import org.chiscope.math.PackedMatrix;
import org.jspecify.annotations.Nullable;

/** One worker's computation over a chunk of a batch: its kernels, its shape and scratch memory. */
final class Pass {
    /** Scratch that is free for use within one call. */
    static final int FREE_SLOT = 0;

    /** Where an output layer puts together what it reads. */
    static final int READ_SLOT = 1;

    /** Where it puts together that one's gradient. */
    static final int READ_GRADIENT_SLOT = 2;

    /** First of the slots that layers own. */
    static final int LAYER_SLOTS = 3;

    final Kernels kernels = Kernels.create();

    /** The batch, and the units of it that this chunk holds. */
    Batch batch = new Batch.Pairs(new float[0], new float[0], 0);

    int firstUnit;
    int units;

    /** Rows of an activation: units × rowsPerUnit. */
    int rowsPerUnit;

    /** Whether what the layers compute must last for a backward pass. */
    boolean gradientFollows;

    /** Weights rearranged for products, as long as they stay as they are. */
    private final Map<Weights, PackedMatrix> packed = new HashMap<>();

    private final Set<Weights> current = new HashSet<>();

    private @Nullable FeatureMajor sampled;
    private @Nullable FeatureMajor evaluated;
    private float[][] scratch = new float[8][];

    int rows() {
        return units * rowsPerUnit;
    }

    /** Examples of this chunk. */
    int examples() {
        return units * batch.examplesPerUnit();
    }

    /** To be called before a computation with other parameters. */
    void begin(boolean gradientFollows) {
        this.gradientFollows = gradientFollows;
        current.clear();
    }

    /** Part of the parameters as right factor of products: k × n, stored transposed or not. */
    private record Weights(int at, int stride, int n, int k, boolean transposed) {}

    /** Weights rearranged for products, made at the first use since {@link #begin}. */
    PackedMatrix packed(float[] w, int at, int stride, int n, int k, boolean transposed) {
        Weights key = new Weights(at, stride, n, k, transposed);
        PackedMatrix matrix = packed.computeIfAbsent(key, unused -> new PackedMatrix());
        if (current.add(key)) {
            kernels.pack(transposed, n, k, new Matrix(w, at, stride), matrix);
        }
        return matrix;
    }

    /** Where examples whose gradient is asked for lie by feature, from one call to the next. */
    FeatureMajor sampled(int features) {
        FeatureMajor examples = sampled;
        if (examples == null) {
            examples = new FeatureMajor(features);
            sampled = examples;
        }
        return examples;
    }

    /** Likewise those whose losses are asked for. */
    FeatureMajor evaluated(int features) {
        FeatureMajor examples = evaluated;
        if (examples == null) {
            examples = new FeatureMajor(features);
            evaluated = examples;
        }
        return examples;
    }

    void chunk(Batch batch, int firstUnit, int units) {
        this.batch = batch;
        this.firstUnit = firstUnit;
        this.units = units;
        this.rowsPerUnit = batch.rowsPerUnit();
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
