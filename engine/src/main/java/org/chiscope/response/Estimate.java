package org.chiscope.response;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * An estimated number with its two errors, kept apart because more draws lower the first alone. NaN
 * means unknown.
 *
 * @param value the estimate
 * @param monteCarloError standard error from the finite number of draws
 * @param dataError standard error from the finite number of contexts behind a pattern
 * @param blocks number of independent pieces that the Monte-Carlo error rests on; where it joins
 *     two ensembles, 1 + the degrees of freedom of Welch (1947), rounded down
 */
public record Estimate(double value, double monteCarloError, double dataError, int blocks) {

    /** An estimate of which nothing is known. */
    public static final Estimate UNKNOWN = new Estimate(Double.NaN, Double.NaN, Double.NaN, 0);

    /** Whether zero lies within two Monte-Carlo standard errors, or the error is unknown. */
    public boolean isNoise() {
        return !(Math.abs(value) > 2 * monteCarloError);
    }

    /**
     * Half the width of the Monte-Carlo confidence interval, by Student's t with {@code blocks} − 1
     * degrees of freedom; NaN if the error is unknown.
     *
     * @param confidence between 0 and 1, such as 0.95
     */
    public double halfWidth(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "A confidence lies between 0 and 1, but got " + confidence + ".");
        }
        if (blocks < 2 || Double.isNaN(monteCarloError)) {
            return Double.NaN;
        }
        return monteCarloError
                * TDistribution.of(blocks - 1.0).inverseCumulativeProbability((1 + confidence) / 2);
    }

    /** The estimate of {@code factor} times as much. */
    public Estimate times(double factor) {
        double size = Math.abs(factor);
        return new Estimate(factor * value, size * monteCarloError, size * dataError, blocks);
    }

    /**
     * By how many Monte-Carlo standard errors of both it lies above another, independent one; not a
     * number where that is unknown.
     */
    public double away(Estimate other) {
        return (value - other.value) / Math.hypot(monteCarloError, other.monteCarloError);
    }

    /** The same estimate with that data error. */
    public Estimate withDataError(double error) {
        return new Estimate(value, monteCarloError, error, blocks);
    }
}
