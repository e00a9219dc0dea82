package org.chiscope.experiment;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.chiscope.data.Pattern;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Component;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;

/**
 * The same numbers as another system, but each draw takes its time, and the threads that do the
 * work are told.
 *
 * @param inner what computes
 * @param micros that each evaluation of the examples takes longer
 * @param seen told of each thread that computes
 */
record SlowSystem(EnergySystem inner, long micros, ThreadWitness seen) implements EnergySystem {

    /** Told of threads. */
    interface ThreadWitness {
        void computes(Thread thread);
    }

    SlowSystem(EnergySystem inner, long micros) {
        this(inner, micros, _ -> {});
    }

    @Override
    public int dimension() {
        return inner.dimension();
    }

    @Override
    public float[] checkpoint() {
        return inner.checkpoint();
    }

    @Override
    public List<Component> components() {
        return inner.components();
    }

    @Override
    public Component component(String name) {
        return inner.component(name);
    }

    @Override
    public int examples() {
        return inner.examples();
    }

    @Override
    public int[] contextOfExample() {
        return inner.contextOfExample();
    }

    @Override
    public List<Pattern> patterns() {
        return inner.patterns();
    }

    @Override
    public EnergyView view(IndexSet moving, int batchSize) {
        EnergyView view = inner.view(moving, batchSize);
        return new EnergyView() {
            @Override
            public double minibatchGradient(
                    float[] parameters, RandomStream random, float[] gradient) {
                seen.computes(Thread.currentThread());
                return view.minibatchGradient(parameters, random, gradient);
            }

            @Override
            public double fullGradient(float[] parameters, float[] gradient) {
                seen.computes(Thread.currentThread());
                return view.fullGradient(parameters, gradient);
            }

            @Override
            public void exampleLosses(float[] parameters, float[] losses) {
                seen.computes(Thread.currentThread());
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
                view.exampleLosses(parameters, losses);
            }
        };
    }
}
