package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.chiscope.math.RandomStream;
import org.junit.jupiter.api.Test;

/**
 * Errors of what is computed from means, against their spread over 300 seeds. Draws are
 * autoregressive with coefficient 0.5 and variance 1. With errors that are right the root mean
 * square of z = (found − truth)/error is 1, known to 1/√600 = 4.1 %; 4 chains of 400 draws make
 * some 60 blocks, whose floor and noise widen that by some percent. The bound is 3.5 of these and
 * that: 0.2.
 */
class MeanSeriesTest {
    private static final int SEEDS = 300;
    private static final int CHAINS = 4;
    private static final int DRAWS = 400;
    private static final double BOUND = 0.2;

    /** Chains of x_t = 0.5 x_{t−1} + √0.75 g_t about a mean. */
    private static List<ChainDraws> chains(double mean, double size, long seed, long stream) {
        List<ChainDraws> chains = new ArrayList<>();
        for (int c = 0; c < CHAINS; c++) {
            RandomStream random = RandomStream.of(seed, stream, c);
            double[] values = new double[DRAWS];
            double x = random.nextGaussian();
            for (int t = 0; t < DRAWS; t++) {
                x = 0.5 * x + Math.sqrt(0.75) * random.nextGaussian();
                values[t] = mean + size * x;
            }
            chains.add(new ChainDraws(c, 0, values, new double[0][], DRAWS));
        }
        return chains;
    }

    private static List<ChainDraws> plus(List<ChainDraws> one, List<ChainDraws> other) {
        List<ChainDraws> sum = new ArrayList<>();
        for (int c = 0; c < CHAINS; c++) {
            double[] values = one.get(c).loss();
            for (int t = 0; t < DRAWS; t++) {
                values[t] += other.get(c).loss()[t];
            }
            sum.add(new ChainDraws(c, 0, values, new double[0][], DRAWS));
        }
        return sum;
    }

    private static MeanSeries mean(String ensemble, List<ChainDraws> chains) {
        return MeanSeries.of(ensemble, chains, ChainDraws::loss);
    }

    private static double rootMeanSquare(
            double truth, ToDoubleFunction<Estimate> number, Made made) {
        double squares = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Estimate estimate = made.of(seed).estimate();
            double z = (number.applyAsDouble(estimate) - truth) / estimate.monteCarloError();
            squares += z * z / SEEDS;
        }
        return Math.sqrt(squares);
    }

    private interface Made {
        MeanSeries of(long seed);
    }

    private static void assertHonest(double truth, Made made) {
        assertEquals(1, rootMeanSquare(truth, Estimate::value, made), BOUND);
    }

    /**
     * Two runs that share all but a hundredth of their noise: the error of their difference is that
     * of the hundredth, and so is its spread. Taken for independent, it would be 100 times as
     * large.
     */
    @Test
    void noiseThatTwoRunsShareCancelsInTheirDifference() {
        assertHonest(
                1,
                seed -> {
                    List<ChainDraws> shared = chains(3, 1, seed, 1);
                    MeanSeries up = mean("e", plus(shared, chains(2, 0.01, seed, 2)));
                    return up.minus(mean("e", shared), 0.5);
                });
        List<ChainDraws> shared = chains(3, 1, 1, 1);
        MeanSeries difference =
                mean("e", plus(shared, chains(2, 0.01, 1, 2))).minus(mean("e", shared), 0.5);
        MeanSeries apart = mean("a", shared).minus(mean("b", chains(3, 1, 1, 3)), 0.5);
        assertTrue(
                difference.estimate().monteCarloError()
                        < 0.02 * apart.estimate().monteCarloError());
    }

    /** The product of two means of one ensemble that go together. */
    @Test
    void aProductOfMeansOfOneEnsemble() {
        assertHonest(
                6,
                seed -> {
                    List<ChainDraws> shared = chains(2, 1, seed, 1);
                    MeanSeries one = mean("e", shared);
                    return one.times(mean("e", plus(shared, chains(1, 0.5, seed, 2))));
                });
    }

    /** The product of two means of two ensembles, which are independent. */
    @Test
    void aProductOfMeansOfTwoEnsembles() {
        assertHonest(
                -6,
                seed -> mean("e", chains(2, 1, seed, 1)).times(mean("f", chains(-3, 2, seed, 2))));
    }

    /** A sum over two ensembles of which one occurs twice: 2 e − (e + f)/2 = 1.5 e − 0.5 f. */
    @Test
    void aSumOverTwoEnsembles() {
        assertHonest(
                1.5 * 2 - 0.5 * 4,
                seed -> {
                    MeanSeries e = mean("e", chains(2, 1, seed, 1));
                    MeanSeries f = mean("f", chains(4, 2, seed, 2));
                    MeanSeries half = MeanSeries.sum(List.of(e, f), i -> 0.5);
                    return MeanSeries.sum(List.of(e, half), i -> i == 0 ? 2 : -1);
                });
        MeanSeries e = mean("e", chains(2, 1, 1, 1));
        MeanSeries f = mean("f", chains(4, 2, 1, 2));
        double apart =
                Math.hypot(
                        1.5 * e.estimate().monteCarloError(), 0.5 * f.estimate().monteCarloError());
        Estimate sum = MeanSeries.sum(List.of(e, f), i -> i == 0 ? 1.5 : -0.5).estimate();
        assertEquals(apart, sum.monteCarloError(), 1e-9 * apart);
    }

    /** What has no coefficient takes no part, and of nothing the sum is exactly 0. */
    @Test
    void theSumOfNothing() {
        MeanSeries e = mean("e", chains(2, 1, 1, 1));
        Estimate none = MeanSeries.sum(List.of(e), i -> 0).estimate();
        assertEquals(0, none.value());
        assertEquals(0, none.monteCarloError());
        Estimate nothing = e.minus(e, 1).estimate();
        assertEquals(0, nothing.value());
        assertEquals(0, nothing.monteCarloError());
    }

    @Test
    void onlyChainsThatAllRunsHaveAreCompared() {
        List<ChainDraws> all = chains(2, 1, 1, 1);
        List<List<ChainDraws>> common =
                MeanSeries.common(List.of(all, all.subList(1, 4), all.subList(0, 3)));
        for (List<ChainDraws> run : common) {
            assertEquals(List.of(1, 2), run.stream().map(ChainDraws::chain).toList());
        }
        MeanSeries first = mean("e", all.subList(0, 1));
        Estimate apart = first.minus(mean("e", all.subList(1, 2)), 1).estimate();
        assertTrue(Double.isNaN(apart.monteCarloError()));
    }
}
