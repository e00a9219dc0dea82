package org.chiscope.patterning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.data.Pattern;
import org.chiscope.response.Cell;
import org.chiscope.response.EnsembleSummary;
import org.chiscope.response.Estimate;
import org.chiscope.response.LinearRegressionFixture;
import org.chiscope.response.NoiseFloor;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityEstimator;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.MalaSettings;
import org.junit.jupiter.api.Test;

/** Response matrices of sampled rows, of which some have no value. */
class ResponseMatrixTest {
    private static final double N_BETA = LinearRegressionFixture.N_BETA;

    private final LinearRegressionFixture fixture = LinearRegressionFixture.wide();
    private final DataMixture mixture =
            DataMixture.of(fixture.patterns, LinearRegressionFixture.EXAMPLES);
    private final List<EnsembleSummary> summaries = new ArrayList<>();
    private final List<SusceptibilityRow> rows = new ArrayList<>();

    ResponseMatrixTest() {
        SusceptibilityEstimator estimator = fixture.estimator(N_BETA);
        EnsembleSummary full = summary(0);
        for (int r = 1; r <= fixture.components.size(); r++) {
            summaries.add(summary(r));
            rows.add(estimator.row(summaries.getLast(), full));
        }
    }

    private EnsembleSummary summary(int ensemble) {
        return fixture.summary(
                fixture.ensembles().get(ensemble),
                new MalaSettings(0.01, N_BETA, LinearRegressionFixture.LOCALIZATION),
                new ChainSettings(60, 200, 2),
                4,
                1);
    }

    private ResponseMatrix matrix(List<SusceptibilityRow> of, Part part, List<double[][]> nulls) {
        return ResponseMatrix.of(
                of,
                fixture.patterns.stream().map(Pattern::name).toList(),
                part,
                N_BETA,
                mixture,
                nulls,
                1);
    }

    /** The row with one cell that has no value. */
    private static SusceptibilityRow without(SusceptibilityRow row, int pattern) {
        List<Cell> cells = new ArrayList<>(row.cells());
        Cell cell = cells.get(pattern);
        cells.set(
                pattern,
                new Cell(
                        Estimate.UNKNOWN,
                        cell.shift(),
                        Estimate.UNKNOWN,
                        cell.draws(),
                        cell.ess(),
                        cell.tokens(),
                        cell.contexts()));
        return new SusceptibilityRow(
                row.component(),
                cells,
                row.lambda(),
                row.diagnostics(),
                row.draws(),
                row.belowCheckpoint(),
                row.shiftUnknown(),
                row.replicates());
    }

    /** A cell without a value takes its row out, which is named; the others are solved as ever. */
    @Test
    void aRowWithoutAValueIsLeftOutAndNamed() {
        List<double[][]> nulls = NoiseFloor.noise(summaries, 1);
        List<SusceptibilityRow> some = new ArrayList<>(rows);
        some.set(1, without(rows.get(1), 3));
        ResponseMatrix holed = matrix(some, Part.FLUCTUATION, nulls);
        assertEquals(List.of("b"), holed.leftOut());
        assertEquals(List.of("a", "c", "d", "e"), holed.components());
        List<double[][]> nullsOfOthers =
                nulls.stream().map(n -> new double[][] {n[0], n[2], n[3], n[4]}).toList();
        List<SusceptibilityRow> others = new ArrayList<>(rows);
        others.remove(1);
        ResponseMatrix whole = matrix(others, Part.FLUCTUATION, nullsOfOthers);
        Inversion found = Mixtures.inversion(holed, Metric.CHI_SQUARED);
        Inversion expected = Mixtures.inversion(whole, Metric.CHI_SQUARED);
        assertEquals(expected.noiseFloor(), found.noiseFloor());
        Target target = Target.of(0.01, 0, -0.01, 0.02);
        Solution solution = found.solve(target, Regularization.ofRank(3));
        assertArrayEquals(expected.solve(target, Regularization.ofRank(3)).h(), solution.h());
        assertTrue(Arrays.stream(solution.h()).allMatch(Double::isFinite));
    }

    @Test
    void withoutAnyValueNothingIsSolved() {
        for (Part part : List.of(Part.FLUCTUATION, Part.JOINT)) {
            List<SusceptibilityRow> none = rows.stream().map(row -> without(row, 0)).toList();
            ResponseMatrix empty = matrix(none, part, NoiseFloor.noise(summaries, 1));
            assertEquals(5, empty.leftOut().size());
            Solution solution =
                    Mixtures.inversion(empty, Metric.CHI_SQUARED)
                            .solve(Target.of(), Regularization.DEFAULT);
            assertTrue(solution.isZero());
            assertArrayEquals(new double[6], solution.h());
        }
    }

    /** JOINT is not known without draws of the full ensemble: every row is left out. */
    @Test
    void withoutTheFullEnsembleOnlyTheFluctuationIsThere() {
        SusceptibilityEstimator estimator = fixture.estimator(N_BETA);
        List<SusceptibilityRow> alone =
                summaries.stream().map(summary -> estimator.row(summary, null)).toList();
        assertEquals(5, matrix(alone, Part.JOINT, List.of()).leftOut().size());
        assertEquals(5, matrix(alone, Part.FLUCTUATION, List.of()).components().size());
    }

    /** A prediction is the sum over cells, with the error of that combination. */
    @Test
    void chosenRowsPredictAsTheWholeDoes() {
        ResponseMatrix whole = matrix(rows, Part.JOINT, List.of());
        double[] h = {0.1, -0.2, 0.05, 0, 0.3, 0.01};
        List<Estimate> predicted = whole.predict(h);
        ResponseMatrix some = whole.only(3, 0);
        assertEquals(List.of("d", "a"), some.components());
        assertEquals(List.of(predicted.get(3), predicted.get(0)), some.predict(h));
        double sum = N_BETA * Mixtures.dot(whole.matrix()[2], h);
        assertEquals(sum, predicted.get(2).value(), 1e-12 * Math.abs(sum));
        assertTrue(predicted.get(2).monteCarloError() > 0);
        assertEquals(whole.matrix()[0][1], some.matrix()[1][1]);
        assertEquals(whole.replicates().groups(), some.replicates().groups());
    }
}
