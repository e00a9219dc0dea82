package org.chiscope.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients, tensor by tensor, against central differences of an independent implementation in
 * double. The differences err by about h² ≈ 1e−8 relative; the engine computes in float, so 1e−4 of
 * the tensor's norm is asked for.
 */
class GradientTest {
    private static final double BOUND = 1e-4;
    private static final double H = 1e-4;
    private static final int CONTEXTS = 3;
    private static final int LENGTH = 7;
    private static final int VOCABULARY = 11;

    static Stream<TransformerConfig> shapes() {
        var layer = TransformerConfig.NormKind.LAYER_NORM;
        var rms = TransformerConfig.NormKind.RMS_NORM;
        return Stream.of(
                shape(0, null, layer, true, 0, false, false),
                shape(0, null, rms, false, 10000, false, false),
                shape(0, null, layer, true, 100, false, false),
                shape(12, Activation.GELU_TANH, layer, true, 0, true, true),
                shape(12, Activation.RELU, rms, false, 100, true, false),
                shape(5, Activation.TANH, layer, false, 100, false, true));
    }

    private static TransformerConfig shape(
            int mlp,
            @Nullable Activation activation,
            TransformerConfig.NormKind norm,
            boolean positions,
            double rotary,
            boolean tied,
            boolean biases) {
        return new TransformerConfig(
                VOCABULARY,
                8,
                12,
                2,
                3,
                mlp,
                activation,
                norm,
                1e-5,
                positions,
                rotary,
                tied,
                biases);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void everyTensorAgreesWithCentralDifferences(TransformerConfig config) {
        Network network = Transformer.build(config);
        float[] w = randomParameters(network);
        Batch.Tokens batch = tokens();
        ReferenceTransformer reference = new ReferenceTransformer(config, network.layout());
        checkTensors(network, w, batch, x -> reference.loss(x, batch.tokens(), CONTEXTS, LENGTH));
    }

    /** By hand: layer 0 is 3 × 2 and then 3 biases, layer 1 is 2 × 3 and then 2 biases. */
    @Test
    void inputsAndUnitsOfAPerceptronAreComponents() {
        Network network =
                Perceptron.build(List.of(2, 3, 2), Activation.RELU, true, Loss.SQUARED_ERROR);

        assertArrayEquals(new int[] {1, 3, 5}, network.component("x1").indices().members());
        assertArrayEquals(
                new int[] {4, 5, 8, 11, 14}, network.component("l0u2").indices().members());
        assertArrayEquals(
                new int[] {9, 10, 11, 12, 13, 14, 15, 16},
                network.component("layer1").indices().members());
    }

    @Test
    void perceptronsAgreeWithCentralDifferences() {
        for (Activation activation : Activation.values()) {
            checkPerceptron(List.of(4, 6, 5, 2), activation, true);
        }
        checkPerceptron(List.of(5, 1), Activation.RELU, false);
        checkPerceptron(List.of(3, 2), Activation.RELU, true);
    }

    @Test
    void toyModelsOfSuperpositionAgreeWithCentralDifferences() {
        for (int features : new int[] {1, 2, 5, 6}) {
            Network network = Superposition.build(features);
            float[] w = randomParameters(network);
            int count = 9;
            float[] inputs = new float[count * features];
            float[] targets = new float[count * features];
            RandomStream stream = RandomStream.of(4);
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = (float) stream.nextDouble();
                targets[i] = (float) stream.nextDouble();
            }
            checkTensors(
                    network,
                    w,
                    new Batch.Pairs(inputs, inputs, count),
                    x -> toyLoss(features, x, inputs, inputs));
            checkTensors(
                    network,
                    w,
                    new Batch.Pairs(inputs, targets, count),
                    x -> toyLoss(features, x, inputs, targets));
        }
    }

    /** The mean of ½‖target − ReLU(Wᵀ W x + b)‖². */
    private static double toyLoss(int n, double[] w, float[] inputs, float[] targets) {
        double sum = 0;
        for (int at = 0; at < inputs.length; at += n) {
            double[] hidden = new double[2];
            for (int j = 0; j < 2 * n; j++) {
                hidden[j / n] += w[j] * inputs[at + j % n];
            }
            for (int i = 0; i < n; i++) {
                double before = w[i] * hidden[0] + w[n + i] * hidden[1] + w[2 * n + i];
                double error = Math.max(0, before) - targets[at + i];
                sum += 0.5 * error * error;
            }
        }
        return sum / (inputs.length / n);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void aComponentsGradientIsTheFullOneRestricted(TransformerConfig config) {
        Network network = Transformer.build(config);
        float[] w = randomParameters(network);
        Batch.Tokens batch = tokens();
        int d = w.length;
        float[] full = new float[d];
        new Evaluator(network, IndexSet.range(0, d)).gradient(w, batch, full);
        for (String name :
                List.of(
                        "embed",
                        "l0h1",
                        "l1h0",
                        "l1h2",
                        "l0 attn",
                        "l0h0+l1h2",
                        "final_norm.weight",
                        "blocks.1.norm1.weight",
                        "blocks.0.attn.o.weight")) {
            IndexSet component = network.component(name).indices();
            float[] restricted = new float[d];
            new Evaluator(network, component).gradient(w, batch, restricted);
            float[] expected = new float[component.size()];
            float[] found = new float[component.size()];
            component.gather(full, expected);
            component.gather(restricted, found);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], found[i], 1e-6, name + " entry " + i);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void lossesFromAFixedBatchAreThoseOfTheWholePass(TransformerConfig config) {
        Network network = Transformer.build(config);
        float[] w = randomParameters(network);
        Batch.Tokens batch = tokens();
        for (String name :
                List.of(
                        "embed",
                        "l0h1",
                        "l1h2",
                        "l1h0+l1h1",
                        "l1 attn",
                        "l1h1+unembed.weight",
                        "final_norm.weight")) {
            if (config.tiedEmbeddings() && name.contains("unembed")) {
                continue;
            }
            IndexSet component = network.component(name).indices();
            Evaluator evaluator = new Evaluator(network, component);
            Evaluator.Fixed fixed = evaluator.fix(w, batch);
            float[] moved = w.clone();
            float[] v = new float[component.size()];
            RandomStream stream = RandomStream.of(5);
            for (int i = 0; i < v.length; i++) {
                v[i] = (float) (0.3 * stream.nextGaussian());
            }
            component.scatter(v, moved);
            float[] found = new float[batch.examples()];
            evaluator.losses(moved, fixed, found);
            float[] unkept = new float[batch.examples()];
            evaluator.losses(moved, evaluator.unfixed(batch), unkept);
            assertArrayEquals(found, unkept, name);
            Evaluator whole = new Evaluator(network, IndexSet.range(0, w.length));
            float[] expected = new float[batch.examples()];
            whole.losses(moved, whole.fix(moved, batch), expected);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], found[i], 1e-5, name + " example " + i);
            }
        }
    }

    /** Of some units, one of them twice, with weights, and of all without; to the last bit. */
    @ParameterizedTest
    @MethodSource("shapes")
    void gradientsFromKnownLowerLayersAreThoseOfTheWholePass(TransformerConfig config) {
        Network network = Transformer.build(config);
        float[] w = randomParameters(network);
        Batch.Tokens batch = tokens();
        int[] units = {2, 0, 2};
        Batch some = batch.select(units);
        float[] weights = new float[some.examples()];
        RandomStream stream = RandomStream.of(6);
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) stream.nextGaussian();
        }
        for (String name : List.of("l0h1", "l1h2", "l1 attn", "final_norm.weight", "unembed")) {
            if (config.tiedEmbeddings() && name.equals("unembed")) {
                continue;
            }
            IndexSet component = network.component(name).indices();
            Evaluator evaluator = new Evaluator(network, component);
            Evaluator.Fixed known = evaluator.fixLayers(w, batch);
            float[] moved = w.clone();
            float[] v = new float[component.size()];
            for (int i = 0; i < v.length; i++) {
                v[i] = (float) (0.3 * stream.nextGaussian());
            }
            component.scatter(v, moved);
            float[] expected = new float[w.length];
            float[] found = new float[w.length];
            double loss = evaluator.gradient(moved, some, weights, expected);
            assertEquals(loss, evaluator.gradient(moved, known, units, weights, found));
            assertArrayEquals(of(component, expected), of(component, found), name);
            loss = evaluator.gradient(moved, batch, expected);
            assertEquals(loss, evaluator.gradient(moved, known, null, null, found));
            assertArrayEquals(of(component, expected), of(component, found), name);
        }
    }

    private static float[] of(IndexSet component, float[] gradient) {
        float[] own = new float[component.size()];
        component.gather(gradient, own);
        return own;
    }

    private static Batch.Tokens tokens() {
        RandomStream stream = RandomStream.of(2);
        int[] tokens = new int[CONTEXTS * LENGTH];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = stream.nextInt(VOCABULARY);
        }
        return new Batch.Tokens(tokens, CONTEXTS, LENGTH);
    }

    private static float[] randomParameters(Network network) {
        float[] w = new float[network.layout().size()];
        RandomStream stream = RandomStream.of(1);
        for (ParameterLayout.Tensor tensor : network.layout().tensors()) {
            float centre =
                    tensor.name().contains("norm") && tensor.name().endsWith("weight") ? 1 : 0;
            for (int i = tensor.offset(); i < tensor.end(); i++) {
                w[i] = (float) (centre + 0.4 * stream.nextGaussian());
            }
        }
        return w;
    }

    private static void checkTensors(
            Network network, float[] w, Batch batch, ToDoubleFunction<double[]> loss) {
        float[] gradient = new float[w.length];
        double found =
                new Evaluator(network, IndexSet.range(0, w.length)).gradient(w, batch, gradient);
        double[] x = new double[w.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = w[i];
        }
        assertEquals(loss.applyAsDouble(x), found, 1e-5);
        for (ParameterLayout.Tensor tensor : network.layout().tensors()) {
            double error = 0;
            double norm = 0;
            for (int i = tensor.offset(); i < tensor.end(); i++) {
                double centre = x[i];
                x[i] = centre + H;
                double up = loss.applyAsDouble(x);
                x[i] = centre - H;
                double down = loss.applyAsDouble(x);
                x[i] = centre;
                double difference = (up - down) / (2 * H);
                error += (gradient[i] - difference) * (gradient[i] - difference);
                norm += difference * difference;
            }
            // A key bias shifts all scores of a row alike: its gradient is zero.
            double scale = tensor.name().endsWith("k.bias") ? 1e-2 : Math.sqrt(norm);
            assertTrue(
                    Math.sqrt(error) <= BOUND * scale,
                    () -> tensor + " differs from central differences beyond " + BOUND);
        }
    }

    private static void checkPerceptron(
            List<Integer> widths, Activation activation, boolean biases) {
        Network network = Perceptron.build(widths, activation, biases, Loss.SQUARED_ERROR);
        float[] w = randomParameters(network);
        RandomStream stream = RandomStream.of(3);
        int count = 9;
        float[] inputs = new float[count * widths.getFirst()];
        float[] targets = new float[count * widths.getLast()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) stream.nextGaussian();
        }
        for (int i = 0; i < targets.length; i++) {
            targets[i] = (float) stream.nextGaussian();
        }
        checkTensors(
                network,
                w,
                new Batch.Pairs(inputs, targets, count),
                x -> perceptronLoss(network, widths, activation, biases, x, inputs, targets));
    }

    private static double perceptronLoss(
            Network network,
            List<Integer> widths,
            Activation activation,
            boolean biases,
            double[] w,
            float[] inputs,
            float[] targets) {
        int in = widths.getFirst();
        int out = widths.getLast();
        int count = inputs.length / in;
        double sum = 0;
        for (int row = 0; row < count; row++) {
            double[] x = new double[in];
            for (int j = 0; j < in; j++) {
                x[j] = inputs[row * in + j];
            }
            for (int layer = 0; layer + 1 < widths.size(); layer++) {
                double[] y = new double[widths.get(layer + 1)];
                int weight = network.layout().tensor("layers." + layer + ".weight").offset();
                for (int i = 0; i < y.length; i++) {
                    if (biases) {
                        y[i] = w[network.layout().tensor("layers." + layer + ".bias").offset() + i];
                    }
                    for (int j = 0; j < x.length; j++) {
                        y[i] += w[weight + i * x.length + j] * x[j];
                    }
                    if (layer + 2 < widths.size()) {
                        y[i] =
                                switch (activation) {
                                    case RELU -> Math.max(0, y[i]);
                                    case TANH -> Math.tanh(y[i]);
                                    case IDENTITY -> y[i];
                                    case GELU_TANH ->
                                            0.5
                                                    * y[i]
                                                    * (1
                                                            + Math.tanh(
                                                                    Math.sqrt(2 / Math.PI)
                                                                            * (y[i]
                                                                                    + 0.044715
                                                                                            * y[i]
                                                                                            * y[i]
                                                                                            * y[
                                                                                                    i])));
                                };
                    }
                }
                x = y;
            }
            for (int j = 0; j < out; j++) {
                double error = x[j] - targets[row * out + j];
                sum += 0.5 * error * error;
            }
        }
        return sum / count;
    }
}
