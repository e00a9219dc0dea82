package org.chiscope.system;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
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
    Evaluator.Fixed forLosses(Evaluator evaluator, float[] checkpoint) {
        Evaluator.Fixed found =
                keep(
                        evaluator.fixedKey(),
                        evaluator.fixedWidth(),
                        () -> evaluator.fix(checkpoint, batch));
        return found == null ? evaluator.unfixed(batch) : found;
    }

    /** The batch for gradients; null where that saves nothing or takes too much memory. */
    Evaluator.@Nullable Fixed forGradients(Evaluator evaluator, float[] checkpoint) {
        int width = evaluator.layersWidth();
        return width == 0
                ? null
                : keep(evaluator.layersKey(), width, () -> evaluator.fixLayers(checkpoint, batch));
    }

    /**
     * What is kept under a key, made if there is room for it; else null.
     *
     * @param width numbers of each row that it takes
     */
    private synchronized Evaluator.@Nullable Fixed keep(
            Evaluator.FixedKey key, int width, Supplier<Evaluator.Fixed> make) {
        Evaluator.Fixed found = kept.get(key);
        long needed = 4L * batch.units() * batch.rowsPerUnit() * width;
        if (found == null && needed <= budget - bytes) {
            bytes += needed;
            found = make.get();
            kept.put(key, found);
        }
        return found;
    }
}
