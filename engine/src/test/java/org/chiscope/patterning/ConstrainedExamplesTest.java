package org.chiscope.patterning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chiscope.math.RandomStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Constrained patterning over examples: against patterns of one example each, and by its
 * conditions.
 */
class ConstrainedExamplesTest {
    private static final double N_BETA = 30;
    private static final int COMPONENTS = 4;

    /** Rows of mean 0, as data have them: the response to all of the data is none. */
    private static double[][] matrix(int examples, long seed) {
        RandomStream random = RandomStream.of(seed, examples);
        double[][] matrix = new double[COMPONENTS][examples];
        for (double[] row : matrix) {
            for (int z = 0; z < examples; z++) {
                row[z] = 0.01 * random.nextGaussian();
            }
            double mean = Arrays.stream(row).average().orElse(0);
            for (int z = 0; z < examples; z++) {
                row[z] -= mean;
            }
        }
        return matrix;
    }

    private static boolean[] all() {
        boolean[] all = new boolean[COMPONENTS];
        Arrays.fill(all, true);
        return all;
    }

    private static ExampleInversion inversion(double[][] matrix) {
        return new ExampleInversion(N_BETA, matrix, all(), RowScaling.RAW, List.of());
    }

    /** Such a target that the solution without constraints has weights down to {@code least}. */
    private static Target target(ExampleInversion inversion, double least, boolean fix) {
        Target.Wish second = fix ? new Target.Fix() : new Target.Hold();
        Target unit =
                new Target(
                        List.of(
                                new Target.Change(1),
                                second,
                                new Target.Change(-0.5),
                                new Target.Hold()));
        double step = inversion.solve(unit, Regularization.DEFAULT).largestStep();
        return unit.times((1 - least) * step);
    }

    /** Relative weights, which do not change with what may be added to all h_k. */
    private static double[] byPatterns(
            double[][] matrix, Target target, Constraints constraints, Regularization how) {
        ConstrainedInversion.Outcome outcome =
                new ConstrainedInversion(
                                ExampleInversionTest.byPatterns(matrix, all(), RowScaling.RAW),
                                constraints)
                        .solve(target, how);
        if (outcome instanceof ConstrainedInversion.Solved solved) {
            double[] h = solved.solution().h();
            double sum = Arrays.stream(h).sum();
            return Arrays.stream(h).map(x -> 1 + h.length * x - sum).toArray();
        }
        throw new AssertionError(outcome.toString());
    }

    /**
     * Weights, the divergence, and a fixed component; all modes, two, and a ridge. The barrier of
     * {@link ConstrainedInversion} ends within 10⁻⁶ of its bounds, and near an optimum a change of
     * the size x costs x² only, so that weights agree to 10⁻³ of the largest change. (Bounds on
     * strengths differ: patterns of all data can be shifted by a constant that changes nothing.)
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void theSameAsPatternsOfOneExampleEach(int which) {
        int examples = 30;
        double[][] matrix = matrix(examples, 1);
        ExampleInversion inversion = inversion(matrix);
        Constraints constraints =
                which == 1
                        ? Constraints.NONE.withLargestDivergence(0.05)
                        : Constraints.DISTRIBUTION;
        Regularization how =
                which == 2
                        ? Regularization.ofRank(2)
                        : new Regularization(Regularization.AUTOMATIC, which == 3 ? 0.2 : 0);
        Target target =
                target(
                        inversion,
                        which == 2 || which == 3 ? -3 : which == 5 ? -1 : -0.4,
                        which == 4);
        double[] known = byPatterns(matrix, target, constraints, how);
        double[] found =
                new ConstrainedExamples(inversion, constraints)
                        .solve(target, how)
                        .relativeWeights();
        double[] free = inversion.solve(target, how).relativeWeights();
        double size = 0;
        double moved = 0;
        for (int z = 0; z < examples; z++) {
            size = Math.max(size, Math.abs(known[z] - 1));
            moved = Math.max(moved, Math.abs(free[z] - found[z]));
        }
        assertArrayEquals(known, found, 1e-3 * size);
        assertTrue(moved > 0.02 * size, "the constraints bind: " + moved / size);
    }

    /** Of the least sum of squares on a thousand examples, no bound of strength is broken. */
    @Test
    void strengthsAreBounded() {
        int examples = 1000;
        ExampleInversion inversion = inversion(matrix(examples, 6));
        Target target = target(inversion, 0.5, false);
        double[] free = inversion.solve(target, Regularization.DEFAULT).perturbation();
        double bound = 0.6 * Arrays.stream(free).map(Math::abs).max().orElse(0);
        ExampleSolution solution =
                new ConstrainedExamples(inversion, Constraints.NONE.withLargestStrength(bound))
                        .solve(target, Regularization.DEFAULT);
        double[] h = solution.perturbation();
        assertEquals(bound, Arrays.stream(h).map(Math::abs).max().orElse(0), 1e-12 * bound);
        assertEquals(0, Arrays.stream(h).sum(), 1e-12);
        assertArrayEquals(target.changes(), solution.predicted(), 1e-6 * target.changes()[0]);
        assertOptimal(inversion, solution, -examples * bound, examples * bound);
    }

    /**
     * The conditions of an optimum (Karush, Kuhn and Tucker) on a hundred thousand examples:
     * weights and mass are kept, the target is reached, and changes of weights that are above 0 are
     * those of a sum of rows and a constant, of which the others lie below −1.
     */
    @Test
    void manyExamplesKeepToTheConditionsOfAnOptimum() {
        int examples = 100_000;
        double[][] matrix = matrix(examples, 2);
        ExampleInversion inversion = inversion(matrix);
        Target target = target(inversion, -0.8, false);
        ExampleSolution solution =
                new ConstrainedExamples(inversion, Constraints.DISTRIBUTION)
                        .solve(target, Regularization.DEFAULT);
        double[] weights = solution.relativeWeights();
        assertTrue(Arrays.stream(weights).min().orElseThrow() >= -1e-12);
        assertTrue(Arrays.stream(weights).filter(w -> w < 1e-12).count() > 10);
        assertEquals(examples, Arrays.stream(weights).sum(), 1e-6);
        double[] wanted = target.changes();
        double largest = Arrays.stream(wanted).map(Math::abs).max().orElse(0);
        assertArrayEquals(wanted, solution.predicted(), 1e-6 * largest);
        assertTrue(
                solution.chiSquaredDivergence()
                        > inversion.solve(target, Regularization.DEFAULT).chiSquaredDivergence());
        assertOptimal(inversion, solution, -1, Double.POSITIVE_INFINITY);
    }

    /** Changes between their bounds are a sum of rows and a constant, and the others lie beyond. */
    private static void assertOptimal(
            ExampleInversion inversion, ExampleSolution solution, double low, double high) {
        int examples = inversion.examples();
        double[] changes = Arrays.stream(solution.perturbation()).map(h -> examples * h).toArray();
        double[][] rows = new double[COMPONENTS + 1][];
        for (int r = 0; r < COMPONENTS; r++) {
            rows[r] = inversion.response(r);
        }
        rows[COMPONENTS] = new double[examples];
        Arrays.fill(rows[COMPONENTS], 1);
        int[] moving =
                IntStream.range(0, examples)
                        .filter(z -> changes[z] > low + 1e-9 && changes[z] < high - 1e-9)
                        .toArray();
        assertTrue(moving.length < examples);
        DMatrixRMaj columns = new DMatrixRMaj(moving.length, rows.length);
        DMatrixRMaj values = new DMatrixRMaj(moving.length, 1);
        for (int i = 0; i < moving.length; i++) {
            values.set(i, 0, changes[moving[i]]);
            for (int r = 0; r < rows.length; r++) {
                columns.set(i, r, rows[r][moving[i]]);
            }
        }
        DMatrixRMaj coefficients = new DMatrixRMaj(rows.length, 1);
        assertTrue(CommonOps_DDRM.solve(columns, values, coefficients));
        for (int z = 0; z < examples; z++) {
            double sum = 0;
            for (int r = 0; r < rows.length; r++) {
                sum += coefficients.get(r) * rows[r][z];
            }
            assertEquals(changes[z], Math.min(high, Math.max(low, sum)), 1e-6);
        }
    }

    /** A target beyond all data: the weights go where it is approached most, and no further. */
    @Test
    void whatCannotBeReachedIsApproached() {
        double[][] matrix = matrix(50, 3);
        ExampleInversion inversion = inversion(matrix);
        Target far = target(inversion, -30, false);
        ExampleSolution solution =
                new ConstrainedExamples(inversion, Constraints.DISTRIBUTION)
                        .solve(far, Regularization.DEFAULT);
        double[] known =
                Arrays.stream(
                                byPatterns(
                                        matrix,
                                        far,
                                        Constraints.DISTRIBUTION,
                                        Regularization.DEFAULT))
                        .map(w -> (w - 1) / 50)
                        .toArray();
        assertTrue(Arrays.stream(solution.relativeWeights()).min().orElseThrow() >= -1e-12);
        assertEquals(0, Arrays.stream(solution.perturbation()).sum(), 1e-9);
        assertTrue(solution.reached() > 0.02 && solution.reached() < 0.9, "" + solution.reached());
        assertEquals(
                miss(inversion, matrix, far, known),
                miss(inversion, matrix, far, solution.perturbation()),
                1e-4 * miss(inversion, matrix, far, known));
    }

    private static double miss(
            ExampleInversion inversion, double[][] matrix, Target target, double[] h) {
        double[] wanted = target.changes();
        double squares = 0;
        for (int r = 0; r < matrix.length; r++) {
            double[] response = inversion.response(r);
            double sum = -wanted[r];
            for (int z = 0; z < h.length; z++) {
                sum += response[z] * h[z];
            }
            squares += sum * sum;
        }
        return squares;
    }

    @Test
    void whatKeepsToTheConstraintsIsLeftAsItIs() {
        ExampleInversion inversion = inversion(matrix(40, 4));
        Target target = target(inversion, 0.5, false);
        ExampleSolution free = inversion.solve(target, Regularization.DEFAULT);
        ExampleSolution kept =
                new ConstrainedExamples(inversion, Constraints.DISTRIBUTION)
                        .solve(target, Regularization.DEFAULT);
        assertArrayEquals(free.perturbation(), kept.perturbation());
        Target nothing = target.times(0);
        ConstrainedExamples constrained =
                new ConstrainedExamples(inversion, Constraints.DISTRIBUTION);
        assertTrue(constrained.solve(nothing, Regularization.DEFAULT).isZero());
        assertTrue(constrained.solve(target, Regularization.ofRank(0)).isZero());
    }

    @Test
    void theNumberOfExamplesIsNotBounded() {
        ExampleInversion inversion = inversion(matrix(40, 5));
        IllegalArgumentException refused =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new ConstrainedExamples(
                                        inversion, Constraints.NONE.withMostPatterns(3)));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("Of examples the number"));
    }
}
