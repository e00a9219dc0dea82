package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;
import org.chiscope.math.RandomStream;
import org.junit.jupiter.api.Test;

class FalseDiscoveryTest {
    private static final int BLOCKS = 20;

    /** An estimate whose two-sided p value is {@code p}. */
    private static Estimate withP(double p) {
        double t = TDistribution.of(BLOCKS - 1.0).inverseSurvivalProbability(p / 2);
        return new Estimate(-t * 0.3, 0.3, Double.NaN, BLOCKS);
    }

    @Test
    void aPValueIsThatOfStudentsT() {
        assertEquals(0.0123, FalseDiscovery.pValue(withP(0.0123)), 1e-9);
    }

    /**
     * The example of Benjamini and Hochberg (1995, section 3.2): 15 p values, of which the
     * procedure at 5 % names the four smallest (Bonferroni's names three).
     */
    @Test
    void theExampleOfThePaper() {
        double[] p = {
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
            0.5719, 0.6528, 0.7590, 0.9999
        };
        List<Estimate> estimates = new ArrayList<>();
        boolean[] expected = new boolean[p.length];
        for (int i = 0; i < p.length; i++) {
            int shuffled = 7 * i % p.length;
            estimates.add(withP(p[shuffled]));
            expected[i] = shuffled < 4;
        }
        assertArrayEquals(expected, FalseDiscovery.of(estimates, 0.05));
    }

    /**
     * Without any signal the chance of a discovery at all is the rate itself, 5 %, for independent
     * cells: 2,000 matrices of 50 cells know it to 0.5 %, and the bound is four times that.
     */
    @Test
    void withoutSignalTheRateIsKept() {
        RandomStream random = RandomStream.of(8);
        int named = 0;
        for (int matrix = 0; matrix < 2_000; matrix++) {
            List<Estimate> cells = new ArrayList<>();
            for (int cell = 0; cell < 50; cell++) {
                cells.add(withP(1 - random.nextDouble()));
            }
            for (boolean found : FalseDiscovery.of(cells, 0.05)) {
                if (found) {
                    named++;
                    break;
                }
            }
        }
        assertEquals(0.05, named / 2_000.0, 0.02);
    }

    @Test
    void cellsWithoutAnErrorAreNeverNamedAndDoNotCount() {
        List<Estimate> cells =
                List.of(
                        Estimate.UNKNOWN,
                        withP(0.04),
                        new Estimate(3, Double.NaN, Double.NaN, 4),
                        new Estimate(3, 0, Double.NaN, 4));
        assertArrayEquals(
                new boolean[] {false, true, false, false}, FalseDiscovery.of(cells, 0.05));
        assertEquals(0, FalseDiscovery.of(List.of(), 0.05).length);
        assertThrows(IllegalArgumentException.class, () -> FalseDiscovery.of(cells, 1));
        assertTrue(Double.isNaN(FalseDiscovery.pValue(Estimate.UNKNOWN)));
    }
}
