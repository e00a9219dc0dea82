package org.chiscope.network;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.math.IndexSet;

/**
 * Multi-layer perceptrons and, with no hidden layer, linear or logistic regression. Parameters are
 * {@code layers.0.weight} [output, input], {@code layers.0.bias} [output], …; components are {@code
 * layer0}, {@code layer1}, …; on request {@code x2}, what leads from an input, and {@code l0u3}, a
 * hidden unit: what leads to it, its bias and what leads from it.
 */
public final class Perceptron {

    private Perceptron() {}

    /**
     * A network from input to output through hidden layers.
     *
     * @param widths input width, hidden widths if any, output width
     * @param activation after each hidden layer
     * @param biases whether each layer has a bias
     * @param loss of the outputs: squared error or cross-entropy
     * @throws IllegalArgumentException with one sentence if there is no network of this shape
     */
    public static Network build(
            List<Integer> widths, Activation activation, boolean biases, Loss loss) {
        check(widths, loss);
        ParameterLayout.Builder layout = new ParameterLayout.Builder();
        List<Affine> maps = new ArrayList<>();
        for (int i = 0; i + 1 < widths.size(); i++) {
            String name = "layers." + i;
            maps.add(
                    new Affine(
                            layout.add(name + ".weight", widths.get(i + 1), widths.get(i)),
                            biases ? layout.add(name + ".bias", widths.get(i + 1)) : null));
        }
        List<Layer> layers = new ArrayList<>();
        List<Component> components = new ArrayList<>();
        List<Component> units = new ArrayList<>();
        for (int input = 0; input < widths.getFirst(); input++) {
            units.add(
                    new Component(
                            "x" + input,
                            Component.Kind.OTHER,
                            0,
                            maps.getFirst().weight().columns(input, input + 1)));
        }
        for (int i = 0; i < maps.size(); i++) {
            Affine map = maps.get(i);
            components.add(new Component("layer" + i, Component.Kind.OTHER, i, all(map)));
            if (i + 1 < maps.size()) {
                layers.add(new LinearLayer(map));
                layers.add(new ActivationLayer(activation, map.outputWidth()));
                for (int unit = 0; unit < map.outputWidth(); unit++) {
                    units.add(
                            new Component(
                                    "l" + i + "u" + unit,
                                    Component.Kind.OTHER,
                                    i,
                                    unit(map, maps.get(i + 1), unit)));
                }
            }
        }
        return new Network(
                layout.build(), layers, new AffineOutput(maps.getLast(), loss), components, units);
    }

    private static void check(List<Integer> widths, Loss loss) {
        if (widths.size() < 2 || widths.stream().anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException(
                    "A perceptron needs at least an input and an output width, all positive, but got "
                            + widths
                            + ".");
        }
        if (loss == Loss.NEXT_TOKEN || (loss == Loss.CROSS_ENTROPY && widths.getLast() < 2)) {
            throw new IllegalArgumentException(
                    "A perceptron ends in squared error, or in cross-entropy over at least 2 classes, but"
                            + " its loss is "
                            + loss
                            + " and its output width "
                            + widths.getLast()
                            + ".");
        }
    }

    private static IndexSet all(Affine map) {
        ParameterLayout.Tensor bias = map.bias();
        return IndexSet.range(
                map.weight().offset(), bias == null ? map.weight().end() : bias.end());
    }

    /** What leads to a hidden unit, its bias, and what leads from it. */
    private static IndexSet unit(Affine into, Affine outOf, int unit) {
        List<IndexSet> parts = new ArrayList<>();
        parts.add(into.weight().rows(unit, unit + 1));
        if (into.bias() != null) {
            parts.add(into.bias().rows(unit, unit + 1));
        }
        parts.add(outOf.weight().columns(unit, unit + 1));
        return IndexSet.union(parts);
    }
}
