package org.chiscope.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chiscope.data.Labels;
import org.chiscope.data.Pattern;
import org.chiscope.format.FormatException;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Activation;
import org.chiscope.network.Batch;
import org.chiscope.network.Transformer;
import org.chiscope.network.TransformerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier of sequences from a folder with labels and two probe sets. */
class ProbedClassifierTest extends EnergySystemContract {
    private static final int BASE = 12;
    private static final int LENGTH = 5;
    private static final TransformerConfig SHAPE =
            new TransformerConfig(
                    7,
                    6,
                    8,
                    2,
                    2,
                    10,
                    Activation.TANH,
                    TransformerConfig.NormKind.LAYER_NORM,
                    1e-5,
                    true,
                    0,
                    false,
                    false);
    private static final ModelConfig.Architecture.OfSequenceClassifier ARCHITECTURE =
            new ModelConfig.Architecture.OfSequenceClassifier(SHAPE, 3);

    @TempDir private Path folder = Path.of("");

    @Override
    protected EnergySystem system() {
        try {
            return ModelFolder.read(write()).open().system();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    protected boolean evaluationIsSamplingSet() {
        return true;
    }

    /** The loss is so curved at these weights that the usual step is too long. */
    @Override
    protected double differenceStep() {
        return 3e-3;
    }

    private static Batch.Sequences sequences(int count, long seed) {
        RandomStream random = RandomStream.of(seed);
        int[] tokens = new int[count * LENGTH];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = random.nextInt(SHAPE.vocabularySize());
        }
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = random.nextInt(3);
        }
        return new Batch.Sequences(tokens, LENGTH, labels);
    }

    private Path write() throws IOException {
        ExampleFile.write(folder.resolve("base.safetensors"), sequences(BASE, 1));
        ExampleFile.write(folder.resolve("near.safetensors"), sequences(4, 2));
        ExampleFile.write(folder.resolve("far.safetensors"), sequences(3, 3));
        Map<String, List<String>> columns = new LinkedHashMap<>();
        columns.put(
                "depth",
                List.of(
                        "0", "1", "2", "0", "1", "2", "0", "1", "2", "0", "1", "2", "0", "1", "2",
                        "0", "1", "2", "0"));
        new Labels(columns).write(folder.resolve("labels.csv"));
        Files.writeString(
                folder.resolve("patterns.json"),
                """
                {"patterns": [
                  {"name": "depth {}", "family": "depth", "description": "Depth {}.",
                   "rule": {"type": "each", "column": "depth"}},
                  {"name": "hard", "family": "loss", "description": "The larger losses.",
                   "rule": {"type": "loss", "from": 0.5, "to": 1}},
                  {"name": "near", "family": "probe", "description": "All of near.",
                   "rule": {"type": "probe", "probe": "near"}},
                  {"name": "flat and far", "family": "probe", "description": "Depth 0 of far.",
                   "rule": {"type": "probe", "probe": "far",
                            "rule": {"type": "label", "column": "depth", "value": "0"}}}
                ]}
                """);
        var network = ARCHITECTURE.network();
        WeightFile.write(
                network,
                folder.resolve("weights.safetensors"),
                Transformer.initialize(SHAPE, network, 0.5, 4));
        Map<String, String> probes = new LinkedHashMap<>();
        probes.put("near", "near.safetensors");
        probes.put("far", "far.safetensors");
        new ModelConfig(
                        "Tiny",
                        "A tiny classifier.",
                        "none",
                        ARCHITECTURE,
                        new ModelConfig.NetworkFiles(
                                "weights.safetensors",
                                null,
                                "base.safetensors",
                                "base.safetensors",
                                probes,
                                "labels.csv",
                                "patterns.json"))
                .write(folder);
        return folder;
    }

    @Test
    void probeSetsFollowTheExamplesOfQ() {
        EnergySystem system = system();

        assertEquals(BASE + 7, system.examples());
        assertEquals(BASE, system.baseExamples());
        assertEquals(BASE, system.mixedExamples());
        Map<String, Pattern> patterns = new LinkedHashMap<>();
        system.patterns().forEach(pattern -> patterns.put(pattern.name(), pattern));
        assertEquals(
                List.of("depth 0", "depth 1", "depth 2", "hard", "near", "flat and far"),
                List.copyOf(patterns.keySet()));
        assertArrayEquals(new int[] {1, 4, 7, 10}, examples(patterns, "depth 1"));
        assertArrayEquals(new int[] {12, 13, 14, 15}, examples(patterns, "near"));
        assertArrayEquals(new int[] {18}, examples(patterns, "flat and far"));
        assertEquals(BASE / 2, examples(patterns, "hard").length);
    }

    private static int[] examples(Map<String, Pattern> patterns, String name) {
        return Objects.requireNonNull(patterns.get(name)).examples();
    }

    @Test
    void lossesAreThoseThatEachSetHasAlone() throws IOException {
        EnergySystem system = system();
        float[] together = ((NetworkSystem) system).checkpointLosses();
        Batch far = ExampleFile.read(folder.resolve("far.safetensors"), ARCHITECTURE);
        NetworkSystem alone =
                new NetworkSystem(ARCHITECTURE.network(), system.checkpoint(), far, far, List.of());

        float[] expected = alone.checkpointLosses();

        for (int z = 0; z < expected.length; z++) {
            assertEquals(expected[z], together[BASE + 4 + z], 1e-6 * expected[z]);
        }
    }

    @Test
    void whatDoesNotFitTheNetworkIsOneSentence() throws IOException {
        write();
        Path file = folder.resolve("far.safetensors");
        ExampleFile.write(file, new Batch.Sequences(new int[] {1, 9, 2, 2, 2}, 5, new int[] {0}));
        refuses(
                "Each token in "
                        + file
                        + " must be at least 0 and below the model's vocabularySize 7, but one is 9.");
        ExampleFile.write(file, new Batch.Sequences(new int[5], 5, new int[] {3}));
        refuses(
                "Each label in "
                        + file
                        + " must be at least 0 and below the model's number of classes 3, but one is"
                        + " 3.");
        ExampleFile.write(file, new Batch.Sequences(new int[3], 3, new int[] {1}));
        refuses(
                "In "
                        + folder.resolve("config.json")
                        + ": Two sets of examples can only be joined if they are of one kind and width,"
                        + " but the units of one have 5 rows and 1 examples, those of the other 3 and"
                        + " 1.");
    }

    private void refuses(String sentence) throws FormatException {
        ModelFolder model = ModelFolder.read(folder);
        assertEquals(sentence, assertThrows(FormatException.class, model::open).getMessage());
    }
}
