package org.chiscope.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chiscope.format.FormatException;
import org.chiscope.format.Tensor;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Component;
import org.chiscope.network.Network;
import org.chiscope.network.Superposition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A toy model of superposition from its folder. Biases keep outputs away from 0, where slopes jump
 * and a difference is none: those of even features stay on, the others off.
 */
class SuperpositionSystemTest extends EnergySystemContract {
    private static final int FEATURES = 5;
    private static final int EXAMPLES = 150;

    @TempDir private Path folder = Path.of("");

    private final float[] inputs = new float[EXAMPLES * FEATURES];
    private final float[] w = new float[3 * FEATURES];

    SuperpositionSystemTest() {
        RandomStream random = RandomStream.of(4);
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextDouble();
        }
        for (int i = 0; i < FEATURES; i++) {
            w[i] = (float) Math.cos(2 * Math.PI * i / FEATURES);
            w[FEATURES + i] = (float) Math.sin(2 * Math.PI * i / FEATURES);
            w[2 * FEATURES + i] = i % 2 == 0 ? 3f : -3f;
        }
    }

    @Override
    protected EnergySystem system() {
        try {
            write(Map.of("inputs", matrix(inputs)));
            return ModelFolder.read(folder).open().system();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    protected boolean evaluationIsSamplingSet() {
        return true;
    }

    @Test
    void theConfigIsReadAsItWasWritten() throws IOException {
        write(Map.of("inputs", matrix(inputs)));
        ModelConfig config = ModelFolder.read(folder).config();
        assertEquals(new ModelConfig.Architecture.OfSuperposition(FEATURES), config.architecture());
        assertEquals(3 * FEATURES, config.architecture().parameters());
        config.write(folder);
        assertEquals(config, ModelFolder.read(folder).config());
    }

    @Test
    void aFeatureOwnsItsColumnAndItsBias() {
        EnergySystem system = system();
        assertEquals(
                List.of("feature0", "feature1", "feature2", "feature3", "feature4"),
                system.components().stream().map(Component::name).toList());
        IndexSet second = system.component("feature1").indices();
        assertEquals(List.of(1, 6, 11), Arrays.stream(second.members()).boxed().toList());
        assertEquals(2 * FEATURES, system.component("W").indices().size());
        assertEquals(FEATURES, system.component("b").indices().size());
    }

    /** With w = 0 outputs are 0, so that an example's loss is half the square of its target. */
    @Test
    void targetsMayDifferFromTheInputs() throws IOException {
        Arrays.fill(w, 0f);
        float[] targets = new float[inputs.length];
        Arrays.fill(targets, 2f);
        write(Map.of("inputs", matrix(inputs), "targets", matrix(targets)));
        EnergySystem system = ModelFolder.read(folder).open().system();
        float[] losses = new float[EXAMPLES];
        system.view(IndexSet.range(0, w.length), 1).exampleLosses(w, losses);
        for (float loss : losses) {
            assertEquals(0.5 * FEATURES * 4, loss, 1e-5);
        }
    }

    @Test
    void aModelWithoutFeaturesIsNamed() throws IOException {
        write(Map.of("inputs", matrix(inputs)));
        Path config = folder.resolve(ModelConfig.FILE_NAME);
        String text = Files.readString(config).replace("\"features\" : 5", "\"features\" : 0");
        Files.writeString(config, text);
        String sentence =
                String.valueOf(
                        assertThrows(FormatException.class, () -> ModelFolder.read(folder))
                                .getMessage());
        assertTrue(sentence.contains("at least 1 feature"), sentence);
    }

    private static Tensor matrix(float[] values) {
        return new Tensor.F32(new int[] {EXAMPLES, FEATURES}, values);
    }

    private void write(Map<String, Tensor> data) throws IOException {
        Network network = Superposition.build(FEATURES);
        WeightFile.write(network, folder.resolve("model.safetensors"), w);
        TinyModel.write(folder.resolve("data.safetensors"), data);
        Files.writeString(
                folder.resolve("patterns.json"),
                """
                {"patterns": [{"name": "first", "family": "f", "description": "The first.",
                  "rule": {"type": "examples", "examples": [0, 1, 2]}}]}
                """);
        new ModelConfig(
                        "Toy",
                        "Five features in two dimensions.",
                        "Apache-2.0",
                        new ModelConfig.Architecture.OfSuperposition(FEATURES),
                        new ModelConfig.NetworkFiles(
                                "model.safetensors",
                                null,
                                "data.safetensors",
                                "data.safetensors",
                                Map.of(),
                                null,
                                "patterns.json"))
                .write(folder);
    }
}
