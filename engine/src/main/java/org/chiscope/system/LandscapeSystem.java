package org.chiscope.system;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Component;
import org.chiscope.physics.Combination;
import org.chiscope.physics.Landscape;
import org.chiscope.physics.Monomial;

/**
 * Energy landscapes as a system: L is the base landscape, each L_k another one. With K patterns
 * there are K + 1 evaluation examples, each a context of its own: the landscapes L_k, and (K + 1) L
 * − Σ L_k, so that the mean over all of them is L as everywhere. A minibatch is the whole.
 */
public final class LandscapeSystem implements EnergySystem {
    private final Landscape base;
    private final List<Landscape> examples;
    private final List<Pattern> patterns;
    private final float[] checkpoint;
    private final List<Component> components;
    private final Rows rows;

    /** A system of coordinates that yield to forces. */
    private LandscapeSystem(Landscape base, float[] checkpoint) {
        this.base = base;
        this.checkpoint = checkpoint.clone();
        rows = Rows.EXAMPLES;
        examples = new ArrayList<>();
        List<Component> coordinates = new ArrayList<>();
        List<Pattern> forces = new ArrayList<>();
        for (int i = 0; i < checkpoint.length; i++) {
            coordinates.add(
                    new Component("w" + i, Component.Kind.OTHER, -1, IndexSet.range(i, i + 1)));
            forces.add(
                    new Pattern(
                            "f" + i, "force", "A force on coordinate " + i + ".", new int[] {i}));
            int[] exponents = new int[checkpoint.length];
            exponents[i] = 1;
            examples.add(new Monomial(-1, exponents));
        }
        components = List.copyOf(coordinates);
        patterns = List.copyOf(forces);
    }

    /**
     * Coordinates and forces: row i follows w_i, and column k is a force on w_k, the energy −w_k;
     * for coupled springs, ∂⟨w⟩/∂force = nβ χ = K⁻¹.
     *
     * @param base the energy
     * @param checkpoint where chains start
     */
    public static LandscapeSystem responding(Landscape base, float[] checkpoint) {
        check(base, checkpoint);
        return new LandscapeSystem(base, checkpoint);
    }

    private static void check(Landscape base, float[] checkpoint) {
        if (checkpoint.length != base.dimension()) {
            throw new IllegalArgumentException(
                    "The landscape has "
                            + base.dimension()
                            + " coordinates, but the checkpoint "
                            + checkpoint.length
                            + ".");
        }
    }

    /**
     * @param base L
     * @param patterns L_k by name, in the order of the map, over the same coordinates
     * @param checkpoint w*
     * @param components with their rows
     * @throws IllegalArgumentException with one sentence if dimensions differ
     */
    public LandscapeSystem(
            Landscape base,
            Map<String, ? extends Landscape> patterns,
            float[] checkpoint,
            List<Component> components) {
        check(base, checkpoint);
        this.base = base;
        this.checkpoint = checkpoint.clone();
        this.components = List.copyOf(components);
        examples = new ArrayList<>();
        List<Pattern> named = new ArrayList<>();
        patterns.forEach(
                (name, landscape) -> {
                    named.add(
                            new Pattern(
                                    name,
                                    "landscape",
                                    "The energy " + name + ".",
                                    new int[] {examples.size()}));
                    examples.add(landscape);
                });
        this.patterns = List.copyOf(named);
        rows = Rows.COMPONENTS;
        List<Landscape> terms = new ArrayList<>(List.of(base));
        terms.addAll(examples);
        double[] factors = new double[terms.size()];
        Arrays.fill(factors, -1);
        factors[0] = terms.size();
        examples.add(new Combination(terms, factors));
    }

    /** {@code of} with another energy. */
    private LandscapeSystem(LandscapeSystem of, Landscape base) {
        this.base = base;
        examples = of.examples;
        patterns = of.patterns;
        checkpoint = of.checkpoint;
        components = of.components;
        rows = of.rows;
    }

    @Override
    public EnergySystem perturbed(double[] mass) {
        Coordinates.checkMass(mass, examples.size());
        List<Landscape> terms = new ArrayList<>(List.of(base));
        terms.addAll(examples);
        double[] factors = new double[terms.size()];
        factors[0] = 1;
        System.arraycopy(mass, 0, factors, 1, mass.length);
        return new LandscapeSystem(this, new Combination(terms, factors));
    }

    @Override
    public Rows rows() {
        return rows;
    }

    @Override
    public int dimension() {
        return checkpoint.length;
    }

    @Override
    public float[] checkpoint() {
        return checkpoint.clone();
    }

    @Override
    public List<Component> components() {
        return components;
    }

    @Override
    public Component component(String name) {
        return Coordinates.component(name, components, checkpoint.length);
    }

    @Override
    public int examples() {
        return examples.size();
    }

    @Override
    public int[] contextOfExample() {
        return Coordinates.ownContexts(examples.size());
    }

    @Override
    public List<Pattern> patterns() {
        return patterns;
    }

    @Override
    public EnergyView view(IndexSet moving, int batchSize) {
        return new View(moving.members());
    }

    private final class View implements EnergyView {
        private final int[] moving;
        private final double[] w = new double[checkpoint.length];
        private final double[] all = new double[checkpoint.length];

        View(int[] moving) {
            this.moving = moving;
        }

        @Override
        public double minibatchGradient(float[] parameters, RandomStream random, float[] gradient) {
            return fullGradient(parameters, gradient);
        }

        @Override
        public double fullGradient(float[] parameters, float[] gradient) {
            load(parameters);
            base.gradient(w, all);
            for (int i = 0; i < moving.length; i++) {
                gradient[i] = (float) all[moving[i]];
            }
            return base.energy(w);
        }

        @Override
        public void exampleLosses(float[] parameters, float[] losses) {
            load(parameters);
            for (int z = 0; z < losses.length; z++) {
                losses[z] = (float) examples.get(z).energy(w);
            }
        }

        private void load(float[] parameters) {
            for (int i = 0; i < w.length; i++) {
                w[i] = parameters[i];
            }
        }
    }
}
