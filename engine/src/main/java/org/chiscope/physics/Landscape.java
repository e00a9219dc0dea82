package org.chiscope.physics;

/** An energy over real coordinates, with its gradient. Immutable and thread-safe. */
public interface Landscape {

    /** Number of coordinates. */
    int dimension();

    /** The energy at {@code w}, length {@link #dimension}. */
    double energy(double[] w);

    /**
     * Writes the gradient at {@code w} into {@code gradient}, both of length {@link #dimension}.
     */
    void gradient(double[] w, double[] gradient);
}
