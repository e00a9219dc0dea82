package org.chiscope.math;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Examples stored by feature, for {@link Kernels#tiedGradient}: neighbouring examples lie side by
 * side, and the last are followed by examples of weight 0 that fill whole blocks. One worker's;
 * what it was filled with is kept until other arrays are asked for, since a step after the other
 * takes the same examples.
 */
public final class FeatureMajor {
    /** What counts are rounded up to; more than one block of any number of lanes. */
    static final int BLOCK = 64;

    final int features;

    /** Number of examples. */
    int count;

    /** The same with those of weight 0: distance from one feature to the next. */
    int stride;

    /** features × stride. */
    float[] inputs = new float[0];

    /** features × stride; the array of the inputs where both are equal. */
    float[] targets = new float[0];

    /** stride of them; 1 where none were given. */
    float[] weights = new float[0];

    /** stride of them, for the kernel's own use. */
    float[] scratch = new float[0];

    private boolean equalWeights;
    private float @Nullable [] inputsFrom;
    private float @Nullable [] targetsFrom;
    private int from;

    /** Without examples. */
    public FeatureMajor(int features) {
        this.features = features;
    }

    /**
     * Holds {@code count} examples. Nothing is done if they are those that it holds: the arrays are
     * known by identity, and must not change.
     *
     * @param newInputs example-major, as wide as there are features
     * @param newTargets likewise
     * @param first which of them comes first
     * @param newCount how many
     */
    public void load(float[] newInputs, float[] newTargets, int first, int newCount) {
        if (inputsFrom == newInputs
                && targetsFrom == newTargets
                && from == first
                && count == newCount) {
            return;
        }
        inputsFrom = newInputs;
        targetsFrom = newTargets;
        from = first;
        count = newCount;
        int newStride = (newCount + BLOCK - 1) / BLOCK * BLOCK;
        if (newStride != stride) {
            stride = newStride;
            inputs = new float[features * stride];
            targets = inputs;
            weights = new float[stride];
            scratch = new float[stride];
        }
        equalWeights = false;
        transpose(newInputs, inputs);
        int start = first * features;
        int end = start + newCount * features;
        if (newInputs == newTargets
                || Arrays.equals(newInputs, start, end, newTargets, start, end)) {
            targets = inputs; // half the memory to be read, which then fits beside the processor
        } else {
            if (targets == inputs) {
                targets = new float[features * stride];
            }
            transpose(newTargets, targets);
        }
    }

    private void transpose(float[] rows, float[] columns) {
        for (int i = 0; i < features; i++) {
            int at = i * stride;
            for (int e = 0; e < count; e++) {
                columns[at + e] = rows[(from + e) * features + i];
            }
            Arrays.fill(columns, at + count, at + stride, 0f);
        }
    }

    /**
     * Sets what each example counts.
     *
     * @param newWeights one an example, as the inputs from their first on; null: 1
     */
    public void weigh(float @Nullable [] newWeights) {
        if (newWeights != null) {
            System.arraycopy(newWeights, from, weights, 0, count);
            equalWeights = false;
        } else if (!equalWeights) {
            Arrays.fill(weights, 0, count, 1f);
            equalWeights = true;
        }
        Arrays.fill(weights, count, stride, 0f);
    }
}
