package org.chiscope.system;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Component;
import org.chiscope.physics.SpinLattice;

/**
 * An Ising model as a system: parameters are spins, L is the energy, nβ the inverse temperature.
 * Example i is what a field on site i couples to, ℓ_i = −s_i, so a field h_i is a data perturbation
 * (Elliott and Murfet, arXiv:2605.07980), and the response of spin i, φ_i = −ℓ_i, to a field on j
 * is Cov(s_i, s_j). The checkpoint is all spins up.
 */
public final class SpinSystem implements EnergySystem {
    private final SpinLattice lattice;
    private final int[][] neighbours;
    private final List<Component> components;
    private final List<Pattern> patterns;
    private final double[] fields;

    /** A row and a column for each site. */
    public SpinSystem(SpinLattice lattice) {
        this.lattice = lattice;
        fields = new double[lattice.sites()];
        Arrays.fill(fields, lattice.field());
        neighbours = lattice.neighbours();
        List<Component> sites = new ArrayList<>();
        List<Pattern> siteFields = new ArrayList<>();
        for (int i = 0; i < lattice.sites(); i++) {
            String name = i % lattice.width() + "," + i / lattice.width();
            sites.add(
                    new Component("s" + name, Component.Kind.OTHER, -1, IndexSet.range(i, i + 1)));
            siteFields.add(
                    new Pattern(
                            "h" + name,
                            "row " + i / lattice.width(),
                            "A field on the spin at column "
                                    + i % lattice.width()
                                    + ", row "
                                    + i / lattice.width()
                                    + ".",
                            new int[] {i}));
        }
        components = List.copyOf(sites);
        patterns = List.copyOf(siteFields);
    }

    /** {@code of} with other fields. */
    private SpinSystem(SpinSystem of, double[] fields) {
        lattice = of.lattice;
        neighbours = of.neighbours;
        components = of.components;
        patterns = of.patterns;
        this.fields = fields;
    }

    /** Mass on ℓ_i = −s_i is a field on site i. */
    @Override
    public EnergySystem perturbed(double[] mass) {
        Coordinates.checkMass(mass, lattice.sites());
        double[] perturbed = fields.clone();
        for (int i = 0; i < mass.length; i++) {
            perturbed[i] += mass[i];
        }
        return new SpinSystem(this, perturbed);
    }

    @Override
    public Rows rows() {
        return Rows.EXAMPLES;
    }

    @Override
    public boolean discrete() {
        return true;
    }

    @Override
    public int dimension() {
        return lattice.sites();
    }

    @Override
    public float[] checkpoint() {
        float[] up = new float[lattice.sites()];
        Arrays.fill(up, 1f);
        return up;
    }

    @Override
    public List<Component> components() {
        return components;
    }

    @Override
    public Component component(String name) {
        return Coordinates.component(name, components, lattice.sites());
    }

    @Override
    public int examples() {
        return lattice.sites();
    }

    @Override
    public int[] contextOfExample() {
        return Coordinates.ownContexts(lattice.sites());
    }

    @Override
    public List<Pattern> patterns() {
        return patterns;
    }

    @Override
    public SpinView view(IndexSet moving, int batchSize) {
        return new View(lattice, neighbours, fields);
    }

    @SuppressWarnings("ArrayRecordComponent") // shared by all views, and never compared
    private record View(SpinLattice lattice, int[][] neighbours, double[] fields)
            implements SpinView {
        @Override
        public double minibatchGradient(float[] parameters, RandomStream random, float[] gradient) {
            throw noGradient();
        }

        @Override
        public double fullGradient(float[] parameters, float[] gradient) {
            throw noGradient();
        }

        @Override
        public double energy(float[] spins) {
            double energy = lattice.energy(spins, neighbours);
            for (int i = 0; i < spins.length; i++) {
                energy -= (fields[i] - lattice.field()) * spins[i];
            }
            return energy;
        }

        private static UnsupportedOperationException noGradient() {
            return new UnsupportedOperationException(
                    "Spins have no gradient; use a sampler that flips them.");
        }

        @Override
        public void exampleLosses(float[] parameters, float[] losses) {
            for (int i = 0; i < losses.length; i++) {
                losses[i] = -parameters[i];
            }
        }
    }
}
