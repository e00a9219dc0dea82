package org.chiscope.app;

import java.util.List;
import java.util.concurrent.Semaphore;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Component;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;

/**
 * Lets so many draws through and holds the workers at the next one until it is opened. A test that
 * pauses or stops a run does so before it opens the gate: then no machine is too quick for it.
 */
public final class Gate {
    private final Semaphore draws;

    public Gate(int draws) {
        this.draws = new Semaphore(draws);
    }

    /** Lets every draw through from now on. */
    public void open() {
        // Far more than a test draws, and far from the largest count of a semaphore.
        draws.release(1_000_000_000);
    }

    /** {@code system}, whose evaluations wait at this gate. */
    EnergySystem before(EnergySystem system) {
        return new EnergySystem() {
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
                return before(system.perturbed(mass));
            }

            @Override
            public EnergyView view(IndexSet moving, int batchSize) {
                return before(system.view(moving, batchSize));
            }
        };
    }

    private EnergyView before(EnergyView view) {
        return new EnergyView() {
            @Override
            public double minibatchGradient(
                    float[] parameters, RandomStream random, float[] gradient) {
                return view.minibatchGradient(parameters, random, gradient);
            }

            @Override
            public double fullGradient(float[] parameters, float[] gradient) {
                return view.fullGradient(parameters, gradient);
            }

            @Override
            public void exampleLosses(float[] parameters, float[] losses) {
                draws.acquireUninterruptibly();
                view.exampleLosses(parameters, losses);
            }
        };
    }
}
