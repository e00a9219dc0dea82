package org.chiscope.patterning;

/**
 * What a data perturbation must keep to, beside mass, which q_h always keeps.
 *
 * @param weightsNotNegative whether every example's weight under q_h is to be at least 0
 * @param largestStrength bound on |h_k| of every pattern; infinite for none
 * @param largestDivergence bound on KL(q_h ‖ q), in nats; infinite for none
 * @param mostPatterns bound on the number of patterns with h_k ≠ 0
 */
public record Constraints(
        boolean weightsNotNegative,
        double largestStrength,
        double largestDivergence,
        int mostPatterns) {
    /** None at all. */
    public static final Constraints NONE =
            new Constraints(
                    false, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Integer.MAX_VALUE);

    /** That q_h is a distribution. */
    public static final Constraints DISTRIBUTION = NONE.withWeightsNotNegative(true);

    /**
     * @throws IllegalArgumentException with one sentence if a bound has no meaning
     */
    public Constraints {
        if (!(largestStrength > 0)) {
            throw new IllegalArgumentException(
                    "The bound on h of a pattern must be above 0, but it is "
                            + largestStrength
                            + ".");
        }
        if (!(largestDivergence > 0)) {
            throw new IllegalArgumentException(
                    "The bound on the divergence must be above 0 nats, but it is "
                            + largestDivergence
                            + ".");
        }
        if (mostPatterns < 1) {
            throw new IllegalArgumentException(
                    "At least one pattern must be allowed, but the most is " + mostPatterns + ".");
        }
    }

    /** Whether nothing is asked for. */
    public boolean isNone() {
        return equals(NONE);
    }

    /** The same with weights that may, or may not, be negative. */
    public Constraints withWeightsNotNegative(boolean wanted) {
        return new Constraints(wanted, largestStrength, largestDivergence, mostPatterns);
    }

    /** The same with that bound on each |h_k|. */
    public Constraints withLargestStrength(double bound) {
        return new Constraints(weightsNotNegative, bound, largestDivergence, mostPatterns);
    }

    /** The same with that bound on KL(q_h ‖ q), nats. */
    public Constraints withLargestDivergence(double bound) {
        return new Constraints(weightsNotNegative, largestStrength, bound, mostPatterns);
    }

    /** The same with at most so many patterns. */
    public Constraints withMostPatterns(int most) {
        return new Constraints(weightsNotNegative, largestStrength, largestDivergence, most);
    }
}
