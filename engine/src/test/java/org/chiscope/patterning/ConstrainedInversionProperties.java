package org.chiscope.patterning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.chiscope.math.RandomStream;
import org.ejml.data.DMatrixRMaj;

/**
 * Constrained solutions of random responses: whether they keep to what is asked for, and whether
 * any other that does is better. The objective is that of theory.md's inverse, ‖nβ χ h − dμ‖² +
 * nβ²ρ²s₁² hᵀGh over all modes; it is convex and so are the constraints (but for their number), so
 * that a solution which no feasible point nearby betters is the best.
 */
class ConstrainedInversionProperties {
    private static final double N_BETA = 20;

    private static final class Case {
        final RandomStream random;
        final DataMixture mixture;
        final ResponseMatrix response;
        final Metric metric;
        final Inversion inversion;
        final Regularization regularization;
        final int components;
        final int patterns;
        final double[] wanted;

        Case(int n, Metric metric) {
            this(n, metric, 1);
        }

        /** A target whose free solution goes {@code times} as far as weights allow. */
        Case(int n, Metric metric, double times) {
            random = RandomStream.of(21, n);
            components = 1 + random.nextInt(5);
            patterns = 1 + random.nextInt(5);
            mixture = Mixtures.weighted(random, 15, patterns);
            response = Mixtures.response(mixture, components, N_BETA, random);
            this.metric = metric;
            inversion = Mixtures.inversion(response, metric);
            double[] values = inversion.singularValues();
            Assume.that(values[values.length - 1] > 1e-2 * values[0]);
            double ridge = random.nextInt(2) == 0 ? 0 : 0.1;
            regularization = new Regularization(values.length, ridge);
            double[] some = Mixtures.gaussians(random, components);
            double step = inversion.solve(Target.of(some), regularization).largestStep();
            wanted = Arrays.stream(some).map(x -> times * step * x).toArray();
        }

        Solution free() {
            return inversion.solve(Target.of(wanted), regularization);
        }

        double[] solve(Constraints constraints) {
            return assertInstanceOf(
                            ConstrainedInversion.Solved.class,
                            new ConstrainedInversion(inversion, constraints)
                                    .solve(Target.of(wanted), regularization))
                    .solution()
                    .h();
        }

        /** In units of the target's square. */
        double objective(double[] h) {
            double[] miss = wanted.clone();
            miss = Mixtures.plus(miss, Mixtures.times(response.matrix(), h), -N_BETA);
            double size =
                    metric == Metric.EUCLIDEAN
                            ? Mixtures.dot(h, h)
                            : mixture.chiSquaredDivergence(h);
            double ridge = N_BETA * regularization.ridge() * inversion.singularValues()[0];
            return (Mixtures.dot(miss, miss) + ridge * ridge * size) / Mixtures.dot(wanted, wanted);
        }
    }

    private static boolean keeps(Constraints constraints, DataMixture mixture, double[] h) {
        double divergence = mixture.klDivergence(h);
        return (!constraints.weightsNotNegative()
                        || Arrays.stream(mixture.weights(h)).allMatch(w -> w >= -1e-15))
                && Arrays.stream(h).allMatch(x -> Math.abs(x) <= constraints.largestStrength())
                && (Double.isInfinite(constraints.largestDivergence())
                        || divergence <= constraints.largestDivergence());
    }

    /**
     * No feasible point is better by more than 10⁻⁶ of the target's square: neither points anywhere
     * (random directions, as far as feasible) nor such on the way to them from the solution.
     */
    private static void assertBest(Case one, Constraints constraints, double[] h) {
        double found = one.objective(h);
        for (int trial = 0; trial < 60; trial++) {
            double[] other = Mixtures.gaussians(one.random, one.patterns);
            if (trial % 2 == 0) {
                other = Mixtures.plus(h, other, 0.1 * Mixtures.norm(h));
            }
            while (!keeps(constraints, one.mixture, other)) {
                other = Arrays.stream(other).map(x -> 0.8 * x).toArray();
            }
            for (double share : new double[] {1, 0.1, 0.001}) {
                double[] between = Mixtures.plus(h, Mixtures.plus(other, h, -1), share);
                assertTrue(
                        found <= one.objective(between) + 1e-6,
                        () -> found + " is worse than " + one.objective(between));
            }
        }
    }

    @Property(tries = 100, seed = "1")
    void whatIsKeptAnywayChangesNothing(
            @ForAll @IntRange(max = 1 << 30) int n, @ForAll Metric metric) {
        Case one = new Case(n, metric, 0.9);
        Constraints loose =
                Constraints.DISTRIBUTION
                        .withLargestStrength(1e9)
                        .withLargestDivergence(1e9)
                        .withMostPatterns(one.patterns);
        assertArrayEquals(one.free().h(), one.solve(loose));
    }

    /**
     * Of two modes out of more patterns, many perturbations make the same change. A bound that
     * barely cuts what is found without it barely changes it; a tighter one leaves nothing smaller
     * that makes the same change and keeps to it.
     */
    @Property(tries = 100, seed = "9")
    void ofThoseThatFitAlikeTheSmallestIsTaken(
            @ForAll @IntRange(max = 1 << 30) int n, @ForAll Metric metric) {
        RandomStream random = RandomStream.of(22, n);
        DataMixture mixture = Mixtures.weighted(random, 20, 4 + random.nextInt(3));
        ResponseMatrix response = Mixtures.response(mixture, 3, N_BETA, random);
        Inversion inversion = Mixtures.inversion(response, metric);
        Target target = Target.of(Mixtures.gaussians(random, 3));
        Regularization two = Regularization.ofRank(2);
        double[] free = inversion.solve(target, two).h();
        double largest = Arrays.stream(free).map(Math::abs).max().orElseThrow();
        double[] near =
                bounded(
                        inversion,
                        target,
                        two,
                        Constraints.NONE.withLargestStrength(0.999 * largest));
        assertTrue(
                Mixtures.norm(Mixtures.plus(near, free, -1)) < 0.02 * Mixtures.norm(free),
                () -> Arrays.toString(near) + " is not near " + Arrays.toString(free));
        Constraints tight = Constraints.NONE.withLargestStrength(0.8 * largest);
        double[] h = bounded(inversion, target, two, tight);
        List<double[]> modes = List.of(inversion.spectra().value().modes(2));
        DMatrixRMaj beside = InteriorPoint.nullSpace(modes, h.length);
        for (int trial = 0; trial < 50; trial++) {
            double[] other = h.clone();
            double[] along = Mixtures.gaussians(random, beside.numCols);
            double step = 0.1 * Mixtures.norm(h) * Math.pow(0.8, trial);
            for (int k = 0; k < h.length; k++) {
                for (int j = 0; j < along.length; j++) {
                    other[k] += step * beside.get(k, j) * along[j];
                }
            }
            if (keeps(tight, mixture, other)) {
                double found = size(metric, mixture, h);
                double theirs = size(metric, mixture, other);
                assertTrue(found <= theirs * (1 + 1e-6), () -> found + " is more than " + theirs);
            }
        }
    }

    private static double size(Metric metric, DataMixture mixture, double[] h) {
        return metric == Metric.EUCLIDEAN ? Mixtures.dot(h, h) : mixture.chiSquaredDivergence(h);
    }

    private static double[] bounded(
            Inversion inversion, Target target, Regularization regularization, Constraints bound) {
        return assertInstanceOf(
                        ConstrainedInversion.Solved.class,
                        new ConstrainedInversion(inversion, bound).solve(target, regularization))
                .solution()
                .h();
    }

    @Property(tries = 150, seed = "2")
    void weightsStayAboveZeroAndNothingElseIsBetter(
            @ForAll @IntRange(max = 1 << 30) int n, @ForAll Metric metric) {
        Case one = new Case(n, metric, 3);
        double[] h = one.solve(Constraints.DISTRIBUTION);
        assertTrue(keeps(Constraints.DISTRIBUTION, one.mixture, h));
        assertBest(one, Constraints.DISTRIBUTION, h);
    }

    @Property(tries = 150, seed = "3")
    void strengthsStayWithinTheirBound(
            @ForAll @IntRange(max = 1 << 30) int n, @ForAll Metric metric) {
        Case one = new Case(n, metric);
        double largest = Arrays.stream(one.free().h()).map(Math::abs).max().orElseThrow();
        Constraints bound = Constraints.NONE.withLargestStrength(0.4 * largest);
        double[] h = one.solve(bound);
        assertTrue(keeps(bound, one.mixture, h));
        assertBest(one, bound, h);
    }

    @Property(tries = 100, seed = "4")
    void theDivergenceStaysWithinItsBound(
            @ForAll @IntRange(max = 1 << 30) int n, @ForAll Metric metric) {
        Case one = new Case(n, metric, 0.9);
        Constraints bound = Constraints.NONE.withLargestDivergence(0.3 * one.free().klDivergence());
        double[] h = one.solve(bound);
        assertTrue(keeps(bound, one.mixture, h));
        assertEquals(
                bound.largestDivergence(),
                one.mixture.klDivergence(h),
                1e-4 * bound.largestDivergence());
        assertBest(one, bound, h);
    }

    /** A divergence that only a distribution has, asked of a target that asks for none. */
    @Property(tries = 100, seed = "5")
    void allBoundsTogether(@ForAll @IntRange(max = 1 << 30) int n, @ForAll Metric metric) {
        Case one = new Case(n, metric, 5);
        double largest = Arrays.stream(one.free().h()).map(Math::abs).max().orElseThrow();
        Constraints bounds =
                Constraints.DISTRIBUTION
                        .withLargestStrength(0.3 * largest)
                        .withLargestDivergence(0.5);
        double[] h = one.solve(bounds);
        assertTrue(keeps(bounds, one.mixture, h));
        assertBest(one, bounds, h);
    }

    /** At most m patterns; with those that were chosen, no strengths are better. */
    @Property(tries = 100, seed = "6")
    void atMostSoManyPatterns(@ForAll @IntRange(max = 1 << 30) int n, @ForAll Metric metric) {
        Case one = new Case(n, metric, 2);
        Constraints few = Constraints.DISTRIBUTION.withMostPatterns(2);
        double[] h = one.solve(few);
        assertTrue(IntStream.range(0, one.patterns).filter(k -> h[k] != 0).count() <= 2);
        assertTrue(keeps(few, one.mixture, h));
        double found = one.objective(h);
        assertTrue(found <= 1 + 1e-9, "better than nothing");
        for (int trial = 0; trial < 40; trial++) {
            double[] other = h.clone();
            for (int k = 0; k < other.length; k++) {
                other[k] *= 1 + 0.2 * one.random.nextGaussian();
            }
            if (keeps(few, one.mixture, other)) {
                assertTrue(found <= one.objective(other) + 1e-6);
            }
        }
    }

    /** Fixed rows stand still to 10⁻⁹ nats, also at a bound. */
    @Property(tries = 150, seed = "7")
    void whatIsFixedStaysExactly(@ForAll @IntRange(max = 1 << 30) int n, @ForAll Metric metric) {
        Case one = new Case(n, metric, 2);
        Assume.that(one.components > 1 && one.patterns > 1);
        List<Target.Wish> wishes =
                IntStream.range(0, one.components)
                        .<Target.Wish>mapToObj(
                                r -> r == 1 ? new Target.Fix() : new Target.Change(one.wanted[r]))
                        .toList();
        Target target = new Target(wishes);
        for (Constraints constraints : List.of(Constraints.NONE, Constraints.DISTRIBUTION)) {
            Solution solution =
                    assertInstanceOf(
                                    ConstrainedInversion.Solved.class,
                                    new ConstrainedInversion(one.inversion, constraints)
                                            .solve(target, one.regularization))
                            .solution();
            assertEquals(0, solution.predicted().get(1).value(), 1e-9);
            assertTrue(keeps(constraints, one.mixture, solution.h()));
            // Held as well as can be, it may move: what is fixed costs something of the rest.
            Target held =
                    new Target(
                            wishes.stream()
                                    .map(w -> w instanceof Target.Fix ? new Target.Hold() : w)
                                    .toList());
            Solution free = one.inversion.solve(held, one.regularization);
            if (constraints.isNone() && one.regularization.ridge() == 0) {
                assertTrue(miss(one, free, target) <= miss(one, solution, target) + 1e-9);
            }
            if (one.patterns > one.components && constraints.isNone()) {
                // Enough patterns: what is wanted is had beside.
                assertEquals(
                        free.reached().value(),
                        solution.reached().value(),
                        one.regularization.ridge() == 0 ? 1e-5 : 0.2);
            }
        }
    }

    private static double miss(Case one, Solution solution, Target target) {
        double[] predicted = solution.predicted().stream().mapToDouble(e -> e.value()).toArray();
        double[] miss = Mixtures.plus(predicted, target.changes(), -1);
        return Mixtures.dot(miss, miss) / Mixtures.dot(one.wanted, one.wanted);
    }
}
