package org.chiscope.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.chiscope.app.background.Background;
import org.chiscope.app.document.ExampleTexts;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.FolderCatalog;
import org.chiscope.app.document.ModelCard;
import org.chiscope.app.document.ModelCatalog;
import org.chiscope.app.document.OpenModel;
import org.chiscope.data.BytePairTokenizer;
import org.chiscope.data.ExampleSet;
import org.chiscope.data.Labels;
import org.chiscope.data.Pattern;
import org.chiscope.data.TokenData;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.Selection;
import org.chiscope.format.Safetensors;
import org.chiscope.format.Tensor;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Batch;
import org.chiscope.network.Component;
import org.chiscope.network.ParameterLayout;
import org.chiscope.network.Transformer;
import org.chiscope.network.TransformerConfig;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.LinearRegressionSystem;
import org.chiscope.system.ModelConfig;
import org.jspecify.annotations.Nullable;

/**
 * A real model folder, 2 layers of 2 heads, which is opened as every other. What is then sampled in
 * its place is a linear regression with components of the same names, because that takes a moment.
 */
public final class ToyModel {
    public static final String FOLDER = "toy";
    private static final int VOCABULARY = 12;
    private static final int CONTEXT = 8;
    private static final int CONTEXTS = 24;
    private static final int EXAMPLES = 48;

    private ToyModel() {}

    /**
     * An experiment with 4 chains of so many draws, whose name is "Toy experiment". From 1,000
     * draws on it is one that outlasts a test: on a quiet machine 2 steps a draw would end in
     * seconds. A shorter one that is to be caught on its way needs a {@link Gate}.
     */
    public static Experiment experiment(int draws) {
        return new Experiment(
                "Toy experiment",
                ".",
                Selection.all(),
                Selection.all(),
                new SgldSettings(1e-3, 30, 10, 16),
                4,
                new ChainSettings(20, draws, draws < 1_000 ? 2 : 200),
                7);
    }

    /**
     * A document over models in {@code home}/sample-models, with results in {@code home}/results.
     */
    public static ExperimentDocument document(Path home, Background background) {
        return new ExperimentDocument(catalog(home), home.resolve("results"), 2, null, background);
    }

    /** A document whose runs are held at {@code gate}, and whose commands are done at once. */
    public static ExperimentDocument document(Path home, Gate gate) {
        return new ExperimentDocument(
                catalog(home, gate::before), home.resolve("results"), 2, null, Background.inline());
    }

    /** The models in {@code home}/sample-models, opened as regressions. */
    public static ModelCatalog catalog(Path home) {
        return catalog(home, UnaryOperator.identity());
    }

    private static ModelCatalog catalog(Path home, UnaryOperator<EnergySystem> wrapping) {
        FolderCatalog folders = new FolderCatalog(home.resolve("sample-models"));
        return new ModelCatalog() {
            @Override
            public List<ModelCard> models() throws IOException {
                return folders.models();
            }

            @Override
            public OpenModel open(Path folder) throws IOException {
                OpenModel opened = folders.open(folder);
                return new OpenModel(
                        opened.title(),
                        opened.folder(),
                        wrapping.apply(regression(opened.system().components())),
                        opened.experiment(),
                        opened.described(),
                        texts());
            }
        };
    }

    /** 48 examples; each component is two weights, of which the first matters to the even ones. */
    private static EnergySystem regression(List<Component> like) {
        RandomStream random = RandomStream.of(3);
        int weights = 2 * like.size();
        double[][] inputs = new double[EXAMPLES][weights];
        double[] targets = new double[EXAMPLES];
        float[] checkpoint = new float[weights];
        for (int i = 0; i < EXAMPLES; i++) {
            for (int j = 0; j < weights; j++) {
                inputs[i][j] = random.nextGaussian() * (i % 2 == j % 2 ? 1.5 : 0.5);
            }
            targets[i] = 0.5 * random.nextGaussian();
        }
        List<Component> components = new ArrayList<>();
        for (int c = 0; c < like.size(); c++) {
            components.add(
                    new Component(
                            like.get(c).name(),
                            like.get(c).kind(),
                            like.get(c).layer(),
                            IndexSet.range(2 * c, 2 * c + 2)));
        }
        return new LinearRegressionSystem(
                inputs,
                targets,
                checkpoint,
                components,
                List.of(
                        pattern("even", "source", i -> i % 2 == 0),
                        pattern("odd", "source", i -> i % 2 == 1),
                        pattern("first tokens", "position", i -> i < 12)));
    }

    /** What the 48 examples look like: a word each, and a number beside it. */
    private static ExampleTexts texts() {
        float[] inputs = new float[2 * EXAMPLES];
        float[] losses = new float[EXAMPLES];
        List<String> words = new ArrayList<>();
        List<String> sizes = new ArrayList<>();
        for (int i = 0; i < EXAMPLES; i++) {
            inputs[2 * i] = i;
            losses[i] = 0.5f * i;
            words.add("word " + i);
            sizes.add("-" + i);
        }
        Map<String, List<String>> labels = new LinkedHashMap<>();
        labels.put("word", words);
        labels.put("size", sizes);
        return new ExampleTexts(
                new ExampleSet(
                        EXAMPLES,
                        new Batch.Pairs(inputs, inputs, EXAMPLES),
                        List.of(),
                        new Labels(labels),
                        () -> losses,
                        null));
    }

    private static Pattern pattern(String name, String family, IntPredicate belongs) {
        return new Pattern(
                name,
                family,
                "Examples by position.",
                IntStream.range(0, EXAMPLES).filter(belongs).toArray());
    }

    /** Looks at the run until {@code condition} holds. */
    public static void follow(ExperimentDocument document, BooleanSupplier condition)
            throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        document.pulse();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("The run did not come to what was waited for.");
            }
            Thread.sleep(5);
            document.pulse();
        }
    }

    /** The same over bytes, with their tokeniser, which is sampled as it is. */
    public static Path writeLanguage(Path home, int draws) throws IOException {
        BytePairTokenizer bytes = BytePairTokenizer.train(List.of("a"), 257);
        Path folder = write(home, draws, bytes.vocabularySize(), "tokenizer.json");
        bytes.toJson().write(folder.resolve("tokenizer.json"));
        return folder;
    }

    /** Writes the model and its experiment into {@code home}/sample-models/toy. */
    public static Path write(Path home, int draws) throws IOException {
        return write(home, draws, VOCABULARY, null);
    }

    private static Path write(Path home, int draws, int vocabulary, @Nullable String tokenizer)
            throws IOException {
        Path folder = Files.createDirectories(home.resolve("sample-models").resolve(FOLDER));
        TransformerConfig shape =
                new TransformerConfig(
                        vocabulary,
                        CONTEXT,
                        8,
                        2,
                        2,
                        0,
                        null,
                        TransformerConfig.NormKind.LAYER_NORM,
                        1e-5,
                        true,
                        0,
                        false,
                        false);
        ModelConfig config =
                new ModelConfig(
                        "Toy model",
                        "Two layers of two heads with random weights.",
                        "Apache-2.0",
                        new ModelConfig.Architecture.OfTransformer(shape),
                        new ModelConfig.NetworkFiles(
                                "model.safetensors",
                                tokenizer,
                                "sampling.safetensors",
                                "sampling.safetensors",
                                Map.of(),
                                null,
                                "patterns.json"));
        config.write(folder);
        RandomStream random = RandomStream.of(5);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (ParameterLayout.Tensor tensor : Transformer.build(shape).layout().tensors()) {
            float[] values = new float[tensor.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (0.4 * random.nextGaussian());
            }
            tensors.put(tensor.name(), new Tensor.F32(tensor.shape(), values));
        }
        Safetensors.write(folder.resolve("model.safetensors"), new Safetensors(tensors));
        int[] tokens = new int[CONTEXTS * (CONTEXT + 1)];
        int[] source = new int[CONTEXTS];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = random.nextInt(vocabulary);
        }
        for (int i = 0; i < CONTEXTS; i++) {
            source[i] = i % 2;
        }
        new TokenData(CONTEXTS, CONTEXT + 1, tokens, source, List.of("even", "odd"))
                .write(folder.resolve("sampling.safetensors"));
        Files.writeString(folder.resolve("patterns.json"), PATTERNS);
        experiment(draws).write(folder.resolve(Experiment.FILE_NAME));
        return folder;
    }

    private static final String PATTERNS =
            """
            {"patterns": [
              {"name": "even", "family": "source", "description": "Every other context.",
               "rule": {"type": "source", "source": "even"}},
              {"name": "odd", "family": "source", "description": "The other contexts.",
               "rule": {"type": "source", "source": "odd"}},
              {"name": "first tokens", "family": "position", "description": "Some first tokens.",
               "rule": {"type": "examples", "examples": [0, 8, 16, 24, 32, 40, 48, 56]}}
            ]}
            """;
}
