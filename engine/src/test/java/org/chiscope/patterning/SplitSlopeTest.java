package org.chiscope.patterning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chiscope.math.RandomStream;
import org.chiscope.response.Estimate;
import org.chiscope.response.MatrixReplicates;
import org.chiscope.response.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Known matrices of 20 components and 12 patterns, seen twice with independent noise in every cell.
 * The change that comes true is exactly linear, and seen with noise as well: the true slope is 1.
 */
class SplitSlopeTest {
    private static final int COMPONENTS = 20;
    private static final int PATTERNS = 12;
    private static final double N_BETA = 3;

    /** A matrix with independent noise of known size, and a target that is solved on it. */
    private static ResponseMatrix half(double[][] truth, double noise, RandomStream random) {
        double[][] seen = new double[COMPONENTS][PATTERNS];
        for (int r = 0; r < COMPONENTS; r++) {
            for (int k = 0; k < PATTERNS; k++) {
                seen[r][k] = truth[r][k] + noise * random.nextGaussian();
            }
        }
        return new ResponseMatrix(
                IntStream.range(0, COMPONENTS).mapToObj(r -> "c" + r).toList(),
                List.of(),
                IntStream.range(0, PATTERNS).mapToObj(k -> "p" + k).toList(),
                Part.FLUCTUATION,
                N_BETA,
                MatrixReplicates.exact(seen),
                List.of(),
                null,
                c -> {
                    double value = 0;
                    double squares = 0;
                    for (int r = 0; r < COMPONENTS; r++) {
                        for (int k = 0; k < PATTERNS; k++) {
                            value += c[r][k] * seen[r][k];
                            squares += c[r][k] * c[r][k];
                        }
                    }
                    return new Estimate(value, noise * Math.sqrt(squares), Double.NaN, 1000);
                });
    }

    private static double[] solve(ResponseMatrix half, double[] target) {
        boolean[] all = new boolean[COMPONENTS];
        Arrays.fill(all, true);
        return new Inversion(half, all, Metric.EUCLIDEAN, RowScaling.RAW)
                .solve(Target.of(target), Regularization.ofRank(PATTERNS))
                .h();
    }

    private static double[] times(double[][] matrix, double[] h) {
        double[] product = new double[COMPONENTS];
        for (int r = 0; r < COMPONENTS; r++) {
            for (int k = 0; k < PATTERNS; k++) {
                product[r] += N_BETA * matrix[r][k] * h[k];
            }
        }
        return product;
    }

    private record Seen(double[][] change, double error) implements SplitSlope.Realised {
        @Override
        public double change(int trial, int component) {
            return change[trial][component];
        }

        @Override
        public Estimate combination(double[][] coefficients) {
            double value = 0;
            double squares = 0;
            for (int i = 0; i < change.length; i++) {
                for (int r = 0; r < COMPONENTS; r++) {
                    value += coefficients[i][r] * change[i][r];
                    squares += coefficients[i][r] * coefficients[i][r];
                }
            }
            return new Estimate(value, error * Math.sqrt(squares), Double.NaN, 1000);
        }
    }

    /**
     * Cells of size 1 with noise 1/SNR in each half, 1,000 replicates. The slope's mean lies within
     * 0.05 of 1 (the bound that was set for it), and the 95 % interval covers 1 as often as it
     * says, to 3 %. The naive slope, of a prediction from the same half, is too small by about
     * 12/SNR² of the target: the more modes are inverted, the more noise is fitted.
     */
    @ParameterizedTest
    @ValueSource(doubles = {4, 10})
    void theSlopeIsUnbiasedWhereTheNaiveOneIsNot(double signalToNoise) {
        int replicates = 1000;
        RandomStream random = RandomStream.of(11, Math.round(signalToNoise));
        double mean = 0;
        double naive = 0;
        double naiveSquares = 0;
        int covered = 0;
        for (int n = 0; n < replicates; n++) {
            double[][] truth = new double[COMPONENTS][PATTERNS];
            for (double[] row : truth) {
                for (int k = 0; k < PATTERNS; k++) {
                    row[k] = random.nextGaussian();
                }
            }
            double[] target = new double[COMPONENTS];
            target[3] = 1;
            ResponseMatrix a = half(truth, 1 / signalToNoise, random);
            ResponseMatrix b = half(truth, 1 / signalToNoise, random);
            List<SplitSlope.Trial> trials =
                    List.of(
                            new SplitSlope.Trial(true, solve(a, target)),
                            new SplitSlope.Trial(false, solve(b, target)));
            double seen = 0.02;
            List<double[]> changes = new ArrayList<>();
            double above = 0;
            double below = 0;
            for (SplitSlope.Trial trial : trials) {
                double[] change = times(truth, trial.h());
                double[] predicted = times((trial.ofFirst() ? a : b).matrix(), trial.h());
                for (int r = 0; r < COMPONENTS; r++) {
                    change[r] += seen * random.nextGaussian();
                    above += predicted[r] * change[r];
                    below += predicted[r] * predicted[r];
                }
                changes.add(change);
            }
            Estimate slope =
                    SplitSlope.of(a, b, trials, new Seen(changes.toArray(double[][]::new), seen));
            mean += slope.value() / replicates;
            naive += above / below / replicates;
            naiveSquares += above / below * above / below;
            covered += Math.abs(slope.value() - 1) <= slope.halfWidth(0.95) ? 1 : 0;
        }
        assertEquals(1, mean, 0.05);
        double error = Math.sqrt(naiveSquares / replicates - naive * naive);
        assertTrue(1 - naive > 5 * error / Math.sqrt(replicates), "naive " + naive);
        if (signalToNoise == 4) {
            assertTrue(1 - naive > 0.05, "naive " + naive);
        }
        assertEquals(0.95, covered / (double) replicates, 0.03);
    }

    @Test
    void whereNothingIsPredictedTheSlopeIsUnknown() {
        double[][] nothing = new double[COMPONENTS][PATTERNS];
        ResponseMatrix half = half(nothing, 0, RandomStream.of(1));
        List<SplitSlope.Trial> trials = List.of(new SplitSlope.Trial(true, new double[PATTERNS]));
        Estimate slope =
                SplitSlope.of(half, half, trials, new Seen(new double[1][COMPONENTS], 0.1));
        assertTrue(Double.isNaN(slope.value()));
    }
}
