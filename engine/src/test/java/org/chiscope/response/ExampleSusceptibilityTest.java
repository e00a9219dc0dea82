package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.chiscope.math.RandomStream;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.SamplerSettings;
import org.junit.jupiter.api.Test;

class ExampleSusceptibilityTest {
    private static final SamplerSettings SAMPLER =
            new MalaSettings(
                    0.01, LinearRegressionFixture.N_BETA, LinearRegressionFixture.LOCALIZATION);

    private final LinearRegressionFixture fixture = new LinearRegressionFixture();
    private final SusceptibilityEstimator estimator =
            fixture.estimator(LinearRegressionFixture.N_BETA);

    private EnsembleSummary summary(int ensemble, int draws) {
        return fixture.summary(
                fixture.ensembles().get(ensemble), SAMPLER, new ChainSettings(50, draws, 2), 4, 11);
    }

    /**
     * χ_{C,k} is the q_k-average of χ_{C,z}. Block statistics of examples are stored as floats of
     * size 1, so the two agree to about 1e-7 of the loss times the spread of φ, not to 1e-16.
     */
    @Test
    void meanOverAPatternIsThePatternsOwn() {
        EnsembleSummary own = summary(1, 403);
        EnsembleSummary full = summary(0, 403);
        SusceptibilityRow row = estimator.row(own, full);
        ExampleSusceptibility examples = estimator.examples(own, full);
        double scale = 0;
        for (double value : examples.fluctuation()) {
            scale = Math.max(scale, Math.abs(value));
        }
        for (int k = 0; k < 2; k++) {
            Cell cell = row.cells().get(k);
            double fluctuation = 0;
            double shift = 0;
            double joint = 0;
            int[] pattern = fixture.patternExamples().get(k);
            for (int z : pattern) {
                fluctuation += examples.fluctuation()[z] / pattern.length;
                shift += examples.shift()[z] / pattern.length;
                joint += examples.joint()[z] / pattern.length;
            }
            assertEquals(cell.fluctuation().value(), fluctuation, 1e-6 * scale);
            assertEquals(cell.shift().value(), shift, 1e-6 * scale);
            assertEquals(cell.joint().value(), joint, 1e-6 * scale);

            ExampleSusceptibility.Estimates again = examples.pattern(pattern);
            assertEquals(cell.fluctuation().value(), again.fluctuation().value(), 1e-6 * scale);
            assertEquals(cell.shift().value(), again.shift().value(), 1e-6 * scale);
            // 16 super-blocks against some 60 blocks: the errors agree as well as two estimates of
            // the same error with 15 degrees of freedom and more can.
            double ratio =
                    again.fluctuation().monteCarloError() / cell.fluctuation().monteCarloError();
            assertTrue(ratio > 0.5 && ratio < 2, "ratio " + ratio);
            assertEquals(16, again.fluctuation().blocks());
        }
    }

    /**
     * Against the closed form, for each of the 48 examples in a component: 40,000 draws. The bound
     * is a tenth of the largest |χ_{C,z}|, some three times the expected error of that one.
     */
    @Test
    void everyExampleAgreesWithTheClosedForm() {
        EnsembleSummary own = summary(1, 10_000);
        EnsembleSummary full = summary(0, 10_000);
        GaussianTruth truth = fixture.truth(fixture.ensembles().get(1), 0);
        GaussianTruth fullTruth = fixture.truth(fixture.ensembles().get(0), 0);
        ExampleSusceptibility examples = estimator.examples(own, full);
        double largest = 0;
        double largestShift = 0;
        for (int z = 0; z < LinearRegressionFixture.EXAMPLES; z++) {
            int[] one = {z};
            largest = Math.max(largest, Math.abs(truth.fluctuation(one)));
            largestShift = Math.max(largestShift, Math.abs(truth.shift(one, fullTruth)));
        }
        for (int z = 0; z < LinearRegressionFixture.EXAMPLES; z++) {
            int[] one = {z};
            assertEquals(truth.fluctuation(one), examples.fluctuation()[z], 0.1 * largest);
            assertEquals(truth.shift(one, fullTruth), examples.shift()[z], 0.25 * largestShift);
        }
    }

    /** 403 draws in 4 super-blocks a chain, and τ far beyond 20: one piece a chain. */
    @Test
    void superBlocksOfSlowChainsArePooled() {
        SamplerSettings slow =
                new MalaSettings(
                        1e-4, LinearRegressionFixture.N_BETA, LinearRegressionFixture.LOCALIZATION);
        EnsembleSummary own =
                fixture.summary(
                        fixture.ensembles().get(1), slow, new ChainSettings(50, 403, 1), 4, 11);
        ExampleSusceptibility examples = estimator.examples(own, null);
        int[] pattern = fixture.patternExamples().getFirst();
        Estimate pooled = examples.pattern(pattern).fluctuation();
        assertEquals(4, pooled.blocks());
        Estimate cell = estimator.row(own, null).cells().getFirst().fluctuation();
        assertEquals(cell.value(), pooled.value(), 1e-5 * Math.abs(cell.value()) + 1e-9);
        assertEquals(cell.monteCarloError(), pooled.monteCarloError(), 1e-8);
    }

    @Test
    void withoutFullDrawsTheShiftIsUnknown() {
        ExampleSusceptibility examples = estimator.examples(summary(1, 50), null);
        assertTrue(Double.isNaN(examples.shift()[0]));
        assertTrue(Double.isNaN(examples.pattern(new int[] {3}).joint().value()));
    }

    /**
     * Σ_z w_z χ_{C,z} is linear in w, a pattern's mean among it; and its error is that of the
     * combination of a matrix's cells, since both leave the same draws out of the same sum.
     */
    @Test
    void aWeightedSumOfExamplesHasTheErrorOfTheCombinationOfTheirCells() {
        ExampleSusceptibility examples = estimator.examples(summary(1, 203), summary(0, 203));
        int size = LinearRegressionFixture.EXAMPLES;
        int[] pattern = fixture.patternExamples().getFirst();
        double[] uniform = new double[size];
        for (int z : pattern) {
            uniform[z] = 1.0 / pattern.length;
        }
        agree(examples.pattern(pattern).fluctuation(), examples.weighted(uniform).fluctuation());
        agree(examples.pattern(pattern).joint(), examples.weighted(uniform).joint());

        RandomStream random = RandomStream.of(5);
        double[] weights = new double[size];
        int[] all = new int[size];
        for (int z = 0; z < size; z++) {
            weights[z] = random.nextGaussian() / size;
            all[z] = z;
        }
        List<SusceptibilityRow> rows = List.of(examples.row("a", all));
        for (Part part : new Part[] {Part.FLUCTUATION, Part.JOINT}) {
            ExampleSusceptibility.Estimates sums = examples.weighted(weights);
            Estimate sum = part == Part.JOINT ? sums.joint() : sums.fluctuation();
            agree(CellCombination.of(rows, new double[][] {weights}, part), sum);
            double[] values = part == Part.JOINT ? examples.joint() : examples.fluctuation();
            double plain = 0;
            for (int z = 0; z < size; z++) {
                plain += weights[z] * values[z];
            }
            assertEquals(plain, sum.value(), 1e-10 * Math.abs(plain) + 1e-15);
        }
    }

    private static void agree(Estimate expected, Estimate found) {
        assertEquals(expected.value(), found.value(), 1e-9 * Math.abs(expected.value()) + 1e-15);
        assertEquals(
                expected.monteCarloError(),
                found.monteCarloError(),
                1e-7 * expected.monteCarloError());
    }

    @Test
    void valuesAndErrorsOfAllExamplesAreThoseOfPatternsOfOne() {
        ExampleSusceptibility examples = estimator.examples(summary(1, 203), summary(0, 203));
        for (Part part : Part.values()) {
            double[] values = examples.values(part);
            double[] errors = examples.errors(part);
            for (int z = 0; z < values.length; z++) {
                ExampleSusceptibility.Estimates one = examples.pattern(new int[] {z});
                Estimate estimate =
                        switch (part) {
                            case FLUCTUATION -> one.fluctuation();
                            case SHIFT -> one.shift();
                            case JOINT -> one.joint();
                        };
                assertEquals(estimate.monteCarloError(), errors[z]);
                assertEquals(estimate.value(), values[z], 1e-6 * Math.abs(values[z]) + 1e-12);
            }
        }
    }
}
