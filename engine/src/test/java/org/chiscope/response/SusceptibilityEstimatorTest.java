package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.chiscope.math.RandomStream;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.Ensemble;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.SamplerSettings;
import org.junit.jupiter.api.Test;

/** The estimators as formulas; {@link LinearRegressionExactnessTest} shows that they are right. */
class SusceptibilityEstimatorTest {
    private static final SamplerSettings SAMPLER =
            new MalaSettings(
                    0.01, LinearRegressionFixture.N_BETA, LinearRegressionFixture.LOCALIZATION);
    private static final ChainSettings SETTINGS = new ChainSettings(50, 205, 1);

    private final LinearRegressionFixture fixture = new LinearRegressionFixture();
    private final SusceptibilityEstimator estimator =
            fixture.estimator(LinearRegressionFixture.N_BETA);
    private final Ensemble fullEnsemble = fixture.ensembles().get(0);
    private final Ensemble component = fixture.ensembles().get(1);

    private EnsembleSummary summary(Ensemble ensemble, List<ChainSnapshot> chains) {
        return Objects.requireNonNull(estimator.summarise(ensemble.name(), chains));
    }

    private List<ChainSnapshot> chains(Ensemble ensemble) {
        return fixture.sample(ensemble, SAMPLER, SETTINGS, 4, 7);
    }

    /** φ and the contrasts of all draws, those in [start, end) of one chain left out. */
    private static double[][] pooled(List<ChainSnapshot> chains, int chain, int start, int end) {
        List<double[]> rows = new ArrayList<>();
        for (ChainSnapshot snapshot : chains) {
            ChainDraws draws = snapshot.draws();
            for (int t = 0; t < draws.draws(); t++) {
                if (draws.chain() != chain || t < start || t >= end) {
                    rows.add(
                            new double[] {
                                draws.observable()[t], draws.contrast(0)[t], draws.contrast(1)[t]
                            });
                }
            }
        }
        double[][] columns = new double[3][rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < 3; j++) {
                columns[j][i] = rows.get(i)[j];
            }
        }
        return columns;
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double covariance(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - mean(a)) * (b[i] - mean(b));
        }
        return sum / (a.length - 1);
    }

    @Test
    void valuesAreTheDefinitionsOverAllDraws() {
        List<ChainSnapshot> own = chains(component);
        List<ChainSnapshot> full = chains(fullEnsemble);
        SusceptibilityRow row = estimator.row(summary(component, own), summary(fullEnsemble, full));
        double[][] c = pooled(own, -1, 0, 0);
        double[][] f = pooled(full, -1, 0, 0);
        for (int k = 0; k < 2; k++) {
            Cell cell = row.cells().get(k);
            double fluctuation = -covariance(c[0], c[k + 1]);
            double shift = -mean(c[0]) * (mean(c[k + 1]) - mean(f[k + 1]));
            assertEquals(fluctuation, cell.fluctuation().value(), 1e-15);
            assertEquals(shift, cell.shift().value(), 1e-15);
            assertEquals(fluctuation + shift, cell.joint().value(), 1e-15);
            assertEquals(820, cell.draws());
            assertEquals(fixture.patternExamples().get(k).length, cell.tokens());
            assertEquals(cell.tokens(), cell.contexts());
        }
        assertEquals(LinearRegressionFixture.N_BETA * mean(c[0]), row.lambda().value(), 1e-12);
    }

    @Test
    void replicatesAreTheEstimatesWithoutEachBlock() {
        List<ChainSnapshot> own = chains(component);
        List<ChainSnapshot> full = chains(fullEnsemble);
        SusceptibilityRow row = estimator.row(summary(component, own), summary(fullEnsemble, full));
        SusceptibilityRow.Replicates replicates = row.replicates();
        double[][] allFull = pooled(full, -1, 0, 0);
        double[][] all = pooled(own, -1, 0, 0);

        int start = 0;
        int chain = 0;
        for (int b = 0; b < replicates.ownSizes().length; b++) {
            int end = start + replicates.ownSizes()[b];
            double[][] left = pooled(own, chain, start, end);
            for (int k = 0; k < 2; k++) {
                assertEquals(
                        -covariance(left[0], left[k + 1]),
                        replicates.fluctuationWithoutOwn()[b][k],
                        1e-15);
                assertEquals(
                        -mean(left[0]) * (mean(left[k + 1]) - mean(allFull[k + 1])),
                        replicates.shiftWithoutOwn()[b][k],
                        1e-15);
            }
            start = end;
            if (start == SETTINGS.draws()) {
                start = 0;
                chain++;
            }
        }
        assertEquals(4, chain);

        start = 0;
        chain = 0;
        for (int b = 0; b < replicates.fullSizes().length; b++) {
            int end = start + replicates.fullSizes()[b];
            double[][] left = pooled(full, chain, start, end);
            for (int k = 0; k < 2; k++) {
                assertEquals(
                        -mean(all[0]) * (mean(all[k + 1]) - mean(left[k + 1])),
                        replicates.shiftWithoutFull()[b][k],
                        1e-15);
            }
            start = end;
            if (start == SETTINGS.draws()) {
                start = 0;
                chain++;
            }
        }
    }

    /**
     * Every example is a context of its own, so the bootstrap's error of λ̂ is nβ times the
     * standard deviation of ⟨ℓ_z⟩ − ℓ_z(w*) over the 48 examples ÷ √48. 200 resamples know it to 5
     * %; the bound is 4 of these.
     */
    @Test
    void lambdaHasADataErrorWhereTheCheckpointsLossesAreKnown() {
        List<ChainSnapshot> own = chains(component);
        assertTrue(Double.isNaN(estimator.row(summary(component, own), null).lambda().dataError()));
        float[] checkpointLosses = new float[LinearRegressionFixture.EXAMPLES];
        fixture.system
                .view(component.moving(), 1)
                .exampleLosses(fixture.checkpoint, checkpointLosses);
        SusceptibilityEstimator knowing =
                new SusceptibilityEstimator(
                        fixture.patternExamples(),
                        fixture.system.contextOfExample(),
                        LinearRegressionFixture.EXAMPLES,
                        EstimatorSettings.of(LinearRegressionFixture.N_BETA),
                        1,
                        checkpointLosses);
        double[] rise = new double[LinearRegressionFixture.EXAMPLES];
        for (ChainSnapshot chain : own) {
            for (ExampleBlock block : chain.exampleBlocks()) {
                for (int z = 0; z < rise.length; z++) {
                    double share = block.draws() / 820.0;
                    rise[z] += share * (block.meanLoss().get(z) - checkpointLosses[z]);
                }
            }
        }
        double expected =
                LinearRegressionFixture.N_BETA * Math.sqrt(covariance(rise, rise) / rise.length);
        double found = knowing.row(summary(component, own), null).lambda().dataError();
        assertEquals(expected, found, 0.2 * expected);
    }

    @Test
    void blocksOfTheFullEnsembleAreTheSameInEveryRow() {
        EnsembleSummary full = summary(fullEnsemble, chains(fullEnsemble));
        int[][] sizes = new int[2][];
        for (int c = 0; c < 2; c++) {
            Ensemble ensemble = fixture.ensembles().get(c + 1);
            sizes[c] =
                    estimator
                            .row(summary(ensemble, chains(ensemble)), full)
                            .replicates()
                            .fullSizes();
        }
        assertArrayEquals(sizes[0], sizes[1]);
    }

    @Test
    void blocksAreLongerThanFiveAutocorrelationTimesAndMadeOfWholeSmallOnes() {
        EnsembleSummary summary = summary(component, chains(component));
        double longest = summary.diagnostics().longestAutocorrelationTime();
        int[] sizes = summary.blocks().draws();
        for (int b = 0; b < sizes.length; b++) {
            assertTrue(sizes[b] > 5 * longest);
            boolean lastOfChain =
                    b + 1 == sizes.length
                            || summary.blocks().chain()[b + 1] != summary.blocks().chain()[b];
            assertTrue(lastOfChain || sizes[b] % EstimatorSettings.BLOCK_DRAWS == 0);
        }
    }

    /** Draws that hardly move: a chain is then one block, and the error rests on chains alone. */
    @Test
    void slowChainsAreOneBlockEach() {
        MalaSettings tiny =
                new MalaSettings(
                        1e-5, LinearRegressionFixture.N_BETA, LinearRegressionFixture.LOCALIZATION);
        EnsembleSummary summary = fixture.summary(component, tiny, SETTINGS, 4, 3);
        assertEquals(4, summary.blocks().count());
        assertTrue(summary.diagnostics().rHat() > 1.1);
    }

    @Test
    void errorIsNeverBelowTheFloorOfTheChains() {
        List<ChainSnapshot> own = chains(component);
        SusceptibilityRow row = estimator.row(summary(component, own), null);
        for (int k = 0; k < 2; k++) {
            double[] byChain = new double[4];
            for (int c = 0; c < 4; c++) {
                ChainDraws draws = own.get(c).draws();
                byChain[c] = -covariance(draws.observable(), draws.contrast(k));
            }
            double floor = Math.sqrt(covariance(byChain, byChain) / 4);
            assertTrue(row.cells().get(k).fluctuation().monteCarloError() >= floor - 1e-18);
        }
    }

    @Test
    void orderInWhichChainsArriveDoesNotMatterToTheLastBit() {
        List<ChainSnapshot> own = chains(component);
        List<ChainSnapshot> full = chains(fullEnsemble);
        SusceptibilityRow expected =
                estimator.row(summary(component, own), summary(fullEnsemble, full));
        List<ChainSnapshot> shuffled = new ArrayList<>(own);
        List<ChainSnapshot> shuffledFull = new ArrayList<>(full);
        Collections.reverse(shuffled);
        Collections.swap(shuffledFull, 0, 2);
        SusceptibilityRow found =
                estimator.row(summary(component, shuffled), summary(fullEnsemble, shuffledFull));
        assertEquals(expected.cells(), found.cells());
        assertEquals(expected.lambda(), found.lambda());
        assertEquals(expected.diagnostics(), found.diagnostics());
        assertArrayEquals(
                expected.replicates().shiftWithoutFull(), found.replicates().shiftWithoutFull());
    }

    @Test
    void withoutFullDrawsShiftAndJointAreUnknownWithTheReason() {
        SusceptibilityRow row = estimator.row(summary(component, chains(component)), null);
        assertNotNull(row.shiftUnknown());
        for (Cell cell : row.cells()) {
            assertTrue(Double.isNaN(cell.shift().value()));
            assertTrue(Double.isNaN(cell.joint().value()));
            assertTrue(cell.joint().isNoise());
            assertFalse(Double.isNaN(cell.fluctuation().value()));
            assertFalse(Double.isNaN(cell.fluctuation().dataError()));
        }
    }

    @Test
    void noDrawsNoSummary() {
        assertNull(estimator.summarise("a", List.of()));
    }

    @Test
    void oneChainHasValuesButNoErrors() {
        List<ChainSnapshot> one = chains(component).subList(0, 1);
        Cell cell = estimator.row(summary(component, one), null).cells().getFirst();
        assertFalse(Double.isNaN(cell.fluctuation().value()));
        assertTrue(Double.isNaN(cell.fluctuation().monteCarloError()));
    }

    @Test
    void chainsOfDifferentLengthsAreWeightedByTheirDraws() {
        List<ChainSnapshot> uneven = new ArrayList<>(chains(component));
        uneven.set(
                2, fixture.sample(component, SAMPLER, new ChainSettings(50, 31, 1), 4, 7).get(2));
        double[][] all = pooled(uneven, -1, 0, 0);
        SusceptibilityRow row = estimator.row(summary(component, uneven), null);
        assertEquals(
                -covariance(all[0], all[1]), row.cells().getFirst().fluctuation().value(), 1e-15);
        assertEquals(3 * 205 + 31, row.draws());
    }

    @Test
    void lossBelowTheCheckpointIsReported() {
        assertTrue(
                estimator.row(summary(fullEnsemble, chains(fullEnsemble)), null).belowCheckpoint());
        Ensemble b = fixture.ensembles().get(2);
        assertFalse(estimator.row(summary(b, chains(b)), null).belowCheckpoint());
    }

    /** A chain that stands still tells no error: a matrix of certain zeros would be a lie. */
    @Test
    void aChainThatStandsStillMakesTheErrorUnknown() {
        StatisticsPlan plan =
                new StatisticsPlan(
                        LinearRegressionFixture.EXAMPLES,
                        fixture.patternExamples(),
                        0.1,
                        List.of(5, 10, 15, 20));
        List<ChainSnapshot> chains = new ArrayList<>();
        for (int c = 0; c < 4; c++) {
            ChainStatistics statistics = new ChainStatistics(plan, c);
            float[] losses = new float[LinearRegressionFixture.EXAMPLES];
            RandomStream random = RandomStream.of(c);
            for (int t = 0; t < 20; t++) {
                for (int z = 0; z < losses.length && (t == 0 || c != 1); z++) {
                    losses[z] = (float) random.nextDouble();
                }
                statistics.add(losses);
            }
            chains.add(statistics.snapshot());
        }
        SusceptibilityRow row = estimator.row(summary(component, chains), null);
        assertTrue(Double.isNaN(row.cells().getFirst().fluctuation().monteCarloError()));
        assertTrue(row.cells().getFirst().fluctuation().isNoise());
        assertTrue(Double.isNaN(row.lambda().monteCarloError()));
    }
}
