package org.chiscope.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chiscope.math.GaussianNoise;
import org.chiscope.math.IndexSet;
import org.chiscope.math.Kernels;
import org.chiscope.math.Matrix;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Batch;
import org.chiscope.network.Component;
import org.chiscope.network.Evaluator;
import org.chiscope.network.Network;
import org.chiscope.network.Superposition;
import org.chiscope.network.Transformer;
import org.chiscope.network.TransformerConfig;
import org.chiscope.sampling.Chain;
import org.chiscope.sampling.ChainPlan;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.ChainStatus;
import org.chiscope.sampling.Ensemble;
import org.chiscope.sampling.MinibatchSettings;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;
import org.chiscope.system.NetworkSystem;

/** What {@code chiscope bench} measures: kernels, a training step, steps of chains. */
final class Benchmarks {
    /** The group of the peak, which the others are compared with. */
    static final String PEAK = "peak";

    /** The group of the toy model, whose steps a second are told. */
    static final String TOY = "toy model";

    /** The group of training steps. */
    static final String STEP = "training step";

    /** Contexts of a training step, their length, and the tokens that there are. */
    private static final int CONTEXTS = 16;

    private static final int LENGTH = 128;
    private static final int VOCABULARY = 1024;

    /** Steps of a worker, so that what the slowest makes alone is little. */
    private static final int STEPS = 16;

    private static final int[] WIDTHS = {64, 96, 128, 192, 256};
    private static final int ROWS = 2048;
    private static final int PEAK_STEPS = 100_000;
    private static final int NOISE = 131_072;

    private Benchmarks() {}

    /** Multiply-adds in registers: as fast as a core can. */
    static Benchmark peak() {
        Kernels kernels = Kernels.create();
        return new Benchmark(
                PEAK,
                "multiply-adds in registers",
                kernels.saturate(PEAK_STEPS),
                () -> kernels.saturate(PEAK_STEPS));
    }

    /** The peak, matrix products in three forms, softmax, noise. */
    static List<Benchmark> kernels() {
        Kernels kernels = Kernels.create();
        List<Benchmark> all = new ArrayList<>();
        all.add(peak());
        int largest = WIDTHS[WIDTHS.length - 1];
        float[] a = random(1, ROWS * largest);
        float[] b = random(2, ROWS * largest);
        float[] c = new float[ROWS * largest];
        for (int width : WIDTHS) {
            Matrix weights = new Matrix(b, 0, width);
            Matrix small = new Matrix(c, 0, width);
            Matrix rows = new Matrix(a, 0, width);
            double operations = 2.0 * ROWS * width * width;
            String size = ROWS + " × " + width + " × " + width;
            all.add(
                    new Benchmark(
                            "matrix product",
                            "X·W, " + size,
                            operations,
                            () ->
                                    kernels.multiply(
                                            false, false, ROWS, width, width, rows, weights, small,
                                            false)));
            all.add(
                    new Benchmark(
                            "matrix product",
                            "X·Wᵀ, " + size,
                            operations,
                            () ->
                                    kernels.multiply(
                                            false, true, ROWS, width, width, rows, weights, small,
                                            false)));
            all.add(
                    new Benchmark(
                            "matrix product",
                            "Yᵀ·X, " + width + " × " + width + " × " + ROWS,
                            operations,
                            () ->
                                    kernels.multiply(
                                            true, false, width, width, ROWS, rows, weights, small,
                                            false)));
        }
        float[] scores = random(3, 256 * 1024);
        float[] powers = new float[1024];
        all.add(
                new Benchmark(
                        "others",
                        "cross-entropy of 256 × 1024",
                        0,
                        () -> {
                            for (int row = 0; row < 256; row++) {
                                System.arraycopy(scores, row * 1024, powers, 0, 1024);

                                kernels.crossEntropyGradient(powers, 0, 1024, row, 1f);
                            }
                        }));
        float[] noise = new float[NOISE];
        RandomStream stream = RandomStream.of(4);
        all.add(
                new Benchmark(
                        "others",
                        NOISE + " normal numbers",
                        0,
                        () -> GaussianNoise.fill(stream, noise, 0, NOISE)));
        return all;
    }

    private static float[] random(long seed, int length) {
        float[] values = new float[length];
        GaussianNoise.fill(RandomStream.of(seed), values, 0, length);
        return values;
    }

    /**
     * Loss and gradient of a transformer without MLPs: 2 layers of 8 heads, width 128, contexts of
     * 128 tokens, 16 of them a batch, 1024 tokens to choose from.
     *
     * @param workers that make steps of their own at the same time
     */
    static Benchmark trainingStep(int workers) {
        TransformerConfig config = attentionOnly(VOCABULARY, LENGTH, 128, 8);
        Network network = Transformer.build(config);
        float[] w = Transformer.initialize(config, network, 0.1, 5);
        List<Runnable> steps = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            steps.add(trainingStep(network, w, RandomStream.of(6, worker)));
        }
        String name = "2 layers, 8 heads, width 128, 16 × 128 tokens";
        if (workers > 1) {
            return new Benchmark(
                    STEP,
                    name + ", " + workers + " workers",
                    0,
                    workers * STEPS,
                    () -> makeSteps(steps));
        }
        // Forward once and backward twice through matrices; two products of attention forward and
        // four back, over the causal half.
        int examples = CONTEXTS * (LENGTH - 1);
        double matrices = 6.0 * examples * (2 * 4 * 128 * 128 + 128 * 1024);
        double attention = 12.0 * examples * 2 * 64 * 128;
        return new Benchmark(STEP, name, matrices + attention, steps.getFirst());
    }

    private static Runnable trainingStep(Network network, float[] w, RandomStream random) {
        Batch batch = tokens(random, CONTEXTS, LENGTH, VOCABULARY);
        Evaluator evaluator = new Evaluator(network, IndexSet.range(0, w.length));
        float[] gradient = new float[w.length];
        return () -> evaluator.gradient(w, batch, gradient);
    }

    /** A transformer of two layers without MLPs, with positions that are learnt. */
    static TransformerConfig attentionOnly(int vocabulary, int context, int width, int heads) {
        return new TransformerConfig(
                vocabulary,
                context,
                width,
                2,
                heads,
                0,
                null,
                TransformerConfig.NormKind.LAYER_NORM,
                1e-5,
                true,
                0,
                false,
                false);
    }

    /** Contexts of random tokens. */
    static Batch.Tokens tokens(RandomStream random, int contexts, int length, int vocabulary) {
        int[] tokens = new int[contexts * length];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = random.nextInt(vocabulary);
        }
        return new Batch.Tokens(tokens, contexts, length);
    }

    private static void makeSteps(List<Runnable> steps) {
        List<Runnable> bodies = new ArrayList<>();
        for (Runnable step : steps) {
            bodies.add(
                    () -> {
                        for (int i = 0; i < STEPS; i++) {
                            step.run();
                        }
                    });
        }
        try {
            atTheSameTime(bodies);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException("The measurement was interrupted.", stopped);
        }
    }

    /** Runs each on a thread of its own, until all have ended. */
    static void atTheSameTime(List<Runnable> bodies) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (Runnable body : bodies) {
            threads.add(Thread.ofPlatform().start(body));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /**
     * Steps of a chain, noise and all, of the toy model of superposition: six features, each absent
     * from nine examples of ten, at a hexagon; every step takes all examples.
     */
    static Benchmark toyStep() {
        int features = 6;
        int examples = 1024;
        int steps = 1000;
        RandomStream random = RandomStream.of(9);
        float[] inputs = new float[examples * features];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = random.nextDouble() < 0.1 ? (float) random.nextDouble() : 0f;
        }
        float[] w = new float[3 * features];
        for (int i = 0; i < features; i++) {
            w[i] = (float) Math.cos(2 * Math.PI * i / features);
            w[features + i] = (float) Math.sin(2 * Math.PI * i / features);
            w[2 * features + i] = -0.5f;
        }
        Batch batch = new Batch.Pairs(inputs, inputs, examples);
        EnergySystem system =
                new NetworkSystem(Superposition.build(features), w, batch, batch, List.of());
        Ensemble full = Ensemble.full(system.dimension());
        SgldSettings sampler =
                new SgldSettings(1e-5, new PosteriorSettings(examples, 1), MinibatchSettings.WHOLE);
        ChainSettings settings = new ChainSettings(0, Integer.MAX_VALUE, steps);
        Chain chain = Chain.start(ChainPlan.of(system, full, sampler, settings, 10, 0));
        EnergyView view = system.view(full.moving(), 1);
        return new Benchmark(
                TOY,
                "SGLD step, " + features + " features, " + examples + " examples",
                0,
                steps,
                () -> {
                    chain.advance(view, 1, (draw, losses) -> {}, () -> false);
                    if (chain.status() instanceof ChainStatus.Failed failed) {
                        throw new IllegalStateException(failed.sentence());
                    }
                });
    }

    /**
     * A step's gradient and the losses of a draw, of some components and all of a model.
     *
     * @param batchSize of a step, in units of the sampling set
     */
    static List<Benchmark> chains(EnergySystem system, int batchSize) {
        float[] w = system.checkpoint();
        List<Benchmark> all = new ArrayList<>();
        for (Map.Entry<String, IndexSet> row : rows(system).entrySet()) {
            EnergyView view = system.view(row.getValue(), batchSize);
            float[] gradient = new float[row.getValue().size()];
            float[] losses = new float[system.examples()];
            RandomStream random = RandomStream.of(7);
            all.add(
                    new Benchmark(
                            "gradient of a step",
                            row.getKey(),
                            0,
                            () -> view.minibatchGradient(w, random, gradient)));
            all.add(
                    new Benchmark(
                            "losses of a draw",
                            row.getKey(),
                            0,
                            () -> view.exampleLosses(w, losses)));
        }
        return all;
    }

    /** The first component of each kind and layer, and all of it. */
    private static Map<String, IndexSet> rows(EnergySystem system) {
        Map<String, IndexSet> rows = new LinkedHashMap<>();
        Map<String, Component> kinds = new LinkedHashMap<>();
        for (Component component : system.components()) {
            kinds.putIfAbsent(component.kind() + " " + component.layer(), component);
        }
        kinds.values().forEach(component -> rows.put(component.name(), component.indices()));
        rows.put("full", IndexSet.range(0, system.dimension()));
        return rows;
    }
}
