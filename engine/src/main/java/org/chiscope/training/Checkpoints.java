package org.chiscope.training;

import java.util.List;

/**
 * Which steps of a training are kept as checkpoints.
 *
 * @param every multiples of this many steps; 0 for none
 * @param at further steps
 * @param half whether they are written with 16 bits a number, which halves their size
 */
public record Checkpoints(long every, List<Long> at, boolean half) {
    /** None but the trained weights. */
    public static final Checkpoints NONE = new Checkpoints(0, List.of(), false);

    /**
     * @throws IllegalArgumentException with one sentence that names the bad value
     */
    public Checkpoints {
        at = List.copyOf(at);
        if (every < 0 || at.stream().anyMatch(step -> step < 0)) {
            throw new IllegalArgumentException(
                    "Checkpoints need steps of at least 0, but \"every\" is "
                            + every
                            + " and \"at\" "
                            + at
                            + ".");
        }
    }

    /** Whether the weights after so many steps are kept; 0 are those of the start. */
    boolean keeps(long step) {
        return (every > 0 && step > 0 && step % every == 0) || at.contains(step);
    }
}
