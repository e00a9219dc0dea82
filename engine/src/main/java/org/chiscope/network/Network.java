package org.chiscope.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chiscope.math.IndexSet;

/**
 * A differentiable model: a stack of layers over one flat parameter array, the last of which ends
 * in a loss. Immutable and thread-safe; computations are done by {@link Evaluator}s, one a worker.
 * Made by {@link Transformer}, {@link Perceptron} or {@link Superposition}.
 */
public final class Network {
    private final ParameterLayout layout;
    private final List<Layer> layers;
    private final OutputLayer output;
    private final List<Component> rows;
    private final Map<String, Component> named;

    Network(
            ParameterLayout layout,
            List<Layer> layers,
            OutputLayer output,
            List<Component> rows,
            List<Component> others) {
        this.layout = layout;
        this.layers = List.copyOf(layers);
        this.output = output;
        this.rows = List.copyOf(rows);
        this.named = new LinkedHashMap<>();
        for (Component component : rows) {
            named.put(component.name(), component);
        }
        for (Component component : others) {
            named.putIfAbsent(component.name(), component);
        }
        int slot = Pass.LAYER_SLOTS;
        for (Layer layer : layers) {
            layer.assignSlots(slot);
            slot += layer.slots();
        }
    }

    /** Names, shapes and places of the parameters. */
    public ParameterLayout layout() {
        return layout;
    }

    /** The components that have a row by default, in the order in which they are shown. */
    public List<Component> components() {
        return rows;
    }

    /**
     * The component of a name as researchers write it: one of {@link #components()}, {@code l0
     * attn} (or {@code l0.attn}), {@code l0 mlp}, any parameter's name, or a union of these joined
     * by {@code +}.
     *
     * @throws IllegalArgumentException with one sentence that lists the known names
     */
    public Component component(String name) {
        String[] parts = name.split("\\+", -1);
        List<IndexSet> sets = new ArrayList<>();
        Component single = null;
        for (String part : parts) {
            single = part(part.strip());
            sets.add(single.indices());
        }
        if (parts.length == 1 && single != null) {
            return single;
        }
        return new Component(name.strip(), Component.Kind.OTHER, -1, IndexSet.union(sets));
    }

    private Component part(String name) {
        Component component = named.get(name);
        if (component == null) {
            component = named.get(name.replace('.', ' '));
        }
        if (component != null) {
            return component;
        }
        if (layout.has(name)) {
            return new Component(name, Component.Kind.OTHER, -1, layout.tensor(name).indices());
        }
        throw new IllegalArgumentException(
                "There is no component \""
                        + name
                        + "\" in this model; use one of "
                        + String.join(", ", named.keySet())
                        + ", a parameter's name, or a union joined by +.");
    }

    /** All but the output layer. */
    List<Layer> layers() {
        return layers;
    }

    OutputLayer output() {
        return output;
    }

    /** Columns of what reaches layer {@code index}, or the output layer after the last of them. */
    int inputWidth(int index) {
        return index < layers.size() ? layers.get(index).inputWidth() : output.inputWidth();
    }
}
