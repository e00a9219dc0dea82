package org.chiscope.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Multi-layer perceptrons and, with no hidden layer, linear regression, under squared error.
 * Parameters are {@code layers.0.weight} [output, input], {@code layers.0.bias} [output], …;
 * components are {@code layer0}, {@code layer1}, ….
 */
public final class Perceptron {

    private Perceptron() {}

    /**
     * A network from input to output through hidden layers.
     *
     * @param widths input width, hidden widths if any, output width
     * @param activation after each hidden layer
     * @param biases whether each layer has a bias
     */
    public static Network build(List<Integer> widths, Activation activation, boolean biases) {
        if (widths.size() < 2 || widths.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException(
                    "A perceptron needs at least an input and an output width, all positive, but got "
                            + widths
                            + ".");
        }
        ParameterLayout.Builder layout = new ParameterLayout.Builder();
        List<Layer> layers = new ArrayList<>();
        List<Component> components = new ArrayList<>();
        Affine last = null;
        for (int i = 0; i + 1 < widths.size(); i++) {
            int in = widths.get(i);
            int out = widths.get(i + 1);
            if (last != null) {
                layers.add(new LinearLayer(last));
                layers.add(new ActivationLayer(activation, in));
            }
            ParameterLayout.Tensor weight = layout.add("layers." + i + ".weight", out, in);
            ParameterLayout.Tensor bias = biases ? layout.add("layers." + i + ".bias", out) : null;
            last = new Affine(weight, bias);
            components.add(
                    new Component(
                            "layer" + i,
                            Component.Kind.OTHER,
                            i,
                            org.chiscope.math.IndexSet.range(
                                    weight.offset(), bias == null ? weight.end() : bias.end())));
        }
        return new Network(
                layout.build(),
                layers,
                new AffineOutput(Objects.requireNonNull(last), Loss.SQUARED_ERROR),
                components,
                List.of());
    }

    /** Linear regression y = x·wᵀ (+ b) under squared error. */
    public static Network linearRegression(int inputs, int outputs, boolean bias) {
        return build(List.of(inputs, outputs), Activation.RELU, bias);
    }
}
