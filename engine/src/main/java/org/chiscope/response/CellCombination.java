package org.chiscope.response;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The error of a linear combination of cells, Σ c_{Ck} χ_{Ck}: the difference of two cells, the
 * change that a data perturbation is predicted to make, a singular value uᵀχv (to first order,
 * where u and v stand still).
 *
 * <p>Cells of a row share its ensemble, and all rows share the full one: each block is left out
 * everywhere at once. Ensembles are independent, so their variances add; the floor of the chains
 * holds for the sum. Rows that are read from one ensemble (coordinates) have blocks of their own
 * lengths: there the standard errors of rows add, which is an upper bound.
 */
public final class CellCombination {

    private CellCombination() {}

    /**
     * The combination.
     *
     * @param rows of one matrix
     * @param coefficients {@code [row][pattern]}, one a cell
     * @param part which estimate of the cells
     * @return its value and Monte-Carlo error; the data error is not estimated
     * @throws IllegalArgumentException with one sentence if coefficients do not fit the rows
     */
    public static Estimate of(List<SusceptibilityRow> rows, double[][] coefficients, Part part) {
        check(rows, coefficients);
        double value = 0;
        Variance sum = new Variance();
        double errors = 0;
        double shift = 0;
        double[] fullWithout = new double[0];
        double[] fullChains = new double[0];
        int[] fullSizes = new int[0];
        for (int r = 0; r < rows.size(); r++) {
            SusceptibilityRow row = rows.get(r);
            double[] c = coefficients[r];
            if (IntStream.range(0, c.length).allMatch(k -> c[k] == 0)) {
                continue;
            }
            SusceptibilityRow.Replicates replicates = row.replicates();
            double own = 0;
            for (int k = 0; k < c.length; k++) {
                own += c[k] * part.of(row.cells().get(k)).value();
            }
            value += own;
            double jackknife =
                    Jackknife.variance(
                            own,
                            without(part, replicates, c, replicates.ownSizes().length),
                            replicates.ownSizes());
            double floor = Jackknife.varianceOfMean(ofChains(part, replicates, c));
            errors += Math.sqrt(Math.max(jackknife, floor));
            sum.add(jackknife, floor, replicates.ownSizes().length);
            if (part != Part.FLUCTUATION && replicates.shiftWithoutFull().length > 0) {
                for (int k = 0; k < c.length; k++) {
                    shift += c[k] * row.cells().get(k).shift().value();
                }
                fullSizes = replicates.fullSizes();
                fullWithout = plus(fullWithout, project(replicates.shiftWithoutFull(), c));
                fullChains = plus(fullChains, project(replicates.shiftOfFullChains(), c));
            }
        }
        if (fullSizes.length > 0) {
            sum.add(
                    Jackknife.variance(shift, fullWithout, fullSizes),
                    Jackknife.varianceOfMean(fullChains),
                    fullSizes.length);
        }
        boolean reading = rows.stream().anyMatch(row -> row.replicates().reading());
        return new Estimate(
                value, reading ? errors : Math.sqrt(sum.total()), Double.NaN, sum.blocks());
    }

    /** The difference of two cells, the first less the second. */
    public static Estimate difference(
            List<SusceptibilityRow> rows,
            int row,
            int pattern,
            int otherRow,
            int otherPattern,
            Part part) {
        double[][] coefficients = new double[rows.size()][rows.getFirst().cells().size()];
        coefficients[row][pattern] += 1;
        coefficients[otherRow][otherPattern] -= 1;
        return of(rows, coefficients, part);
    }

    private static void check(List<SusceptibilityRow> rows, double[][] coefficients) {
        if (coefficients.length != rows.size()) {
            throw new IllegalArgumentException(
                    "A combination needs coefficients for each of the "
                            + rows.size()
                            + " rows, but has them for "
                            + coefficients.length
                            + ".");
        }
        for (int r = 0; r < coefficients.length; r++) {
            if (coefficients[r].length != rows.get(r).cells().size()) {
                throw new IllegalArgumentException(
                        "A combination needs a coefficient for each of the "
                                + rows.get(r).cells().size()
                                + " cells of row "
                                + rows.get(r).component()
                                + ", but has "
                                + coefficients[r].length
                                + ".");
            }
        }
    }

    /** The row's part without each block of its own ensemble. */
    private static double[] without(
            Part part, SusceptibilityRow.Replicates replicates, double[] c, int blocks) {
        double[] fluctuation = project(replicates.fluctuationWithoutOwn(), c);
        double[] shift =
                replicates.shiftWithoutOwn().length == 0
                        ? unknown(blocks)
                        : project(replicates.shiftWithoutOwn(), c);
        return chosen(part, fluctuation, shift);
    }

    /** The row's part in each chain of its own ensemble. */
    private static double[] ofChains(
            Part part, SusceptibilityRow.Replicates replicates, double[] c) {
        double[] fluctuation = project(replicates.fluctuationOfChains(), c);
        double[] shift =
                replicates.shiftOfChains().length == 0
                        ? unknown(fluctuation.length)
                        : project(replicates.shiftOfChains(), c);
        return chosen(part, fluctuation, shift);
    }

    private static double[] chosen(Part part, double[] fluctuation, double[] shift) {
        return switch (part) {
            case FLUCTUATION -> fluctuation;
            case SHIFT -> shift;
            case JOINT -> plus(fluctuation, shift);
        };
    }

    private static double[] unknown(int length) {
        double[] values = new double[length];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static double[] project(double[][] values, double[] c) {
        double[] projected = new double[values.length];
        for (int b = 0; b < projected.length; b++) {
            for (int k = 0; k < c.length; k++) {
                // What has no coefficient takes no part, be it known or not.
                projected[b] += c[k] == 0 ? 0 : c[k] * values[b][k];
            }
        }
        return projected;
    }

    private static double[] plus(double[] a, double[] b) {
        if (a.length == 0) {
            return b;
        }
        double[] sum = new double[a.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }

    /** Variances of independent ensembles, and the degrees of freedom of their sum (Welch). */
    private static final class Variance {
        private double jackknife;
        private double floor;
        private double squares;

        void add(double variance, double chainFloor, int blocks) {
            jackknife += variance;
            floor += chainFloor;
            if (blocks > 1) {
                squares += variance * variance / (blocks - 1);
            }
        }

        double total() {
            return Math.max(jackknife, floor); // NaN if either is
        }

        int blocks() {
            return squares > 0 ? 1 + (int) (jackknife * jackknife / squares) : 0;
        }
    }
}
