package org.chiscope.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.chiscope.math.RandomStream;
import org.junit.jupiter.api.Test;

class ChainDiagnosticsTest {

    /** Chains x_t = ρ x_{t−1} + √(1 − ρ²) ξ_t, started in their stationary law N(0, 1). */
    private static double[][] autoregressive(double rho, int chains, int draws) {
        double[][] values = new double[chains][draws];
        for (int c = 0; c < chains; c++) {
            RandomStream random = RandomStream.of(17, c);
            double x = random.nextGaussian();
            for (int t = 0; t < draws; t++) {
                values[c][t] = x;
                x = rho * x + Math.sqrt(1 - rho * rho) * random.nextGaussian();
            }
        }
        return values;
    }

    /**
     * 1 + 2 Σ ρ^t = (1 + ρ)/(1 − ρ): 19 for 0.9, 3 for 0.5, 1 for 0. A window of W lags knows it to
     * a relative √(2(2W + 1)/N) (Madras and Sokal, 1988): some 2 % with W = 100 and 800,000 draws.
     */
    @Test
    void autocorrelationTimeIsThatOfAnAutoregression() {
        int draws = 200_000;
        assertEquals(19, ChainDiagnostics.autocorrelationTime(autoregressive(0.9, 4, draws)), 1.5);
        assertEquals(3, ChainDiagnostics.autocorrelationTime(autoregressive(0.5, 4, draws)), 0.15);
        assertEquals(1, ChainDiagnostics.autocorrelationTime(autoregressive(0, 4, draws)), 0.05);
    }

    /** For ρ = −0.5 it is 1/3: the mean of antithetic draws is better than of independent ones. */
    @Test
    void antitheticDrawsCountMoreThanTheirNumber() {
        assertEquals(
                3.0 * 80_000,
                ChainDiagnostics.effectiveSampleSize(autoregressive(-0.5, 4, 20_000)),
                0.1 * 3 * 80_000);
    }

    @Test
    void chainsThatAgreeHaveSplitRHatOne() {
        assertEquals(1, ChainDiagnostics.splitRHat(autoregressive(0.5, 4, 5000)), 0.005);
    }

    /** Two chains of variance 1 a distance 2 apart: halves spread by 4/3, so R̂ = √(1 + 4/3). */
    @Test
    void chainsThatDisagreeHaveALargeSplitRHatAndFewEffectiveDraws() {
        double[][] chains = autoregressive(0, 2, 20_000);
        for (int t = 0; t < chains[1].length; t++) {
            chains[1][t] += 2;
        }
        assertEquals(Math.sqrt(1 + 4.0 / 3), ChainDiagnostics.splitRHat(chains), 0.02);
        assertTrue(ChainDiagnostics.effectiveSampleSize(chains) < 10);
    }

    @Test
    void aTrendWithinOneChainShowsInSplitRHat() {
        double[][] chains = autoregressive(0, 4, 1000);
        for (double[] chain : chains) {
            for (int t = 0; t < chain.length; t++) {
                chain[t] += 4.0 * t / chain.length;
            }
        }
        assertTrue(ChainDiagnostics.splitRHat(chains) > 1.3);
    }

    @Test
    void aConstantOrTooFewDrawsTellNothing() {
        double[][] constant = {{0.1, 0.1, 0.1, 0.1, 0.1}, {0.1, 0.1, 0.1, 0.1, 0.1}};
        assertTrue(Double.isNaN(ChainDiagnostics.autocorrelationTime(constant)));
        assertTrue(Double.isNaN(ChainDiagnostics.splitRHat(constant)));
        assertTrue(Double.isNaN(ChainDiagnostics.splitRHat(new double[][] {{1, 2, 3}})));
        assertTrue(Double.isNaN(ChainDiagnostics.effectiveSampleSize(new double[][] {{1, 2, 3}})));
        assertTrue(Double.isNaN(ChainDiagnostics.effectiveSampleSize(new double[0][])));
    }

    @Test
    void chainsOfDifferentLengthsAreAllUsed() {
        double[][] chains = autoregressive(0.5, 3, 9000);
        chains[1] = Arrays.copyOf(chains[1], 3000);
        chains[2] = Arrays.copyOf(chains[2], 1);
        assertEquals(3, ChainDiagnostics.autocorrelationTime(chains), 0.3);
        assertEquals(12_000 / 3.0, ChainDiagnostics.effectiveSampleSize(chains), 400);
    }

    /** Each chain's own time is 3 for ρ = 0.5, however far apart the chains lie. */
    @Test
    void disagreementDoesNotLengthenTheChainsOwnTime() {
        double[][] chains = autoregressive(0.5, 4, 50_000);
        for (int c = 0; c < chains.length; c++) {
            for (int t = 0; t < chains[c].length; t++) {
                chains[c][t] += 5 * c;
            }
        }
        assertEquals(3, ChainDiagnostics.ownAutocorrelationTime(chains), 0.2);
        assertTrue(ChainDiagnostics.autocorrelationTime(chains) > 100);
        assertTrue(Double.isNaN(ChainDiagnostics.ownAutocorrelationTime(new double[2][9])));
    }

    /**
     * ρ_k = ρ^k. Bartlett (1946): its standard error is at most √((1 + ρ²)/(1 − ρ²)/N), 0.0035 for
     * ρ = 0.9 and 800,000 draws.
     */
    @Test
    void autocorrelationsAreThoseOfAnAutoregression() {
        double[] found = ChainDiagnostics.autocorrelations(autoregressive(0.9, 4, 200_000), 20);
        assertEquals(21, found.length);
        assertEquals(1, found[0]);
        for (int k = 1; k < found.length; k++) {
            assertEquals(Math.pow(0.9, k), found[k], 0.015, "lag " + k);
        }
    }

    @Test
    void autocorrelationsEndWithTheLongestChainAndAreNoneWhereNothingMoves() {
        assertEquals(10, ChainDiagnostics.autocorrelations(autoregressive(0, 2, 10), 99).length);
        assertEquals(0, ChainDiagnostics.autocorrelations(new double[2][50], 9).length);
        assertEquals(0, ChainDiagnostics.autocorrelations(autoregressive(0, 2, 3), 9).length);
    }

    /** The mean of 4 chains has deviation ½, and jumps by 2 after 120 draws: four deviations. */
    @Test
    void aJumpOfTheMeanIsFoundWhereItIs() {
        double[][] chains = autoregressive(0, 4, 200);
        for (double[] chain : chains) {
            for (int t = 120; t < chain.length; t++) {
                chain[t] += 2;
            }
        }
        assertEquals(120, ChainDiagnostics.changePoint(chains), 2);
        assertEquals(-1, ChainDiagnostics.changePoint(new double[4][200]));
        assertEquals(-1, ChainDiagnostics.changePoint(autoregressive(0, 4, 3)));
    }
}
