package org.chiscope.patterning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.chiscope.math.RandomStream;
import org.chiscope.response.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Constraints on problems that can be solved by hand, and where there is nothing to solve. */
class ConstrainedInversionTest {
    private static final double N_BETA = 20;

    private static Solution solve(
            ResponseMatrix response, Metric metric, Constraints constraints, Target target) {
        Inversion inversion = new Inversion(response, target.active(), metric, RowScaling.RAW);
        return assertInstanceOf(
                        ConstrainedInversion.Solved.class,
                        new ConstrainedInversion(inversion, constraints)
                                .solve(target, Regularization.DEFAULT))
                .solution();
    }

    private static ResponseMatrix twoPatterns(double[][] matrix) {
        DataMixture mixture =
                DataMixture.of(
                        List.of(Mixtures.range("a", "f", 0, 5), Mixtures.range("b", "f", 5, 10)),
                        20);
        return Mixtures.response(matrix, N_BETA, mixture);
    }

    /**
     * χ = diag(1, 2)/20, so nβχ = diag(1, 2) and h = (dμ₁, dμ₂/2). A bound of 0.1 cuts the first to
     * 0.1 and leaves the second at 0.05.
     */
    @Test
    void aBoundOnEachStrengthByHand() {
        Solution solution =
                solve(
                        twoPatterns(new double[][] {{0.05, 0}, {0, 0.1}}),
                        Metric.EUCLIDEAN,
                        Constraints.NONE.withLargestStrength(0.1),
                        Target.of(0.5, 0.1));
        assertEquals(0.1, solution.h()[0], 1e-7);
        assertTrue(solution.h()[0] <= 0.1);
        assertEquals(0.05, solution.h()[1], 1e-7);
    }

    /**
     * Patterns of 5 of 20 examples each: the weight in a is 1 + 3h_a − h_b, in b 1 + 3h_b − h_a,
     * beside them 1 − h_a − h_b. Wanted is h = (−1, 0): along h_b = 0 only h_a ≥ −1/3 is left, and
     * the nearest point of the half-plane 3h_a − h_b ≥ −1 is (−1, 0) + 0.2 (3, −1) = (−0.4, −0.2),
     * where b has 1 − 0.6 + 0.4 &gt; 0.
     */
    @Test
    void weightsThatWouldBeNegativeByHand() {
        Solution solution =
                solve(
                        twoPatterns(new double[][] {{0.05, 0}, {0, 0.05}}),
                        Metric.EUCLIDEAN,
                        Constraints.DISTRIBUTION,
                        Target.of(-1, 0));
        assertArrayEquals(new double[] {-0.4, -0.2}, solution.h(), 1e-7);
        assertEquals(1, solution.largestStep(), 1e-7);
        assertTrue(solution.largestStep() >= 1);
    }

    /**
     * One row (1, 1, 1)/20 and the target 3: h = (1, 1, 1) is the smallest of many that fit. With
     * every |h| ≤ 2 nothing changes. With a second row (1, 0, 0)/20 that is to be fixed, h = (0,
     * 1.5, 1.5); a bound of 1.2 then leaves 2.4 of 3, and all of it in both.
     */
    @Test
    void ofThoseThatFitAlikeTheSmallest() {
        ResponseMatrix response =
                ResponseMatrix.exact(
                        List.of("x", "y"),
                        List.of("fx", "fy", "fz"),
                        Part.FLUCTUATION,
                        N_BETA,
                        new double[][] {{0.05, 0.05, 0.05}, {0.05, 0, 0}},
                        null);
        Target free = new Target(List.of(new Target.Change(3), new Target.Free()));
        Target fixed = new Target(List.of(new Target.Change(3), new Target.Fix()));
        assertArrayEquals(
                new double[] {1, 1, 1},
                solve(response, Metric.EUCLIDEAN, Constraints.NONE.withLargestStrength(2), free)
                        .h(),
                1e-7);
        assertArrayEquals(
                new double[] {0, 1.5, 1.5},
                solve(response, Metric.EUCLIDEAN, Constraints.NONE, fixed).h(),
                1e-6);
        assertArrayEquals(
                new double[] {0, 1.2, 1.2},
                solve(response, Metric.EUCLIDEAN, Constraints.NONE.withLargestStrength(1.2), fixed)
                        .h(),
                1e-6);
    }

    /** Of two patterns with columns (1, 0) and (0, 0.9)/20, the target (1, 1.2) asks more of b. */
    @Test
    void onePatternIsTheOneThatHelpsMost() {
        Solution solution =
                solve(
                        twoPatterns(new double[][] {{0.05, 0}, {0, 0.05}}),
                        Metric.EUCLIDEAN,
                        Constraints.NONE.withMostPatterns(1),
                        Target.of(1, 1.2));
        assertEquals(0, solution.h()[0]);
        assertEquals(1.2, solution.h()[1], 1e-8);
    }

    /** (0.05 0.05; 0 0.05): the second row is fixed, so h_b = 0 and h_a = dμ₁. */
    @Test
    void whatIsFixedStaysExactly() {
        ResponseMatrix response = twoPatterns(new double[][] {{0.05, 0.05}, {0.02, 0.05}});
        Target target = new Target(List.of(new Target.Change(0.3), new Target.Fix()));
        Solution solution = solve(response, Metric.CHI_SQUARED, Constraints.NONE, target);
        assertEquals(0, solution.predicted().get(1).value(), 1e-9);
        assertEquals(0.3, solution.predicted().get(0).value(), 1e-6);
    }

    /** Of two components that answer alike one is fixed: nothing is left but h = 0. */
    @Test
    void fixingATwinOfWhatIsWantedIsASentence() {
        ResponseMatrix response = twoPatterns(new double[][] {{0.05, 0.02}, {0.05, 0.02}});
        Target target = new Target(List.of(new Target.Change(0.3), new Target.Fix()));
        Inversion inversion =
                new Inversion(response, target.active(), Metric.CHI_SQUARED, RowScaling.RAW);
        ConstrainedInversion.Infeasible none =
                assertInstanceOf(
                        ConstrainedInversion.Infeasible.class,
                        new ConstrainedInversion(inversion, Constraints.DISTRIBUTION)
                                .solve(target, Regularization.DEFAULT));
        assertTrue(none.why().contains("fixed answer") && none.why().endsWith("."), none.why());
    }

    @Test
    void noWantedChangeOrNoModeIsNoPerturbation() {
        ResponseMatrix response = twoPatterns(new double[][] {{0.05, 0}, {0, 0.1}});
        Constraints tight = Constraints.DISTRIBUTION.withLargestStrength(0.01);
        Solution still = solve(response, Metric.CHI_SQUARED, tight, Target.of(0, 0));
        assertTrue(still.isZero());
        assertTrue(still.whyZero().contains("No change is wanted"), still.whyZero());
        Target fixed = new Target(List.of(new Target.Fix(), new Target.Fix()));
        assertTrue(solve(response, Metric.CHI_SQUARED, tight, fixed).isZero());
        Solution none =
                solve(
                        twoPatterns(new double[2][2]),
                        Metric.CHI_SQUARED,
                        tight,
                        new Target(List.of(new Target.Change(1), new Target.Fix())));
        assertTrue(none.isZero());
        assertTrue(none.whyZero().contains("No mode"), none.whyZero());
    }

    /** A field is on no data: it has bounds on strengths, and weights do not matter. */
    @Test
    void fieldsHaveNoWeights() {
        ResponseMatrix response =
                ResponseMatrix.exact(
                        List.of("x", "y"),
                        List.of("fx", "fy"),
                        Part.FLUCTUATION,
                        N_BETA,
                        new double[][] {{0.05, 0}, {0, 0.05}},
                        null);
        Constraints constraints =
                Constraints.DISTRIBUTION.withLargestDivergence(1e-3).withLargestStrength(5);
        Solution solution = solve(response, Metric.EUCLIDEAN, constraints, Target.of(-3, 8));
        assertArrayEquals(new double[] {-3, 5}, solution.h(), 1e-6);
    }

    /**
     * A probe off the support is only added to, whatever would be wanted of it; and where the
     * divergence is bounded it is not used, as any of it is infinitely far.
     */
    @Test
    void aProbeIsOnlyAdded() {
        DataMixture mixture = Mixtures.withProbe();
        double[][] matrix = Mixtures.susceptibilities(mixture, 4, RandomStream.of(4));
        ResponseMatrix response = Mixtures.response(matrix, N_BETA, mixture);
        for (double sign : new double[] {1, -1}) {
            double[] h = {0.01, 0.02, -0.01, sign * 0.05};
            double[] wanted =
                    Arrays.stream(Mixtures.times(matrix, h)).map(x -> N_BETA * x).toArray();
            Solution solution =
                    solve(response, Metric.CHI_SQUARED, Constraints.NONE, Target.of(wanted));
            if (sign > 0) {
                assertArrayEquals(h, solution.h(), 1e-9);
                assertEquals(Double.POSITIVE_INFINITY, solution.klDivergence());
            } else {
                assertEquals(0, solution.h()[3]);
                assertTrue(solution.largestStep() > 0);
                assertTrue(solution.reached().value() < 1);
            }
            Solution near =
                    solve(
                            response,
                            Metric.CHI_SQUARED,
                            Constraints.NONE.withLargestDivergence(0.01),
                            Target.of(wanted));
            assertEquals(0, near.h()[3]);
            assertTrue(near.klDivergence() <= 0.01, "KL " + near.klDivergence());
            assertTrue(Mixtures.norm(near.h()) > 0);
        }
    }

    @Test
    void boundsWithoutAMeaningAreASentence() {
        assertSentence("bound on h", () -> Constraints.NONE.withLargestStrength(0));
        assertSentence("bound on the divergence", () -> Constraints.NONE.withLargestDivergence(-1));
        assertSentence("bound on the divergence", () -> Constraints.NONE.withLargestDivergence(0));
        assertSentence("At least one pattern", () -> Constraints.NONE.withMostPatterns(0));
    }

    private static void assertSentence(String part, Executable executable) {
        String message =
                String.valueOf(
                        assertThrows(IllegalArgumentException.class, executable).getMessage());
        assertTrue(message.contains(part) && message.endsWith("."), message);
    }
}
