package org.chiscope.patterning;

/**
 * What is done about small singular values, which amplify noise.
 *
 * @param rank how many modes are inverted; {@link #AUTOMATIC}: those above the noise floor
 * @param ridge ρ ≥ 0: a mode's 1/s becomes s/(s² + ρ²s₁²), s₁ the largest singular value
 */
public record Regularization(int rank, double ridge) {
    /** As many modes as lie above the noise floor. */
    public static final int AUTOMATIC = -1;

    /** Modes above the noise floor, without ridge. */
    public static final Regularization DEFAULT = new Regularization(AUTOMATIC, 0);

    /**
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    public Regularization {
        if (rank < AUTOMATIC) {
            throw new IllegalArgumentException(
                    "The rank must be at least 0, but it is " + rank + ".");
        }
        if (!(ridge >= 0 && Double.isFinite(ridge))) {
            throw new IllegalArgumentException(
                    "The ridge must be a number of at least 0, but it is " + ridge + ".");
        }
    }

    /** Of that rank, without ridge. */
    public static Regularization ofRank(int rank) {
        return new Regularization(rank, 0);
    }
}
