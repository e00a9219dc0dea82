package org.chiscope.sampling;

import org.chiscope.math.IndexSet;

/**
 * The posterior that a chain samples: the full one, in which every parameter moves, or the
 * restricted posterior of a component C, in which u stays at u* and only v = w_C moves.
 *
 * @param name {@link #FULL_NAME} or the component's name; it takes part in the random streams
 * @param moving the parameters that move
 */
public record Ensemble(String name, IndexSet moving) {

    /** The name of the full ensemble. */
    public static final String FULL_NAME = "full";

    /** The full ensemble of a system of {@code dimension} parameters. */
    public static Ensemble full(int dimension) {
        return new Ensemble(FULL_NAME, IndexSet.range(0, dimension));
    }

    /** Whether this is the full ensemble. */
    public boolean isFull() {
        return name.equals(FULL_NAME);
    }
}
