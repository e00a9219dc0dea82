package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.chiscope.data.Pattern;
import org.chiscope.format.Safetensors;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Component;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.LinearRegressionSystem;

/** A linear regression small enough that a run takes a moment, and what tests ask of its files. */
public final class SmallRuns {
    private static final int EXAMPLES = 48;
    private static final int WEIGHTS = 5;

    private SmallRuns() {}

    /** 48 examples, 5 weights, components {@code a}, {@code b} and {@code a b/2}, 3 patterns. */
    public static EnergySystem system() {
        return system(1, 0);
    }

    /**
     * @param scale of the inputs of weight 4, the only one of component {@code a b/2}: its loss is
     *     so much steeper
     * @param shift moves the checkpoint
     */
    public static EnergySystem system(double scale, double shift) {
        return system(scale, shift, 0.3);
    }

    /** The system with targets of another noise: other data for the same weights. */
    static EnergySystem noise(double noise) {
        return system(1, 0, noise);
    }

    private static EnergySystem system(double scale, double shift, double noise) {
        RandomStream random = RandomStream.of(7);
        double[][] inputs = new double[EXAMPLES][WEIGHTS];
        double[] targets = new double[EXAMPLES];
        for (int i = 0; i < EXAMPLES; i++) {
            for (int j = 0; j < WEIGHTS; j++) {
                inputs[i][j] = random.nextGaussian() * (j == WEIGHTS - 1 ? scale : 1);
            }
            targets[i] = inputs[i][0] - inputs[i][2] + noise * random.nextGaussian();
        }
        float[] checkpoint = {1, (float) shift, -1, 0, 0};
        return new LinearRegressionSystem(
                inputs,
                targets,
                checkpoint,
                List.of(component("a", 0, 2), component("b", 2, 4), component("a b/2", 4, 5)),
                List.of(
                        pattern("first, half", 0, 24),
                        pattern("last", 40, 48),
                        pattern("middle", 10, 30)));
    }

    /** The system, but each draw takes so much longer. */
    public static EnergySystem slow(long micros) {
        return new SlowSystem(system(), micros);
    }

    private static Component component(String name, int start, int end) {
        return new Component(name, Component.Kind.OTHER, -1, IndexSet.range(start, end));
    }

    private static Pattern pattern(String name, int start, int end) {
        int[] examples = new int[end - start];
        for (int i = 0; i < examples.length; i++) {
            examples[i] = start + i;
        }
        return new Pattern(name, "positions", "Examples by position.", examples);
    }

    /** SGLD on minibatches, 4 chains. */
    public static Experiment experiment(int draws) {
        return new Experiment(
                "small",
                "model",
                Selection.all(),
                Selection.all(),
                new SgldSettings(1e-3, 30, 10, 16),
                4,
                new ChainSettings(20, draws, 3),
                11);
    }

    /** The same by MALA. */
    public static Experiment mala(int draws) {
        return new Experiment(
                "small",
                "model",
                Selection.all(),
                Selection.all(),
                new MalaSettings(5e-3, 30, 10),
                4,
                new ChainSettings(20, draws, 2),
                11);
    }

    /** Runs to the end. */
    static Snapshot finish(ExperimentRun run) throws InterruptedException {
        run.start();
        return run.awaitFinished();
    }

    /** All chains of a results folder by file name: equal content means equal bits. */
    public static Map<String, Safetensors> chains(Path results) throws IOException {
        Map<String, Safetensors> chains = new TreeMap<>();
        try (Stream<Path> files = Files.list(results.resolve("chains"))) {
            for (Path file : files.filter(f -> f.toString().endsWith("safetensors")).toList()) {
                chains.put(file.getFileName().toString(), Safetensors.read(file));
            }
        }
        return chains;
    }
}
