package org.chiscope.system;

import java.util.List;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.network.Component;

/** Another system, of which a test changes one thing. */
public class ForwardingSystem implements EnergySystem {
    private final EnergySystem system;

    public ForwardingSystem(EnergySystem system) {
        this.system = system;
    }

    @Override
    public Rows rows() {
        return system.rows();
    }

    @Override
    public boolean discrete() {
        return system.discrete();
    }

    @Override
    public int dimension() {
        return system.dimension();
    }

    @Override
    public float[] checkpoint() {
        return system.checkpoint();
    }

    @Override
    public List<Component> components() {
        return system.components();
    }

    @Override
    public Component component(String name) {
        return system.component(name);
    }

    @Override
    public int examples() {
        return system.examples();
    }

    @Override
    public int[] contextOfExample() {
        return system.contextOfExample();
    }

    @Override
    public List<Pattern> patterns() {
        return system.patterns();
    }

    @Override
    public EnergySystem perturbed(double[] mass) {
        return system.perturbed(mass);
    }

    @Override
    public EnergyView view(IndexSet moving, int batchSize) {
        return system.view(moving, batchSize);
    }
}
