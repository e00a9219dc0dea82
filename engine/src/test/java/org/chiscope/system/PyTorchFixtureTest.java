package org.chiscope.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.chiscope.data.TokenData;
import org.chiscope.format.Safetensors;
import org.chiscope.format.Tensor;
import org.chiscope.math.IndexSet;
import org.chiscope.network.Batch;
import org.chiscope.network.Evaluator;
import org.chiscope.network.Network;
import org.chiscope.network.ParameterLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of layer against PyTorch in double precision: the loss of each example and the
 * gradient of each tensor. {@code src/test/python/make_fixtures.py} writes the fixtures; their
 * metadata says with which version.
 */
class PyTorchFixtureTest {
    /** Relative; the engine computes in float. */
    private static final double BOUND = 1e-4;

    static List<String> fixtures() {
        return List.of(
                "attention-only",
                "attention-biases",
                "rotary-rms-norm",
                "mlp-gelu-tied",
                "mlp-relu",
                "mlp-tanh-rotary-biases",
                "linear-regression",
                "perceptron-relu",
                "perceptron-tanh",
                "perceptron-gelu",
                "perceptron-classes",
                "deep-linear",
                "sequence-classes",
                "sequence-classes-rotary");
    }

    @Test
    void everyFixtureIsTested() throws IOException {
        try (Stream<Path> folders = Files.list(folder(""))) {
            assertEquals(
                    fixtures().stream().sorted().toList(),
                    folders.map(path -> path.getFileName().toString()).sorted().toList());
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void lossesAreThoseOfPyTorch(String name) throws IOException {
        Fixture fixture = Fixture.read(folder(name));
        Evaluator evaluator = fixture.evaluator();
        float[] found = new float[fixture.batch.examples()];

        evaluator.losses(fixture.w, evaluator.fix(fixture.w, fixture.batch), found);

        double[] expected = fixture.doubles("losses");
        assertEquals(expected.length, found.length);
        for (int i = 0; i < found.length; i++) {
            double bound = BOUND * Math.max(1, Math.abs(expected[i]));
            assertEquals(expected[i], found[i], bound, "example " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void gradientsAreThoseOfPyTorchTensorByTensor(String name) throws IOException {
        Fixture fixture = Fixture.read(folder(name));
        float[] found = new float[fixture.w.length];

        fixture.evaluator().gradient(fixture.w, fixture.batch, found);

        for (ParameterLayout.Tensor tensor : fixture.network.layout().tensors()) {
            double[] expected = fixture.doubles("gradient." + tensor.name());
            double error = 0;
            double norm = 0;
            for (int i = 0; i < tensor.size(); i++) {
                error = Math.hypot(error, found[tensor.offset() + i] - expected[i]);
                norm = Math.hypot(norm, expected[i]);
            }
            // A key's bias shifts all scores of a row alike, so its gradient is zero.
            double bound = BOUND * (tensor.name().endsWith("k.bias") ? 1e-2 : norm);
            String message = tensor + " differs by " + error + ", allowed are " + bound;
            assertTrue(error <= bound, message);
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void tensorsHaveTheNamesAndShapesOfThePyTorchModel(String name) throws IOException {
        Fixture fixture = Fixture.read(folder(name));
        for (ParameterLayout.Tensor tensor : fixture.network.layout().tensors()) {
            Tensor written = fixture.weights.require(tensor.name(), folder(name));
            assertArrayEquals(tensor.shape(), written.shape(), tensor.name());
        }
        assertEquals(fixture.network.layout().tensors().size(), fixture.weights.tensors().size());
    }

    private record Fixture(
            Network network, Safetensors weights, float[] w, Batch batch, Safetensors expected) {

        static Fixture read(Path folder) throws IOException {
            ModelConfig config = ModelConfig.read(folder);
            Network network =
                    ((ModelConfig.Architecture.OfNetwork) config.architecture()).network();
            ModelConfig.NetworkFiles files = config.files();
            assertNotNull(files);
            Path weightsFile = folder.resolve(files.weights());
            Safetensors weights = Safetensors.read(weightsFile);
            float[] w = new float[network.layout().size()];
            for (ParameterLayout.Tensor tensor : network.layout().tensors()) {
                float[] values =
                        ((Tensor.F32) weights.require(tensor.name(), weightsFile)).values();
                System.arraycopy(values, 0, w, tensor.offset(), tensor.size());
            }
            Path expectedFile = folder.resolve(files.evaluation());
            Safetensors expected = Safetensors.read(expectedFile);
            assertTrue(expected.metadata().containsKey("written_by"), "the version that wrote it");
            Batch batch =
                    switch ((ModelConfig.Architecture.OfNetwork) config.architecture()) {
                        case ModelConfig.Architecture.OfTransformer _ ->
                                TokenData.read(expectedFile).batch();
                        case ModelConfig.Architecture.OfNetwork other ->
                                ExampleFile.read(expectedFile, other);
                    };
            return new Fixture(network, weights, w, batch, expected);
        }

        Evaluator evaluator() {
            return new Evaluator(network, IndexSet.range(0, w.length));
        }

        double[] doubles(String name) throws IOException {
            return ((Tensor.F64) expected.require(name, Path.of("expected.safetensors"))).values();
        }
    }

    private static Path folder(String name) {
        URL url = PyTorchFixtureTest.class.getResource("/fixtures/pytorch/" + name);
        try {
            return Path.of(Objects.requireNonNull(url, name).toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
