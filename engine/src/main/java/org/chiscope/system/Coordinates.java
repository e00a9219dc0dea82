package org.chiscope.system;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.chiscope.math.IndexSet;
import org.chiscope.network.Component;

/** What systems have in common, most of all those of plain coordinates w0, w1, …. */
final class Coordinates {

    private Coordinates() {}

    /**
     * The component of that name: one of {@code components}, a coordinate, or a union joined by
     * {@code +}.
     *
     * @throws IllegalArgumentException with one sentence that lists the known names
     */
    static Component component(String name, List<Component> components, int dimension) {
        String[] parts = name.split("\\+", -1);
        if (parts.length == 1) {
            return part(name.strip(), components, dimension);
        }
        List<IndexSet> sets = new ArrayList<>();
        for (String part : parts) {
            sets.add(part(part.strip(), components, dimension).indices());
        }
        return new Component(name, Component.Kind.OTHER, -1, IndexSet.union(sets));
    }

    private static Component part(String name, List<Component> components, int dimension) {
        for (Component component : components) {
            if (component.name().equals(name)) {
                return component;
            }
        }
        for (int j = 0; j < dimension; j++) {
            if (name.equals("w" + j)) {
                return new Component(name, Component.Kind.OTHER, -1, IndexSet.range(j, j + 1));
            }
        }
        throw new IllegalArgumentException(
                "There is no component \""
                        + name
                        + "\"; known are "
                        + components.stream().map(Component::name).collect(Collectors.joining(", "))
                        + ", the weights w0 to w"
                        + (dimension - 1)
                        + ", and unions joined by +.");
    }

    /** Every example a context of its own. */
    static int[] ownContexts(int examples) {
        int[] contexts = new int[examples];
        Arrays.setAll(contexts, i -> i);
        return contexts;
    }

    /** Refuses masses that are not one an example. */
    static void checkMass(double[] mass, int examples) {
        if (mass.length != examples) {
            throw new IllegalArgumentException(
                    "A perturbation needs one mass for each of the "
                            + examples
                            + " evaluation examples, but got "
                            + mass.length
                            + ".");
        }
    }
}
