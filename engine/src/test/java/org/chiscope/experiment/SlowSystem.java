package org.chiscope.experiment;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;
import org.chiscope.system.ForwardingSystem;

/**
 * The same numbers as another system, but each draw takes its time, and the threads that do the
 * work are told.
 */
final class SlowSystem extends ForwardingSystem {
    private final EnergySystem inner;
    private final Runnable beforeDraw;
    private final ThreadWitness seen;

    /** Told of threads. */
    interface ThreadWitness {
        void computes(Thread thread);
    }

    /**
     * @param inner what computes
     * @param micros that each evaluation of the examples takes longer
     * @param seen told of each thread that computes
     */
    SlowSystem(EnergySystem inner, long micros, ThreadWitness seen) {
        this(inner, () -> LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros)), seen);
    }

    private SlowSystem(EnergySystem inner, Runnable beforeDraw, ThreadWitness seen) {
        super(inner);
        this.inner = inner;
        this.beforeDraw = beforeDraw;
        this.seen = seen;
    }

    /** One whose evaluations of the examples wait at a gate. */
    static SlowSystem held(EnergySystem inner, Gate gate) {
        return new SlowSystem(inner, gate::pass, _ -> {});
    }

    SlowSystem(EnergySystem inner, long micros) {
        this(inner, micros, _ -> {});
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
                beforeDraw.run();
                view.exampleLosses(parameters, losses);
            }
        };
    }
}
