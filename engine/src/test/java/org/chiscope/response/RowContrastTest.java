package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowContrastTest {

    /**
     * Rows (3, 4) and (0, 2) have shares 4/5 and 1 on the second pattern. Each has two blocks of 10
     * draws; without block 0 and 1 the first row is (4, 3) and (3, 4), shares 0.6 and 0.8, so by
     * the jackknife of two equal blocks its variance is ½(0.6 − 0.7)² + ½(0.8 − 0.7)² = 0.01; the
     * other does not change. The group's mean of two rows halves the first row's deviation.
     */
    @Test
    void theDifferenceAndItsErrorAreThoseWorkedOutByHand() {
        SusceptibilityRow first = row(new double[] {3, 4}, new double[][] {{4, 3}, {3, 4}});
        SusceptibilityRow steady = row(new double[] {0, 2}, new double[][] {{0, 2}, {0, 2}});
        SusceptibilityRow other = row(new double[] {5, 0}, new double[][] {{5, 0}, {5, 0}});
        Estimate difference = RowContrast.difference(List.of(first, steady), List.of(other), 1);
        assertEquals(0.9, difference.value(), 1e-12);
        assertEquals(0.05, difference.monteCarloError(), 1e-12);
        assertEquals(2, difference.blocks());
    }

    @Test
    void anEmptyGroupIsRefused() {
        SusceptibilityRow one = row(new double[] {1, 1}, new double[][] {{1, 1}, {1, 1}});
        assertThrows(
                IllegalArgumentException.class,
                () -> RowContrast.difference(List.of(), List.of(one), 0));
    }

    private static SusceptibilityRow row(double[] values, double[][] without) {
        List<Cell> cells =
                java.util.Arrays.stream(values)
                        .mapToObj(
                                value ->
                                        new Cell(
                                                new Estimate(value, 1, 1, 2),
                                                Estimate.UNKNOWN,
                                                Estimate.UNKNOWN,
                                                20,
                                                20,
                                                1,
                                                1))
                        .toList();
        return new SusceptibilityRow(
                "row",
                cells,
                Estimate.UNKNOWN,
                new EnsembleSummary.Diagnostics(1, 20, 1, 1, 0, 2, 2),
                20,
                false,
                null,
                new SusceptibilityRow.Replicates(
                        without,
                        new double[0][],
                        new double[0][],
                        new double[0][],
                        new double[0][],
                        new double[0][],
                        new int[] {10, 10},
                        new int[0],
                        false));
    }
}
