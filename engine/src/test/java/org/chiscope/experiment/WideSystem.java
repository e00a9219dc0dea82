package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Component;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;

/**
 * A system of as many examples as one wants that costs next to nothing to evaluate: example z looks
 * at one parameter, ℓ_z = ½ (w_j − t_z)² with j = z mod d, and each component has four of them.
 */
final class WideSystem implements EnergySystem {
    private static final int WEIGHTS = 4;

    private final int examples;
    private final int components;
    private final int contextLength;

    /**
     * @param contextLength examples of a context
     */
    WideSystem(int examples, int components, int contextLength) {
        this.examples = examples;
        this.components = components;
        this.contextLength = contextLength;
    }

    private static float target(int example) {
        return ((example * 0x9E3779B1) >> 8) * 0x1p-23f;
    }

    @Override
    public int dimension() {
        return WEIGHTS * components;
    }

    @Override
    public float[] checkpoint() {
        return new float[dimension()];
    }

    @Override
    public List<Component> components() {
        List<Component> all = new ArrayList<>();
        for (int c = 0; c < components; c++) {
            all.add(component("c" + c));
        }
        return all;
    }

    @Override
    public Component component(String name) {
        int c = Integer.parseInt(name.substring(1));
        return new Component(
                name, Component.Kind.OTHER, -1, IndexSet.range(WEIGHTS * c, WEIGHTS * (c + 1)));
    }

    @Override
    public int examples() {
        return examples;
    }

    @Override
    public int[] contextOfExample() {
        int[] contexts = new int[examples];
        for (int z = 0; z < examples; z++) {
            contexts[z] = z / contextLength;
        }
        return contexts;
    }

    @Override
    public List<Pattern> patterns() {
        return List.of(pattern("sevenths", 0, 7), pattern("thirteenths", 5, 13));
    }

    private Pattern pattern(String name, int first, int step) {
        int[] members = new int[(examples - first + step - 1) / step];
        for (int i = 0; i < members.length; i++) {
            members[i] = first + i * step;
        }
        return new Pattern(name, "positions", "Examples by position.", members);
    }

    @Override
    public EnergySystem perturbed(double[] mass) {
        throw new UnsupportedOperationException("Nobody perturbs this one.");
    }

    @Override
    public EnergyView view(IndexSet moving, int batchSize) {
        return new EnergyView() {
            private final float[] flat = new float[dimension()];

            @Override
            public double minibatchGradient(
                    float[] parameters, RandomStream random, float[] gradient) {
                int[] batch = new int[batchSize];
                for (int i = 0; i < batchSize; i++) {
                    batch[i] = random.nextInt(examples);
                }
                return gradient(parameters, batch, gradient);
            }

            @Override
            public double fullGradient(float[] parameters, float[] gradient) {
                int[] batch = new int[examples];
                for (int z = 0; z < examples; z++) {
                    batch[z] = z;
                }
                return gradient(parameters, batch, gradient);
            }

            private double gradient(float[] parameters, int[] batch, float[] gradient) {
                Arrays.fill(flat, 0);
                double loss = 0;
                for (int z : batch) {
                    int j = z % flat.length;
                    float away = parameters[j] - target(z);
                    loss += 0.5 * away * away;
                    flat[j] += away / batch.length;
                }
                moving.gather(flat, gradient);
                return loss / batch.length;
            }

            @Override
            public void exampleLosses(float[] parameters, float[] losses) {
                for (int z = 0; z < losses.length; z++) {
                    float away = parameters[z % flat.length] - target(z);
                    losses[z] = 0.5f * away * away;
                }
            }
        };
    }
}
