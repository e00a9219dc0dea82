package org.chiscope.patterning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.chiscope.data.Pattern;
import org.chiscope.math.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GaugeTest {
    private static final Pattern A = Mixtures.range("a", "source", 0, 10);
    private static final Pattern B = Mixtures.range("b", "source", 10, 14);
    private static final Pattern C = Mixtures.range("c", "source", 14, 30);
    private static final Pattern ODD = Mixtures.pattern("odd", "other", 1, 3, 11, 15, 29);

    private static DataMixture of(Pattern... patterns) {
        return DataMixture.of(List.of(patterns), 30);
    }

    @Test
    void patternsThatLeaveNothingOutHaveNoGauge() {
        assertEquals(List.of(), Gauge.words(of(A, B, ODD)));
        assertEquals(0, of(A, B, ODD).gauge().numCols);
    }

    /** Masses π = (10, 4, 16)/30: Σ π_k q_k = q. No response can answer to π, and no h holds it. */
    @ParameterizedTest
    @EnumSource(Metric.class)
    void aPartitionIsNamedAndTakesNoPart(Metric metric) {
        DataMixture mixture = of(A, B, C, ODD);
        assertEquals(List.of("partition of source"), Gauge.words(mixture));
        double[] masses = {10, 4, 16, 0};
        ResponseMatrix response = Mixtures.response(mixture, 3, 20, RandomStream.of(1));
        for (double change : Mixtures.times(response.matrix(), masses)) {
            assertEquals(0, change, 1e-12);
        }
        Inversion inversion = Mixtures.inversion(response, metric);
        assertEquals(List.of("partition of source"), inversion.gauge());
        assertEquals(3, inversion.numericalRank());
        Solution solution = inversion.solve(Target.of(1, -1, 0.5), Regularization.DEFAULT);
        double along = Mixtures.dot(solution.h(), masses) / Mixtures.norm(masses);
        assertEquals(0, along, 1e-12 * Mixtures.norm(solution.h()));
        assertEquals(1, solution.reached().value(), 1e-9);
    }

    /** With as many components as patterns there is one mode less: rank 3 of 4. */
    @ParameterizedTest
    @EnumSource(Metric.class)
    void theModeThatAPartitionTakesIsNotInverted(Metric metric) {
        ResponseMatrix response = Mixtures.response(of(A, B, C, ODD), 4, 20, RandomStream.of(2));
        Inversion inversion = Mixtures.inversion(response, metric);
        assertEquals(3, inversion.automaticRank());
        double[] h = inversion.solve(Target.of(1, 1, 1, 1), Regularization.ofRank(4)).h();
        assertTrue(Mixtures.norm(h) < 1e3, "the strengths do not burst");
    }

    /** Twins share h evenly by least size, and together have what one has alone. */
    @ParameterizedTest
    @EnumSource(Metric.class)
    void twinsShareEvenly(Metric metric) {
        Pattern twin = Mixtures.range("a again", "other", 0, 10);
        DataMixture mixture = of(A, B, twin, ODD);
        assertEquals(List.of("a is the same as a again"), Gauge.words(mixture));
        Target target = Target.of(1, 0.3, -0.2);
        Solution both =
                Mixtures.inversion(Mixtures.response(mixture, 3, 20, RandomStream.of(3)), metric)
                        .solve(target, Regularization.DEFAULT);
        Solution alone =
                Mixtures.inversion(
                                Mixtures.response(of(A, B, ODD), 3, 20, RandomStream.of(3)), metric)
                        .solve(target, Regularization.DEFAULT);
        assertEquals(both.h()[0], both.h()[2], 1e-10);
        assertEquals(alone.h()[0], both.h()[0] + both.h()[2], 1e-9);
        assertEquals(alone.h()[1], both.h()[1], 1e-9);
        for (int r = 0; r < 3; r++) {
            assertEquals(alone.predicted().get(r).value(), both.predicted().get(r).value(), 1e-9);
        }
        assertEquals(alone.largestStep(), both.largestStep(), 1e-8 * alone.largestStep());
    }

    @ParameterizedTest
    @EnumSource(Metric.class)
    void aPatternThatIsAllOfTheDataIsNamedAndUnused(Metric metric) {
        DataMixture mixture = of(A, Mixtures.range("everything", "all", 0, 30), B);
        assertEquals(List.of("everything is all of the data"), Gauge.words(mixture));
        Solution solution =
                Mixtures.inversion(Mixtures.response(mixture, 2, 20, RandomStream.of(4)), metric)
                        .solve(Target.of(1, 1), Regularization.DEFAULT);
        assertEquals(0, solution.h()[1], 1e-12);
        assertEquals(1, solution.reached().value(), 1e-9);
    }

    /** All of the data alone: every direction is null, and no mode is left. */
    @ParameterizedTest
    @EnumSource(Metric.class)
    void allOfTheDataAloneMovesNothing(Metric metric) {
        DataMixture mixture = of(Mixtures.range("everything", "all", 0, 30));
        assertEquals(List.of("everything is all of the data"), Gauge.words(mixture));
        Solution solution =
                Mixtures.inversion(Mixtures.response(new double[2][1], 20, mixture), metric)
                        .solve(Target.of(1, 1), Regularization.DEFAULT);
        assertTrue(solution.isZero());
        assertEquals(1, solution.unreachable());
    }

    @Test
    void severalAreNamedEach() {
        DataMixture mixture =
                of(
                        A,
                        B,
                        C,
                        Mixtures.range("left", "side", 0, 7),
                        Mixtures.range("right", "side", 7, 30),
                        Mixtures.range("right again", "x", 7, 30),
                        Mixtures.range("all", "y", 0, 30));
        assertEquals(
                List.of(
                        "all is all of the data",
                        "right is the same as right again",
                        "partition of source",
                        "partition of side"),
                Gauge.words(mixture));
    }

    /** Of two families, one refines the other: a + b = ab, with no simpler name. */
    @Test
    void whatHasNoSimplerNameIsACombination() {
        DataMixture mixture = of(A, B, ODD, Mixtures.range("a or b", "unions", 0, 14));
        assertEquals(List.of("combination of a, b, a or b"), Gauge.words(mixture));
    }

    /** As many names as dimensions, however patterns repeat and refine each other. */
    @Property(tries = 300, seed = "1")
    void thereAreAsManyNamesAsDirections(@ForAll @IntRange(max = 1 << 30) int n) {
        RandomStream random = RandomStream.of(6, n);
        List<Pattern> patterns = new ArrayList<>();
        int[] cuts = {0, 3, 7, 8, 14, 22, 30};
        int count = 1 + random.nextInt(9);
        for (int k = 0; k < count; k++) {
            int start = random.nextInt(cuts.length - 1);
            int end = start + 1 + random.nextInt(cuts.length - 1 - start);
            patterns.add(Mixtures.range("p" + k, "f" + random.nextInt(3), cuts[start], cuts[end]));
        }
        DataMixture mixture = DataMixture.of(patterns, 30);
        List<String> words = Gauge.words(mixture);
        assertEquals(mixture.gauge().numCols, words.size(), () -> words.toString());
        assertEquals(words.size(), words.stream().distinct().count());
    }
}
