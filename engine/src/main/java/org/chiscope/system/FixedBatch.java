package org.chiscope.system;

import java.util.HashMap;
import java.util.Map;
import org.chiscope.network.Batch;
import org.chiscope.network.Evaluator;
import org.jspecify.annotations.Nullable;

/**
 * A batch that is evaluated, or drawn from, again and again, with what does not change meanwhile:
 * shared by all views that move alike, and kept up to {@link #BYTES} for all of them together. What
 * comes out is the same bit for bit whether it is kept or not. Thread-safe.
 */
final class FixedBatch {
    /** Bytes of activations that are kept at most. */
    static final long BYTES = 512 << 20;

    private final Batch batch;
    private final long budget;
    private final Map<Evaluator.FixedKey, Evaluator.Fixed> kept = new HashMap<>();
    private long bytes;

    FixedBatch(Batch batch) {
        this(batch, BYTES);
    }

    FixedBatch(Batch batch, long budget) {
        this.batch = batch;
        this.budget = budget;
    }

    Batch batch() {
        return batch;
    }

    /** The batch for {@link Evaluator#losses}. */
    synchronized Evaluator.Fixed forLosses(Evaluator evaluator, float[] checkpoint) {
        Evaluator.Fixed found = kept.get(evaluator.fixedKey());
        if (found == null && affords(evaluator.fixedWidth())) {
            found = evaluator.fix(checkpoint, batch);
            kept.put(evaluator.fixedKey(), found);
        }
        return found == null ? evaluator.unfixed(batch) : found;
    }

    /** The batch for gradients; null where that saves nothing or takes too much memory. */
    synchronized Evaluator.@Nullable Fixed forGradients(Evaluator evaluator, float[] checkpoint) {
        if (evaluator.layersWidth() == 0) {
            return null;
        }
        Evaluator.Fixed found = kept.get(evaluator.layersKey());
        if (found == null && affords(evaluator.layersWidth())) {
            found = evaluator.fixLayers(checkpoint, batch);
            kept.put(evaluator.layersKey(), found);
        }
        return found;
    }

    /** Takes room for so many numbers of each example, if there is. */
    private boolean affords(int width) {
        long needed = 4L * batch.examples() * width;
        if (needed > budget - bytes) {
            return false;
        }
        bytes += needed;
        return true;
    }
}
