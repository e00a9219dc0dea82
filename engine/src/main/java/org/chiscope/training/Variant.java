package org.chiscope.training;

import org.jspecify.annotations.Nullable;

/**
 * One more training by the same plan and on the same data, whose weights become a checkpoint of
 * that name.
 *
 * @param name of letters, digits, points and hyphens
 * @param seed of its start and of the order of its minibatches; null: the plan's
 * @param start null: the plan's
 * @param checkpoints of it, beside the trained weights
 */
public record Variant(
        String name, @Nullable Long seed, @Nullable Start start, Checkpoints checkpoints) {

    /**
     * @throws IllegalArgumentException with one sentence if the name is no file name
     */
    public Variant {
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9.-]*")) {
            throw new IllegalArgumentException(
                    "A variant's name consists of letters, digits, points and hyphens, but it is \""
                            + name
                            + "\".");
        }
    }
}
