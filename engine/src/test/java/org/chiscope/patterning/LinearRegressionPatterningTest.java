package org.chiscope.patterning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.chiscope.data.Pattern;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.ExperimentRun;
import org.chiscope.experiment.PatterningData;
import org.chiscope.experiment.Selection;
import org.chiscope.experiment.Verification;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Component;
import org.chiscope.response.LinearRegressionFixture;
import org.chiscope.response.MeanSeries;
import org.chiscope.response.Part;
import org.chiscope.response.SeriesCovariance;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.MalaSettings;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A linear regression of five components and six patterns, w* off the minimum, where the structural
 * coordinates μ(h) are known in closed form at every h: what patterning predicts, and what its
 * verification samples, against these.
 */
class LinearRegressionPatterningTest {
    private static final int COMPONENTS = 5;
    private static final int EXAMPLES = LinearRegressionFixture.EXAMPLES;
    private static final double N_BETA = LinearRegressionFixture.N_BETA;

    @TempDir Path folder;

    private final LinearRegressionFixture fixture = LinearRegressionFixture.wide();
    private final DataMixture mixture = DataMixture.of(fixture.system.patterns(), EXAMPLES);

    private ResponseMatrix exact(Part part) {
        return ResponseMatrix.exact(
                fixture.components.stream().map(Component::name).toList(),
                fixture.patterns.stream().map(Pattern::name).toList(),
                part,
                N_BETA,
                fixture.susceptibilities(part),
                mixture);
    }

    /** q_{εh}(i) ÷ q(i). */
    private double[] weights(double[] h, double epsilon) {
        double[] scaled = Arrays.stream(h).map(x -> epsilon * x).toArray();
        return Arrays.stream(mixture.weights(scaled)).map(w -> EXAMPLES * w).toArray();
    }

    /** ½[μ(εh) − μ(−εh)] of a component, exactly. */
    private double halfDifference(int component, double[] h, double epsilon, Part part) {
        return 0.5
                * (fixture.coordinate(component, weights(h, epsilon), part)
                        - fixture.coordinate(component, weights(h, -epsilon), part));
    }

    /**
     * Ten random targets at full rank, where every one of five components is reached: nβ χ dh
     * equals dμ and the derivative of the exact μ(τ dh) by τ, to 10⁻⁶ of the target's size. By
     * Richardson's step (4 D(ε/2) − D(ε))/3 the difference errs by a multiple of ε⁴; with ε at a
     * thousandth of where weights reach 0 it is far below the bound, and D(ε) alone, which errs by
     * ε², within the bound's root.
     */
    @ParameterizedTest
    @CsvSource({
        "FLUCTUATION, CHI_SQUARED",
        "FLUCTUATION, EUCLIDEAN",
        "JOINT, CHI_SQUARED",
        "JOINT, EUCLIDEAN"
    })
    void thePredictionIsTheDerivativeOfTheExactCoordinates(Part part, Metric metric) {
        boolean[] all = new boolean[COMPONENTS];
        Arrays.fill(all, true);
        Inversion inversion = new Inversion(exact(part), all, metric, RowScaling.RAW);
        assertEquals(COMPONENTS, inversion.automaticRank());
        RandomStream random = RandomStream.of(5, part.ordinal());
        for (int n = 0; n < 10; n++) {
            double[] wanted = new double[COMPONENTS];
            for (int r = 0; r < COMPONENTS; r++) {
                wanted[r] = random.nextGaussian();
            }
            double size = Math.sqrt(Arrays.stream(wanted).map(x -> x * x).sum());
            Solution solution = inversion.solve(Target.of(wanted), Regularization.DEFAULT);
            double epsilon = 1e-3 * solution.largestStep();
            for (int r = 0; r < COMPONENTS; r++) {
                double wide = halfDifference(r, solution.h(), epsilon, part) / epsilon;
                double narrow = halfDifference(r, solution.h(), epsilon / 2, part) / epsilon * 2;
                double derivative = (4 * narrow - wide) / 3;
                double predicted = solution.predicted().get(r).value();
                assertEquals(wanted[r], predicted, 1e-9 * size);
                assertEquals(derivative, predicted, 1e-6 * size);
                assertEquals(wide, predicted, 1e-3 * size);
            }
            assertEquals(1, solution.reached().value(), 1e-9);
            assertEquals(0, solution.unreachable(), 1e-9);
        }
    }

    /**
     * Of a target that is not reached, at rank 2, the prediction is the derivative as well: what a
     * perturbation does, and not what was wanted.
     */
    @ParameterizedTest
    @EnumSource(
            value = Part.class,
            names = {"FLUCTUATION", "JOINT"})
    void aTruncatedSolutionPredictsWhatItDoes(Part part) {
        boolean[] all = new boolean[COMPONENTS];
        Arrays.fill(all, true);
        Inversion inversion = new Inversion(exact(part), all, Metric.CHI_SQUARED, RowScaling.RAW);
        Target target = Target.of(0.1, -0.2, 0.3, 0.1, 0.2);
        Solution solution = inversion.solve(target, new Regularization(2, 0.1));
        double epsilon = 1e-3 * solution.largestStep();
        for (int r = 0; r < COMPONENTS; r++) {
            double wide = halfDifference(r, solution.h(), epsilon, part) / epsilon;
            double narrow = halfDifference(r, solution.h(), epsilon / 2, part) / epsilon * 2;
            assertEquals((4 * narrow - wide) / 3, solution.predicted().get(r).value(), 1e-6 * 0.3);
        }
        assertTrue(solution.reached().value() < 0.99);
    }

    private static final int CHAINS = 8;
    private static final int BLOCK = 100;
    private static final double SHARE = 0.01;
    private static final List<Double> STEPS = List.of(0.4, 1.0);

    /** A finished verification of a random target, and the exact changes of its trials. */
    private final class Resampled {
        final List<MeanSeries> realised = new ArrayList<>();
        final List<Double> truth = new ArrayList<>();

        Resampled(Part part, int number, int draws) throws Exception {
            Experiment experiment =
                    new Experiment(
                            "regression",
                            "model",
                            Selection.all(),
                            Selection.all(),
                            new MalaSettings(0.01, N_BETA, LinearRegressionFixture.LOCALIZATION),
                            CHAINS,
                            new ChainSettings(100, 500, 2),
                            100 + number);
            Path results = folder.resolve("base" + part + number);
            ExperimentRun run = ExperimentRun.create(experiment, fixture.system, results, 2);
            run.start();
            PatterningData data = new PatterningData(run.awaitFinished(), fixture.system, part);
            Verification.Question question = question(data, number, draws);
            Verification.Progress last =
                    new Verification(
                                    data,
                                    fixture.system,
                                    question,
                                    folder.resolve("runs" + part + number),
                                    results,
                                    2)
                            .run(progress -> {});
            for (Verification.Trial trial : last.trials()) {
                realised.addAll(trial.realised());
                for (int r = 0; r < COMPONENTS; r++) {
                    truth.add(halfDifference(r, trial.h(), 1, part));
                }
            }
        }

        /** A random direction, as far as the response is about linear by the first draws. */
        private Verification.Question question(PatterningData data, int number, int draws) {
            RandomStream random = RandomStream.of(9, number);
            double[] wanted = new double[COMPONENTS];
            for (int r = 0; r < COMPONENTS; r++) {
                wanted[r] = random.nextGaussian();
            }
            boolean[] all = new boolean[COMPONENTS];
            Arrays.fill(all, true);
            Target target = Target.of(wanted);
            double[] h =
                    new Inversion(data.whole(), all, Metric.CHI_SQUARED, RowScaling.RAW)
                            .solve(target, Regularization.ofRank(3))
                            .h();
            return new Verification.Question(
                    target.times(0.7 * data.linearUpTo(h)),
                    3,
                    0,
                    Metric.CHI_SQUARED,
                    RowScaling.RAW,
                    Constraints.NONE,
                    STEPS,
                    data.whole().components(),
                    draws);
        }

        /** Places of numbers that depend on each other, set by set. */
        List<List<Integer>> dependent(Part part) {
            int sets = part == Part.FLUCTUATION ? COMPONENTS : 1;
            List<List<Integer>> places = new ArrayList<>();
            for (int set = 0; set < sets; set++) {
                places.add(
                        IntStream.iterate(set, i -> i < truth.size(), i -> i + sets)
                                .boxed()
                                .toList());
            }
            return places;
        }

        /** χ² of these numbers against {@code factor} times the truth. */
        SeriesCovariance.ChiSquared chiSquared(List<Integer> places, double factor) {
            List<MeanSeries> numbers = places.stream().map(realised::get).toList();
            int blocks =
                    numbers.getFirst().series().values().iterator().next().values().stream()
                            .mapToInt(values -> values.length / BLOCK)
                            .sum();
            double[] away =
                    places.stream()
                            .mapToDouble(i -> realised.get(i).value() - factor * truth.get(i))
                            .toArray();
            return SeriesCovariance.chiSquared(
                    away, SeriesCovariance.of(numbers, BLOCK), blocks, SHARE);
        }
    }

    /**
     * What verification samples, ½[μ(h) − μ(−h)] by MALA, against the closed form at that finite h:
     * no linearity is asked for. Targets, each with an experiment of its own seed, are independent.
     * The four trials of a target (two halves, two steps) share random streams, and their errors
     * are nearly proportional; their covariance is taken from B blocks of 100 draws, which are
     * assumed independent and Gaussian, in the p directions that have a hundredth of the noise of
     * the noisiest. T² is then F(p, B − p), and the χ² of the same probability add up to one with
     * the sum of all p as its degrees of freedom: p value &gt; 0.001.
     *
     * <p>Of the fluctuation, components are independent, each a vector of 4. Under JOINT r_h of all
     * components comes from the one full ensemble, so the twenty numbers of a target are one
     * vector. Its covariance is the sum of two, from B blocks each, and by Welch's formula knows no
     * less than B − 1 degrees of freedom, which is what is assumed. r_h is no mean, but e to the
     * difference of logarithms of means: its bias is half its variance, some 10⁻⁴ with some
     * thousand effective draws, a hundredth of its error.
     *
     * <p>Against a truth that is a fifth larger the p value is &lt; 0.001: the test can fail.
     */
    private void check(Part part, int targets, int draws) throws Exception {
        double sum = 0;
        double wrong = 0;
        int numbers = 0;
        for (int number = 0; number < targets; number++) {
            Resampled resampled = new Resampled(part, number, draws);
            for (List<Integer> places : resampled.dependent(part)) {
                SeriesCovariance.ChiSquared one = resampled.chiSquared(places, 1);
                sum += one.value();
                wrong += resampled.chiSquared(places, 1.2).value();
                numbers += one.freedom();
            }
        }
        ChiSquaredDistribution expected = ChiSquaredDistribution.of(numbers);
        assertTrue(expected.survivalProbability(sum) > 0.001, "χ² " + sum);
        assertTrue(expected.survivalProbability(wrong) < 0.001, "wrong χ² " + wrong);
    }

    @ParameterizedTest
    @EnumSource(
            value = Part.class,
            names = {"FLUCTUATION", "JOINT"})
    void resamplingFindsTheExactCoordinatesAtFiniteStrength(Part part) throws Exception {
        check(part, 3, 1000);
    }

    @ParameterizedTest
    @EnumSource(
            value = Part.class,
            names = {"FLUCTUATION", "JOINT"})
    @Tag("long")
    void resamplingFindsThemOverManyTargets(Part part) throws Exception {
        check(part, 10, 4000);
    }
}
