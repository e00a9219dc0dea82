package org.chiscope.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chiscope.data.BytePairTokenizer;
import org.chiscope.data.Corpus;
import org.chiscope.data.GeneratedData;
import org.chiscope.data.TokenData;
import org.chiscope.format.FormatException;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Batch;
import org.chiscope.network.TransformerConfig;
import org.chiscope.system.ExampleFile;
import org.chiscope.system.ModelConfig;

/** The data of a training, ready for a network. */
sealed interface TrainingSet {
    /** The file that the trained weights are written to. */
    String WEIGHTS_FILE = "model.safetensors";

    /** All that the model is trained on. */
    Batch sampling();

    /** That, or a part of it. */
    Batch evaluation();

    /** What the model never sees, by name. */
    Map<String, Batch> probes();

    /** Units of the sampling set that the first steps see more often; none without emphasis. */
    int[] emphasised();

    /** Writes all of this into a model folder, and says which files these are. */
    ModelConfig.NetworkFiles write(Path folder) throws IOException;

    /**
     * Makes the data of a plan.
     *
     * @throws FormatException with one sentence if a text is missing, or too short for the plan
     */
    static TrainingSet of(TrainingPlan plan) throws IOException {
        try {
            return switch (plan.data()) {
                case TrainingData.Texts texts ->
                        language(
                                texts,
                                ((ModelConfig.Architecture.OfTransformer) plan.model()).config(),
                                plan.seed());
                case TrainingData.Generated(var generator) ->
                        new Generated(generator.generate(plan.seed()));
            };
        } catch (IllegalArgumentException unfit) {
            throw new FormatException(String.valueOf(unfit.getMessage()), unfit);
        }
    }

    private static Language language(TrainingData.Texts plan, TransformerConfig model, long seed)
            throws IOException {
        BytePairTokenizer tokenizer = Corpus.trainTokenizer(plan.texts(), model.vocabularySize());
        TokenData texts = Corpus.build(plan.texts(), tokenizer, model.contextLength());
        TokenData sampling =
                plan.repeatedPassages() == null
                        ? texts
                        : plan.repeatedPassages().appendedTo(texts, seed);
        int[] order =
                RandomStream.of(seed, RandomStream.hash("evaluation set"))
                        .permutation(sampling.contexts());
        int[] chosen = Arrays.copyOf(order, Math.min(plan.evaluationContexts(), order.length));
        Arrays.sort(chosen);
        Emphasis emphasis = plan.emphasis();
        return new Language(
                tokenizer,
                sampling,
                sampling.select(chosen),
                emphasis == null ? new int[0] : sampling.contextsOf(emphasis.source()));
    }

    /** Contexts of texts; the evaluation set is a seeded subsample of them, in their order. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Language(
            BytePairTokenizer tokenizer, TokenData tokens, TokenData evaluated, int[] emphasised)
            implements TrainingSet {
        @Override
        public Batch sampling() {
            return tokens.batch();
        }

        @Override
        public Batch evaluation() {
            return evaluated.batch();
        }

        @Override
        public Map<String, Batch> probes() {
            return Map.of();
        }

        @Override
        public ModelConfig.NetworkFiles write(Path folder) throws IOException {
            tokenizer.toJson().write(folder.resolve("tokenizer.json"));
            tokens.write(folder.resolve("sampling.safetensors.xz"));
            evaluated.write(folder.resolve("evaluation.safetensors"));
            return new ModelConfig.NetworkFiles(
                    WEIGHTS_FILE,
                    "tokenizer.json",
                    "sampling.safetensors.xz",
                    "evaluation.safetensors",
                    Map.of(),
                    null,
                    "patterns.json");
        }
    }

    /** Data that a rule made. */
    record Generated(GeneratedData data) implements TrainingSet {
        @Override
        public Batch sampling() {
            return data.sampling();
        }

        @Override
        public Batch evaluation() {
            return data.evaluation();
        }

        @Override
        public Map<String, Batch> probes() {
            return data.probes();
        }

        @Override
        public int[] emphasised() {
            return new int[0];
        }

        @Override
        public ModelConfig.NetworkFiles write(Path folder) throws IOException {
            boolean whole = data.evaluation() == data.sampling();
            String sampling = whole ? "data.safetensors" : "sampling.safetensors.xz";
            String evaluation = whole ? sampling : "evaluation.safetensors";
            ExampleFile.write(folder.resolve(sampling), data.sampling());
            if (!whole) {
                ExampleFile.write(folder.resolve(evaluation), data.evaluation());
            }
            Map<String, String> probes = new LinkedHashMap<>();
            for (Map.Entry<String, Batch> probe : data.probes().entrySet()) {
                String file = probe.getKey() + ".safetensors";
                ExampleFile.write(folder.resolve(file), probe.getValue());
                probes.put(probe.getKey(), file);
            }
            data.labels().write(folder.resolve("labels.csv"));
            return new ModelConfig.NetworkFiles(
                    WEIGHTS_FILE,
                    null,
                    sampling,
                    evaluation,
                    probes,
                    "labels.csv",
                    "patterns.json");
        }
    }
}
