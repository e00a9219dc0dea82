package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class JackknifeTest {

    /** The mean of 1, 2, 4, 9 is 4 with standard error √(38/3/4): s² = (9 + 4 + 0 + 25)/3. */
    @Test
    void errorOfAMeanIsTheTextbookOne() {
        double[] values = {1, 2, 4, 9};
        double[] without = new double[4];
        for (int j = 0; j < 4; j++) {
            without[j] = (16 - values[j]) / 3;
        }
        assertEquals(38.0 / 12, Jackknife.variance(4, without, new int[] {5, 5, 5, 5}), 1e-12);
        assertEquals(38.0 / 12, Jackknife.varianceOfMean(values), 1e-12);
    }

    /**
     * A weighted mean with sizes 1, 1, 2 of block means 0, 3, 6, estimate 15/4. With h = 4, 4, 2
     * the pseudo-values h θ − (h − 1) θ_(j) are the block means themselves, and Busing's centre is
     * the estimate again: variance = (1/3) Σ (mean_j − 15/4)²/(h_j − 1).
     */
    @Test
    void unequalBlocksAreWeighted() {
        double[] without = {5, 4, 1.5};
        double expected =
                (Math.pow(0 - 3.75, 2) / 3 + Math.pow(3 - 3.75, 2) / 3 + Math.pow(6 - 3.75, 2)) / 3;
        assertEquals(expected, Jackknife.variance(3.75, without, new int[] {1, 1, 2}), 1e-12);
    }

    @Test
    void oneBlockTellsNoError() {
        assertTrue(Double.isNaN(Jackknife.variance(1, new double[] {1}, new int[] {3})));
        assertTrue(Double.isNaN(Jackknife.varianceOfMean(new double[] {1})));
    }
}
