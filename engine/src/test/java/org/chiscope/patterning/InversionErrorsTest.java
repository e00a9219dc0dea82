package org.chiscope.patterning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.data.Pattern;
import org.chiscope.response.EnsembleSummary;
import org.chiscope.response.Estimate;
import org.chiscope.response.LinearRegressionFixture;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityEstimator;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.MalaSettings;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Errors of what is inverted, against its spread over the seeds of MALA on the regression: each of
 * 120 seeds is a matrix of 5 components and 6 patterns from 8 chains. Two modes are inverted, whose
 * singular values are known to a tenth, and lie that far from the third.
 */
class InversionErrorsTest {
    private static final double N_BETA = LinearRegressionFixture.N_BETA;
    private static final int SEEDS = 120;

    private static final Target TARGET = Target.of(0.01, 0.01, 0.005, -0.01, -0.02);

    private static final LinearRegressionFixture FIXTURE = LinearRegressionFixture.wide();
    private static final DataMixture MIXTURE =
            DataMixture.of(FIXTURE.patterns, LinearRegressionFixture.EXAMPLES);
    private static final List<List<SusceptibilityRow>> ROWS = new ArrayList<>();

    /** The rows of every seed, which all tests share. */
    @BeforeAll
    static void sample() {
        SusceptibilityEstimator estimator = FIXTURE.estimator(N_BETA);
        for (int seed = 0; seed < SEEDS; seed++) {
            EnsembleSummary full = summary(0, 500 + seed);
            List<SusceptibilityRow> rows = new ArrayList<>();
            for (int r = 1; r <= FIXTURE.components.size(); r++) {
                rows.add(estimator.row(summary(r, 500 + seed), full));
            }
            ROWS.add(rows);
        }
    }

    private static EnsembleSummary summary(int ensemble, long seed) {
        return FIXTURE.summary(
                FIXTURE.ensembles().get(ensemble),
                new MalaSettings(0.01, N_BETA, LinearRegressionFixture.LOCALIZATION),
                new ChainSettings(60, 400, 2),
                8,
                seed);
    }

    private static List<String> patternNames() {
        return FIXTURE.patterns.stream().map(Pattern::name).toList();
    }

    private static Inversion inversion(Part part, int seed) {
        return Mixtures.inversion(
                ResponseMatrix.of(
                        ROWS.get(seed), patternNames(), part, N_BETA, MIXTURE, List.of(), seed),
                Metric.CHI_SQUARED);
    }

    /**
     * The root mean square error over the standard deviation over seeds, of dh at rank 2, at rank 1
     * with a ridge, and of the two singular values. The standard deviation is known to 1/√240 = 6.5
     * %, and the floor of 8 chains makes errors about a tenth larger: the ratio is to lie between 1
     * − 3.5 · 6.5 % and 1.1 + 3.5 · 6.5 %.
     */
    @ParameterizedTest
    @EnumSource(
            value = Part.class,
            names = {"FLUCTUATION", "JOINT"})
    void errorsAreThoseThatSeedsShow(Part part) {
        List<double[]> found = new ArrayList<>();
        List<double[]> errors = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Inversion inversion = inversion(part, seed);
            Solution whole = inversion.solve(TARGET, Regularization.ofRank(2));
            Solution some = inversion.solve(TARGET, new Regularization(1, 0.3));
            found.add(numbers(whole, some, inversion.singularValues(), false));
            errors.add(numbers(whole, some, inversion.singularValueErrors(), true));
        }
        for (int i = 0; i < found.getFirst().length; i++) {
            double ratio = ratio(found, errors, i);
            assertTrue(ratio > 0.77 && ratio < 1.33, "number " + i + ": " + ratio);
        }
    }

    /** The root mean square error of number {@code at} over its standard deviation over seeds. */
    private static double ratio(List<double[]> found, List<double[]> errors, int at) {
        double mean = found.stream().mapToDouble(x -> x[at]).average().orElseThrow();
        double spread =
                found.stream().mapToDouble(x -> (x[at] - mean) * (x[at] - mean)).sum()
                        / (SEEDS - 1);
        double error = errors.stream().mapToDouble(x -> x[at] * x[at]).average().orElseThrow();
        return Math.sqrt(error / spread);
    }

    /**
     * The same where a bound binds: the strongest h of the truth is cut to 0.6 of it, and the truth
     * has no other near the bound. What is cut has no error, at least in most seeds; the others'
     * lie within the bounds of the test above.
     */
    @Test
    void errorsUnderABoundAreThoseThatSeedsShow() {
        double[] truth = bounded(exact(Part.FLUCTUATION), Double.POSITIVE_INFINITY).h();
        double bound = 0.6 * Arrays.stream(truth).map(Math::abs).max().orElseThrow();
        double[] cut = bounded(exact(Part.FLUCTUATION), bound).h();
        List<double[]> found = new ArrayList<>();
        List<double[]> errors = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Solution solution = bounded(inversion(Part.FLUCTUATION, seed), bound);
            found.add(solution.h());
            errors.add(
                    solution.perturbation().stream()
                            .mapToDouble(Estimate::monteCarloError)
                            .toArray());
        }
        int bind = 0;
        for (int k = 0; k < cut.length; k++) {
            int at = k;
            if (Math.abs(cut[k]) > bound * (1 - 1e-6)) {
                bind++;
                double[] sorted = errors.stream().mapToDouble(x -> x[at]).sorted().toArray();
                assertEquals(0, sorted[SEEDS / 2], 1e-6);
            } else {
                assertTrue(
                        ratio(found, errors, at) > 0.77,
                        "h " + k + ": " + ratio(found, errors, at));
                assertTrue(
                        ratio(found, errors, at) < 1.33,
                        "h " + k + ": " + ratio(found, errors, at));
            }
        }
        assertEquals(1, bind);
    }

    private static Solution bounded(Inversion inversion, double bound) {
        return assertInstanceOf(
                        ConstrainedInversion.Solved.class,
                        new ConstrainedInversion(
                                        inversion, Constraints.NONE.withLargestStrength(bound))
                                .solve(TARGET, Regularization.ofRank(2)))
                .solution();
    }

    private static Inversion exact(Part part) {
        return Mixtures.inversion(
                Mixtures.response(FIXTURE.susceptibilities(part), N_BETA, MIXTURE),
                Metric.CHI_SQUARED);
    }

    private static double[] numbers(
            Solution whole, Solution part, double[] values, boolean errors) {
        List<Double> numbers = new ArrayList<>();
        for (Solution solution : List.of(whole, part)) {
            solution.perturbation()
                    .forEach(dh -> numbers.add(errors ? dh.monteCarloError() : dh.value()));
        }
        Arrays.stream(values).limit(2).forEach(numbers::add);
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * The mean over seeds is the truth, to the spread's 1/√120 and to second order in the errors:
     * twice their share's square.
     */
    @ParameterizedTest
    @EnumSource(
            value = Part.class,
            names = {"FLUCTUATION", "JOINT"})
    void theInverseIsThatOfTheClosedForm(Part part) {
        double[] truth = exact(part).solve(TARGET, Regularization.ofRank(2)).h();
        int patterns = truth.length;
        double[] sum = new double[patterns];
        double[] squares = new double[patterns];
        for (int seed = 0; seed < SEEDS; seed++) {
            double[] h = inversion(part, seed).solve(TARGET, Regularization.ofRank(2)).h();
            for (int k = 0; k < patterns; k++) {
                sum[k] += h[k] / SEEDS;
                squares[k] += (h[k] - truth[k]) * (h[k] - truth[k]) / SEEDS;
            }
        }
        double all = Arrays.stream(squares).sum();
        assertTrue(all < 0.1 * Mixtures.dot(truth, truth), "errors of the size of the truth");
        for (int k = 0; k < patterns; k++) {
            assertEquals(
                    truth[k],
                    sum[k],
                    3.5 * Math.sqrt(squares[k] / SEEDS) + 2 * all / Mixtures.norm(truth));
        }
    }
}
