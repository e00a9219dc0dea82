package org.chiscope.patterning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.math.RandomStream;
import org.chiscope.response.MatrixReplicates;
import org.chiscope.response.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What an inversion answers where there is little to be inverted, or nothing. */
class InversionTest {
    private static final double N_BETA = 20;

    private final DataMixture mixture = Mixtures.random(RandomStream.of(1), 30, 4);

    private ResponseMatrix response(int components) {
        return Mixtures.response(mixture, components, N_BETA, RandomStream.of(2));
    }

    private static void assertNothing(Solution solution, String why) {
        assertArrayEquals(new double[solution.h().length], solution.h());
        assertTrue(solution.isZero());
        assertTrue(solution.whyZero().contains(why), solution.whyZero());
        assertTrue(solution.whyZero().endsWith("."));
        solution.predicted().forEach(change -> assertEquals(0, change.value()));
        assertEquals(Double.POSITIVE_INFINITY, solution.largestStep());
        assertEquals(0, solution.chiSquaredDivergence());
        assertEquals(0, solution.klDivergence());
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void noWantedChangeIsNoPerturbation(Metric metric) {
        Solution solution =
                Mixtures.inversion(response(3), metric)
                        .solve(Target.of(0, 0, 0), Regularization.DEFAULT);
        assertNothing(solution, "No change is wanted");
        assertTrue(Double.isNaN(solution.reached().value()));
        assertEquals(0, solution.unreachable());
    }

    /** Two components that answer alike cannot be moved against each other. */
    @ParameterizedTest
    @EnumSource(Metric.class)
    void aTargetOutOfReachIsNoPerturbation(Metric metric) {
        double[][] one = Mixtures.susceptibilities(mixture, 2, RandomStream.of(3));
        double[][] matrix = {one[0], one[0].clone(), one[1]};
        Solution solution =
                Mixtures.inversion(Mixtures.response(matrix, N_BETA, mixture), metric)
                        .solve(Target.of(1, -1, 0), Regularization.DEFAULT);
        assertEquals(1, solution.unreachable(), 1e-12);
        assertNothing(solution, "No perturbation of these patterns moves what is wanted");
        assertEquals(0, solution.reached().value());
        assertEquals(2, solution.rank());
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void halfOfATargetOutOfReach(Metric metric) {
        double[][] one = Mixtures.susceptibilities(mixture, 1, RandomStream.of(3));
        double[][] matrix = {one[0], one[0].clone()};
        Solution solution =
                Mixtures.inversion(Mixtures.response(matrix, N_BETA, mixture), metric)
                        .solve(Target.of(1, 0), Regularization.DEFAULT);
        assertEquals(0.5, solution.unreachable(), 1e-12);
        assertEquals(0.5, solution.reached().value(), 1e-12);
        assertEquals(0.5, solution.predicted().get(1).value(), 1e-12);
    }

    /** What the modes that are cut off would reach is not out of reach of the patterns. */
    @Test
    void aTargetAlongAModeThatIsCutOff() {
        Inversion inversion = Mixtures.inversion(response(3), Metric.CHI_SQUARED);
        Solution solution = inversion.solve(Target.of(inversion.mode(2)), Regularization.ofRank(2));
        assertEquals(0, solution.unreachable(), 1e-12);
        assertNothing(solution, "modes that are inverted");
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void rankZeroIsNoPerturbation(Metric metric) {
        Solution solution =
                Mixtures.inversion(response(3), metric)
                        .solve(Target.of(1, 2, 3), Regularization.ofRank(0));
        assertNothing(solution, "No mode");
        assertEquals(0, solution.rank());
        assertTrue(Double.isNaN(solution.condition()));
        assertEquals(0, solution.unreachable(), 1e-12);
    }

    /** A matrix that is one more draw of the noise, as large as the others: nothing is inverted. */
    @ParameterizedTest
    @EnumSource(Metric.class)
    void allNoiseIsRankZero(Metric metric) {
        RandomStream random = RandomStream.of(5);
        List<double[][]> noise = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            noise.add(Mixtures.susceptibilities(mixture, 3, random));
        }
        double[][] matrix = Mixtures.susceptibilities(mixture, 3, random);
        ResponseMatrix exact = Mixtures.response(matrix, N_BETA, mixture);
        ResponseMatrix noisy =
                new ResponseMatrix(
                        exact.components(),
                        List.of(),
                        exact.patterns(),
                        Part.FLUCTUATION,
                        N_BETA,
                        MatrixReplicates.exact(matrix),
                        noise,
                        mixture,
                        exact.errors());
        Inversion inversion = Mixtures.inversion(noisy, metric);
        assertEquals(3, inversion.numericalRank());
        assertEquals(0, inversion.automaticRank());
        assertNothing(
                inversion.solve(Target.of(1, 1, 1), Regularization.DEFAULT),
                "No mode rises above the noise");
        assertTrue(
                Mixtures.norm(inversion.solve(Target.of(1, 1, 1), Regularization.ofRank(3)).h())
                        > 0,
                "whoever asks for three modes is given them");
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void aMatrixOfZerosIsNoPerturbation(Metric metric) {
        Inversion inversion =
                Mixtures.inversion(Mixtures.response(new double[2][4], N_BETA, mixture), metric);
        assertEquals(0, inversion.numericalRank());
        Solution solution = inversion.solve(Target.of(1, 0), Regularization.ofRank(2));
        assertNothing(solution, "No mode");
        assertEquals(1, solution.unreachable());
    }

    /** One cell: dh = dμ/(nβ χ), whatever the metric. */
    @ParameterizedTest
    @EnumSource(Metric.class)
    void oneComponentAndOnePattern(Metric metric) {
        DataMixture one = DataMixture.of(List.of(Mixtures.range("p", "f", 0, 5)), 30);
        Solution solution =
                Mixtures.inversion(Mixtures.response(new double[][] {{-0.4}}, N_BETA, one), metric)
                        .solve(Target.of(0.2), Regularization.DEFAULT);
        assertEquals(-0.2 / (N_BETA * 0.4), solution.h()[0], 1e-14);
        assertEquals(0.2, solution.predicted().getFirst().value(), 1e-14);
        assertEquals(1, solution.condition(), 1e-12);
        // h < 0 takes 5 of 30 examples away: 1 + h (30/5 − 1) = 0 at h = −1/5, eight times as far.
        assertEquals(8, solution.largestStep(), 1e-9);
    }

    /** Four components and one pattern: the least squares along its column. */
    @ParameterizedTest
    @EnumSource(Metric.class)
    void moreComponentsThanPatterns(Metric metric) {
        DataMixture one = DataMixture.of(List.of(Mixtures.range("p", "f", 0, 5)), 30);
        double[][] matrix = {{1}, {2}, {-1}, {0}};
        Solution solution =
                Mixtures.inversion(Mixtures.response(matrix, N_BETA, one), metric)
                        .solve(Target.of(1, 0, 0, 1), Regularization.DEFAULT);
        assertEquals(1.0 / (6 * N_BETA), solution.h()[0], 1e-14);
        assertEquals(1, solution.rank());
        assertEquals(1 - 1.0 / 12, solution.unreachable(), 1e-12);
        assertEquals(1.0 / 12, solution.reached().value(), 1e-12);
    }

    /** One component and four patterns, Euclidean: h along the row. */
    @Test
    void morePatternsThanComponents() {
        ResponseMatrix response = response(1);
        double[] row = response.matrix()[0];
        Solution solution =
                Mixtures.inversion(response, Metric.EUCLIDEAN)
                        .solve(Target.of(0.3), Regularization.DEFAULT);
        double square = Mixtures.dot(row, row);
        for (int k = 0; k < 4; k++) {
            assertEquals(0.3 * row[k] / (N_BETA * square), solution.h()[k], 1e-13);
        }
        assertEquals(0, solution.unreachable(), 1e-12);
    }

    /** What is free is not asked after: the others are met exactly, and it follows. */
    @Test
    void freeComponentsFollow() {
        ResponseMatrix response = response(3);
        Target target =
                new Target(List.of(new Target.Change(0.1), new Target.Free(), new Target.Hold()));
        Inversion inversion =
                new Inversion(response, target.active(), Metric.CHI_SQUARED, RowScaling.RAW);
        assertEquals(2, inversion.numericalRank());
        Solution solution = inversion.solve(target, Regularization.DEFAULT);
        assertEquals(0.1, solution.predicted().get(0).value(), 1e-10);
        assertEquals(0, solution.predicted().get(2).value(), 1e-10);
        assertTrue(Math.abs(solution.predicted().get(1).value()) > 1e-3);
        assertEquals(3, inversion.mode(0).length);
        assertEquals(0, inversion.mode(0)[1]);
    }

    @Test
    void ifAllIsFreeNothingIsDone() {
        ResponseMatrix response = response(2);
        Target target = new Target(List.of(new Target.Free(), new Target.Free()));
        ResponseMatrix noisy =
                new ResponseMatrix(
                        response.components(),
                        List.of(),
                        response.patterns(),
                        Part.FLUCTUATION,
                        N_BETA,
                        response.replicates(),
                        List.<double[][]>of(response.matrix()),
                        mixture,
                        response.errors());
        for (ResponseMatrix one : List.of(response, noisy)) {
            Inversion inversion =
                    new Inversion(one, target.active(), Metric.CHI_SQUARED, RowScaling.RAW);
            assertEquals(0, inversion.automaticRank());
            assertNothing(inversion.solve(target, Regularization.DEFAULT), "No change is wanted");
        }
    }

    @Test
    void whatDoesNotFitIsASentence() {
        Inversion inversion = Mixtures.inversion(response(3), Metric.CHI_SQUARED);
        assertSentence(
                "a wish for each of the 3 components",
                () ->
                        new Inversion(
                                response(3), new boolean[2], Metric.CHI_SQUARED, RowScaling.RAW));
        assertSentence(
                "speaks of other components",
                () -> inversion.solve(Target.of(1, 2), Regularization.DEFAULT));
        Target free =
                new Target(List.of(new Target.Change(1), new Target.Free(), new Target.Change(1)));
        assertSentence(
                "speaks of other components", () -> inversion.solve(free, Regularization.DEFAULT));
        assertSentence(
                "a strength for each of the 4 patterns, but has 3",
                () -> inversion.response().predict(new double[3]));
        assertSentence("a number of nats", () -> Target.of(Double.NaN));
        assertSentence("The rank must be at least 0", () -> Regularization.ofRank(-2));
        assertSentence("The ridge must be", () -> new Regularization(1, -0.1));
        assertSentence("The ridge must be", () -> new Regularization(1, Double.NaN));
        assertSentence(
                "the shift alone",
                () ->
                        ResponseMatrix.exact(
                                List.of("c"), List.of("p"), Part.SHIFT, 1, new double[1][1], null));
        assertSentence(
                "needs 2 rows of 4 patterns, but got 2 rows of 3",
                () -> Mixtures.response(new double[2][3], N_BETA, mixture));
    }

    private static void assertSentence(String part, Executable executable) {
        String message =
                String.valueOf(
                        assertThrows(IllegalArgumentException.class, executable).getMessage());
        assertTrue(message.contains(part) && message.endsWith("."), message);
    }
}
