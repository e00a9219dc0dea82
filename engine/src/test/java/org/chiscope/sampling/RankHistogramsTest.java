package org.chiscope.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.chiscope.math.RandomStream;
import org.junit.jupiter.api.Test;

class RankHistogramsTest {
    private static final double NORMAL = 1.959963984540054;

    /** Chains x_t = ρ x_{t−1} + √(1 − ρ²) ξ_t in their stationary law. */
    private static double[][] autoregressive(RandomStream random, double rho, int draws) {
        double[][] values = new double[4][draws];
        for (double[] chain : values) {
            double x = random.nextGaussian();
            for (int t = 0; t < draws; t++) {
                chain[t] = x;
                x = rho * x + Math.sqrt(1 - rho * rho) * random.nextGaussian();
            }
        }
        return values;
    }

    @Test
    void ranksAreCountedChainByChain() {
        RankHistograms found =
                RankHistograms.of(new double[][] {{1, 2, 3, 4}, {5, 6, 7, 8}, {}}, 4);
        assertArrayEquals(new double[] {2, 2, 0, 0}, found.counts()[0]);
        assertArrayEquals(new double[] {0, 0, 2, 2}, found.counts()[1]);
        assertArrayEquals(new double[4], found.counts()[2]);
        assertEquals(1, found.expected(0));
    }

    /**
     * Equal draws take the ranks that they fill in equal parts: of 2, 2 and 2 on ranks 1 to 3 the
     * chain that has two of them gets two thirds.
     */
    @Test
    void equalDrawsShareTheirRanks() {
        RankHistograms found = RankHistograms.of(new double[][] {{1, 2}, {2, 2}}, 2);
        assertArrayEquals(new double[] {1 + 1.0 / 3, 2.0 / 3}, found.counts()[0], 1e-12);
        assertArrayEquals(new double[] {2.0 / 3, 4.0 / 3}, found.counts()[1], 1e-12);
        RankHistograms constant = RankHistograms.of(new double[4][10], 5);
        for (double[] chain : constant.counts()) {
            for (double count : chain) {
                assertEquals(constant.expected(0), count, 1e-12);
            }
        }
    }

    /**
     * 20 of 80 ranks drawn without replacement put n p (1 − p)(N − n)/(N − 1) = 20 · 0.2 · 0.8 ·
     * 60/79 = 2.43 into the variance of each of 5 bins; 20,000 counts know it to 1 %.
     */
    @Test
    void meanAndVarianceAreThoseOfUniformRanks() {
        RandomStream random = RandomStream.of(3);
        double sum = 0;
        double squares = 0;
        int repeats = 20_000;
        RankHistograms found = RankHistograms.of(new double[4][20], 5);
        for (int i = 0; i < repeats; i++) {
            found = RankHistograms.of(autoregressive(random, 0, 20), 5);
            double count = found.counts()[i % 4][i % 5];
            sum += count;
            squares += count * count;
        }
        double mean = sum / repeats;
        assertEquals(4, found.expected(1));
        assertEquals(4, mean, 0.05);
        double variance = squares / repeats - mean * mean;
        assertEquals(20 * 0.2 * 0.8 * 60 / 79, variance, 0.05 * variance);
        assertEquals(NORMAL * Math.sqrt(variance), found.halfWidth(1, 1), 0.1);
    }

    /**
     * Neighbouring draws fall into one bin together. With ρ = 0.9 the time is 19, and a band for
     * independent draws would be left by about half of the bins of chains that agree.
     */
    @Test
    void theBandHoldsForCorrelatedDrawsThatAgree() {
        RandomStream random = RandomStream.of(8);
        int bins = 0;
        int outside = 0;
        int outsideOfNarrow = 0;
        for (int i = 0; i < 60; i++) {
            RankHistograms found = RankHistograms.of(autoregressive(random, 0.9, 1000), 10);
            for (int c = 0; c < 4; c++) {
                for (double count : found.counts()[c]) {
                    double away = Math.abs(count - found.expected(c));
                    bins++;
                    outside += away > found.halfWidth(c, 19) ? 1 : 0;
                    outsideOfNarrow += away > found.halfWidth(c, 1) ? 1 : 0;
                }
            }
        }
        assertTrue(outside < 0.06 * bins, outside + " of " + bins);
        assertTrue(outsideOfNarrow > 0.2 * bins, outsideOfNarrow + " of " + bins);
    }

    @Test
    void aChainThatLiesElsewhereLeavesTheBand() {
        double[][] chains = autoregressive(RandomStream.of(5), 0, 400);
        Arrays.setAll(chains[2], t -> chains[2][t] + 1);
        RankHistograms found = RankHistograms.of(chains, 10);
        assertTrue(found.counts()[2][9] > found.expected(2) + found.halfWidth(2, 1));
        assertTrue(found.counts()[2][0] < found.expected(2) - found.halfWidth(2, 1));
    }

    @Test
    void binsAreFewForShortChains() {
        assertEquals(4, RankHistograms.bins(10));
        assertEquals(8, RankHistograms.bins(64));
        assertEquals(20, RankHistograms.bins(100_000));
        assertThrows(IllegalArgumentException.class, () -> RankHistograms.of(new double[4][9], 0));
    }
}
