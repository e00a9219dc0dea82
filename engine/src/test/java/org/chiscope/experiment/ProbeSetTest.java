package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.chiscope.data.Pattern;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Activation;
import org.chiscope.network.Batch;
import org.chiscope.network.Loss;
import org.chiscope.network.Network;
import org.chiscope.network.Perceptron;
import org.chiscope.patterning.Constraints;
import org.chiscope.patterning.DataMixture;
import org.chiscope.patterning.Inversion;
import org.chiscope.patterning.Metric;
import org.chiscope.patterning.Regularization;
import org.chiscope.patterning.ResponseMatrix;
import org.chiscope.patterning.RowScaling;
import org.chiscope.patterning.Target;
import org.chiscope.response.Cell;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.system.NetworkSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A probe set of copies of some examples of q has their losses at every draw, so the pattern of the
 * copies has the susceptibilities of the pattern of the originals, and no other column notices that
 * there is a probe set.
 */
@Timeout(60)
class ProbeSetTest {
    private static final int BASE = 40;
    private static final int[] COPIED = {1, 4, 5, 17, 30};

    @TempDir Path folder;

    private static Batch.Labelled examples(int count) {
        RandomStream random = RandomStream.of(3);
        float[] inputs = new float[3 * count];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextGaussian();
        }
        return new Batch.Labelled(
                inputs, IntStream.range(0, count).map(i -> random.nextInt(4)).toArray());
    }

    private static Pattern pattern(String name, int... examples) {
        return new Pattern(name, "f", "d", examples);
    }

    private static NetworkSystem system(boolean probed) {
        Network network =
                Perceptron.build(List.of(3, 6, 4), Activation.RELU, true, Loss.CROSS_ENTROPY);
        RandomStream random = RandomStream.of(4);
        float[] w = new float[network.layout().size()];
        for (int i = 0; i < w.length; i++) {
            w[i] = (float) (0.5 * random.nextGaussian());
        }
        Batch base = examples(BASE);
        Pattern half = pattern("half", IntStream.range(0, BASE / 2).toArray());
        Pattern originals = pattern("originals", COPIED);
        int[] copies = IntStream.range(BASE, BASE + COPIED.length).toArray();
        return probed
                ? new NetworkSystem(
                        network,
                        w,
                        base,
                        base,
                        base.select(COPIED),
                        List.of(half, originals, pattern("copies", copies)))
                : new NetworkSystem(network, w, base, base, List.of(half, originals));
    }

    private Snapshot run(String name, NetworkSystem system) throws Exception {
        Experiment experiment =
                new Experiment(
                        "probes",
                        "model",
                        Selection.all(),
                        Selection.all(),
                        new SgldSettings(1e-3, 30, 10, 8),
                        4,
                        new ChainSettings(20, 100, 3),
                        5);
        return SmallRuns.finish(
                ExperimentRun.create(experiment, system, folder.resolve(name), 2, null));
    }

    @Test
    void copiesRespondAsTheirOriginalsDo() throws Exception {
        Snapshot plain = run("plain", system(false));
        Snapshot probed = run("probed", system(true));

        for (int row = 0; row < 2; row++) {
            SusceptibilityRow without = Objects.requireNonNull(plain.matrix().row(row));
            SusceptibilityRow with = Objects.requireNonNull(probed.matrix().row(row));
            assertEquals(without.lambda().value(), with.lambda().value(), 1e-12);
            for (int k = 0; k < 2; k++) {
                assertSame(without.cells().get(k), with.cells().get(k));
            }
            assertSame(with.cells().get(1), with.cells().get(2));
            assertTrue(with.cells().get(2).fluctuation().dataError() > 0);
        }
    }

    /** All but the data error: the copies are drawn again apart from their originals. */
    private static void assertSame(Cell expected, Cell found) {
        assertEquals(expected.fluctuation().value(), found.fluctuation().value(), 1e-12);
        assertEquals(
                expected.fluctuation().monteCarloError(),
                found.fluctuation().monteCarloError(),
                1e-12);
        assertEquals(expected.joint().value(), found.joint().value(), 1e-12);
        assertEquals(expected.tokens(), found.tokens());
    }

    /** q has no copy, so that h of the copies cannot be negative. */
    @Test
    void patterningKnowsWhatIsOffTheSupport() throws Exception {
        NetworkSystem system = system(true);
        PatterningData data = new PatterningData(run("results", system), system, Part.FLUCTUATION);

        DataMixture mixture = Objects.requireNonNull(data.mixture());

        assertTrue(mixture.offSupport(2));
        assertEquals(0, mixture.leastAlone(2));
        assertEquals(
                -COPIED.length / (double) (BASE - COPIED.length), mixture.leastAlone(1), 1e-12);
    }

    /**
     * Where less of the copies is wanted, any step is too large, and the response sets the size.
     */
    @Test
    void aWishThatTakesAwayWhatQLacksHasASizeAllTheSame() throws Exception {
        NetworkSystem system = system(true);
        PatterningData data = new PatterningData(run("results", system), system, Part.FLUCTUATION);
        ResponseMatrix response = data.whole();
        PatternQuestion question =
                new PatternQuestion(
                        Target.of(1, 0),
                        Regularization.ofRank(1),
                        Metric.CHI_SQUARED,
                        RowScaling.RAW,
                        Constraints.NONE);
        Inversion inversion = question.inversion(response);
        List<PatternSize> sizes = new ArrayList<>();
        for (double sign : new double[] {1, -1}) {
            PatternQuestion unit = question.withTarget(Target.of(sign, 0));
            double[] h = unit.solve(inversion).h();
            PatternSize size = PatternSize.of(data, unit, inversion, true);
            assertEquals(h[2] < 0, size.largestStep() == 0);
            assertTrue(size.size() > 0);
            assertTrue(size.size() <= PatternSize.SHARE * size.linearUpTo());
            sizes.add(size);
        }
        assertEquals(1, sizes.stream().filter(size -> size.largestStep() == 0).count());
    }
}
