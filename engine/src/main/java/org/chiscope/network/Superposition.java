package org.chiscope.network;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.math.IndexSet;

/**
 * Toy models of superposition (Elhage et al., 2022): features are pressed into two hidden values
 * and read back with the same weights, o = ReLU(Wᵀ W x + b), under squared error. Parameters are
 * {@code W} [2, features] and {@code b} [features]; components are {@code feature0}, {@code
 * feature1}, …, each a column of W and an entry of b.
 */
public final class Superposition {
    /** Rows of W: of so many values is the hidden layer made. */
    private static final int HIDDEN = 2;

    private Superposition() {}

    /** A network of {@code features} inputs and as many outputs. */
    public static Network build(int features) {
        if (features < 1) {
            throw new IllegalArgumentException(
                    "A toy model of superposition needs at least 1 feature, but got "
                            + features
                            + ".");
        }
        ParameterLayout.Builder layout = new ParameterLayout.Builder();
        ParameterLayout.Tensor weight = layout.add("W", HIDDEN, features);
        ParameterLayout.Tensor bias = layout.add("b", features);
        List<Component> components = new ArrayList<>();
        for (int i = 0; i < features; i++) {
            IndexSet own = IndexSet.union(List.of(weight.columns(i, i + 1), bias.rows(i, i + 1)));
            components.add(new Component("feature" + i, Component.Kind.OTHER, -1, own));
        }
        return new Network(
                layout.build(), List.of(), new TiedOutput(weight, bias), components, List.of());
    }
}
