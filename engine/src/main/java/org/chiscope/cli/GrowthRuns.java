package org.chiscope.cli;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.chiscope.data.Pattern;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.ExperimentRun;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Selection;
import org.chiscope.experiment.Snapshot;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Batch;
import org.chiscope.network.Network;
import org.chiscope.network.Transformer;
import org.chiscope.network.TransformerConfig;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.system.NetworkSystem;

/**
 * Runs of a small transformer that has not been trained, made to be measured: real experiments,
 * each in a folder of its own. One worker makes them, since cores that have nothing to do would
 * hide growth.
 */
final class GrowthRuns {
    private static final int VOCABULARY = 128;
    private static final int CONTEXT = 16;
    private static final int WIDTH = 40;
    private static final int HEADS = 20;
    private static final int SAMPLING_CONTEXTS = 64;
    private static final int PATTERNS = 8;
    private static final int CHAINS = 4;

    /** The smallest run, and by how much others are larger: 2, 4, 8 and 16 times as much beyond. */
    private static final Size SMALLEST = new Size(8, 16, 1);

    private static final int[] TIMES = {1, 3, 5, 9, 17};

    private final Network network;
    private final float[] checkpoint;
    private final Batch sampling = tokens(1, SAMPLING_CONTEXTS);

    /**
     * @param draws of each chain
     * @param contexts of the evaluation set
     * @param components beside the full ensemble
     */
    private record Size(int draws, int contexts, int components) {}

    GrowthRuns() {
        TransformerConfig config = Benchmarks.attentionOnly(VOCABULARY, CONTEXT, WIDTH, HEADS);
        network = Transformer.build(config);
        checkpoint = Transformer.initialize(config, network, 0.1, 2);
    }

    /** What may grow: draws, evaluation examples, components. */
    static List<Growth.Axis> axes() {
        GrowthRuns runs = new GrowthRuns();
        return List.of(
                new Growth.Axis(
                        "draws a chain",
                        multiples(SMALLEST.draws),
                        n -> runs.seconds(new Size(n, SMALLEST.contexts, SMALLEST.components))),
                new Growth.Axis(
                        "examples",
                        multiples(SMALLEST.contexts * CONTEXT),
                        n ->
                                runs.seconds(
                                        new Size(
                                                SMALLEST.draws, n / CONTEXT, SMALLEST.components))),
                new Growth.Axis(
                        "components",
                        multiples(SMALLEST.components),
                        n -> runs.seconds(new Size(SMALLEST.draws, SMALLEST.contexts, n))));
    }

    private static int[] multiples(int of) {
        return IntStream.of(TIMES).map(times -> times * of).toArray();
    }

    /** From the start of a run to its results on disk. */
    private double seconds(Size size) throws IOException, InterruptedException {
        try (TemporaryFolder folder = TemporaryFolder.create()) {
            // A new system each time: it keeps what its views have in common.
            NetworkSystem system =
                    new NetworkSystem(
                            network,
                            checkpoint,
                            sampling,
                            tokens(3, size.contexts),
                            patterns(size.contexts * CONTEXT));
            ExperimentRun run =
                    ExperimentRun.create(
                            experiment(size), system, folder.path().resolve("results"), 1);
            long start = System.nanoTime();
            run.start();
            Snapshot last = run.awaitFinished();
            double seconds = (System.nanoTime() - start) / 1e9;
            if (last.state() != RunState.FINISHED || !last.failures().isEmpty()) {
                throw new IllegalStateException("A run that was to be measured did not succeed.");
            }
            return seconds;
        }
    }

    private static Experiment experiment(Size size) {
        return new Experiment(
                "growth",
                "model",
                Selection.of(heads(size.components)),
                Selection.all(),
                new SgldSettings(1e-5, 30, 100, 2),
                CHAINS,
                new ChainSettings(4, size.draws, 1),
                1);
    }

    /** Heads of one layer: their chains cost the same, as those of other components do not. */
    private static String[] heads(int count) {
        return IntStream.range(0, count).mapToObj(head -> "l0h" + head).toArray(String[]::new);
    }

    private static List<Pattern> patterns(int examples) {
        return IntStream.range(0, PATTERNS)
                .mapToObj(
                        k ->
                                new Pattern(
                                        "every " + PATTERNS + "th from " + k,
                                        "positions",
                                        "Examples by position.",
                                        IntStream.range(0, examples)
                                                .filter(z -> z % PATTERNS == k)
                                                .toArray()))
                .toList();
    }

    private static Batch tokens(long seed, int contexts) {
        return Benchmarks.tokens(RandomStream.of(seed), contexts, CONTEXT + 1, VOCABULARY);
    }
}
