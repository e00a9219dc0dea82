package org.chiscope.app.chart;

import java.util.Arrays;

/**
 * The symmetric range ±limit that the ends of a colour map stand for, and what lies beyond it.
 *
 * @param limit positive
 * @param largest the largest |value|; at least the limit where something is clipped
 * @param beyondNegative how many values lie below −limit
 * @param beyondPositive how many lie above limit
 * @param values all finite values, ascending
 */
public record ColourRange(
        double limit, double largest, int beyondNegative, int beyondPositive, double[] values) {
    private static final double SHARE_SHOWN = 0.98;
    private static final double[] ROUND = {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10};

    /**
     * A range that at most 2 % of {@code values} exceed: the least round number between the 98 %
     * quantile and the maximum of |value|, or the maximum where there is none. Round, so that
     * colours hold still while a matrix fills. NaN is left out; with nothing else the limit is 1.
     */
    public static ColourRange of(double[] values) {
        double[] magnitudes =
                Arrays.stream(values).filter(Double::isFinite).map(Math::abs).sorted().toArray();
        if (magnitudes.length == 0 || magnitudes[magnitudes.length - 1] == 0) {
            return withLimit(values, 1);
        }
        double largest = magnitudes[magnitudes.length - 1];
        double quantile = magnitudes[(int) Math.ceil(SHARE_SHOWN * magnitudes.length) - 1];
        double round = quantile > 0 ? roundUp(quantile) : largest;
        return withLimit(values, Math.min(round, largest));
    }

    /**
     * A range that the person chose.
     *
     * @throws IllegalArgumentException unless the limit is positive and finite
     */
    public static ColourRange withLimit(double[] values, double limit) {
        if (!(limit > 0) || Double.isInfinite(limit)) {
            throw new IllegalArgumentException(
                    "A colour range needs a positive limit, but got " + limit + ".");
        }
        double[] finite = Arrays.stream(values).filter(Double::isFinite).sorted().toArray();
        int below = (int) Arrays.stream(finite).filter(v -> v < -limit).count();
        int above = (int) Arrays.stream(finite).filter(v -> v > limit).count();
        double largest = Arrays.stream(finite).map(Math::abs).max().orElse(0);
        return new ColourRange(limit, largest, below, above, finite);
    }

    /** Where {@code value} lies: −1 … 1 inside the range. */
    public double position(double value) {
        return value / limit;
    }

    public boolean clips() {
        return beyondNegative + beyondPositive > 0;
    }

    private static double roundUp(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : ROUND) {
            // The slack keeps 0.3 from becoming 0.4 because 3 × 0.1 is a little more than 0.3.
            if (step * power >= value * (1 - 1e-12)) {
                return step * power;
            }
        }
        return 10 * power;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ColourRange range
                && limit == range.limit
                && Arrays.equals(values, range.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values) * 31 + Double.hashCode(limit);
    }
}
