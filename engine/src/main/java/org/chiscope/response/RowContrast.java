package org.chiscope.response;

import java.util.List;

/**
 * Whether one group of components answers to a pattern otherwise than another: the difference of
 * the groups' mean fluctuation on that pattern, each row first divided by its Euclidean norm over
 * all patterns, so that strong rows do not speak for weak ones.
 */
public final class RowContrast {

    private RowContrast() {}

    /**
     * mean over {@code group} − mean over {@code others} of fluctuation ÷ row norm, dimensionless.
     * The Monte-Carlo error is the jackknife over each row's blocks; rows have ensembles of their
     * own, so their variances add. The data error is not estimated.
     *
     * @param pattern position of the pattern among the rows' cells
     * @throws IllegalArgumentException if a group is empty
     */
    public static Estimate difference(
            List<SusceptibilityRow> group, List<SusceptibilityRow> others, int pattern) {
        if (group.isEmpty() || others.isEmpty()) {
            throw new IllegalArgumentException(
                    "A contrast needs at least one row in each group, but they have "
                            + group.size()
                            + " and "
                            + others.size()
                            + ".");
        }
        double value = 0;
        double variance = 0;
        int blocks = Integer.MAX_VALUE;
        for (SusceptibilityRow row : group) {
            value += share(row, pattern) / group.size();
            variance += variance(row, pattern) / ((double) group.size() * group.size());
            blocks = Math.min(blocks, row.replicates().ownSizes().length);
        }
        for (SusceptibilityRow row : others) {
            value -= share(row, pattern) / others.size();
            variance += variance(row, pattern) / ((double) others.size() * others.size());
            blocks = Math.min(blocks, row.replicates().ownSizes().length);
        }
        return new Estimate(value, Math.sqrt(variance), Double.NaN, blocks);
    }

    /** Fluctuation of {@code pattern} ÷ norm of the row. */
    public static double share(SusceptibilityRow row, int pattern) {
        double[] values =
                row.cells().stream().mapToDouble(cell -> cell.fluctuation().value()).toArray();
        return share(values, pattern);
    }

    private static double share(double[] values, int pattern) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        return values[pattern] / Math.sqrt(squares);
    }

    private static double variance(SusceptibilityRow row, int pattern) {
        double[][] without = row.replicates().fluctuationWithoutOwn();
        double[] replicates = new double[without.length];
        for (int block = 0; block < replicates.length; block++) {
            replicates[block] = share(without[block], pattern);
        }
        return Jackknife.variance(share(row, pattern), replicates, row.replicates().ownSizes());
    }
}
