package org.chiscope.experiment;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.chiscope.response.ChainDraws;
import org.chiscope.response.ChainSnapshot;
import org.chiscope.response.ChainStatistics;
import org.chiscope.response.ExampleBuffers;
import org.chiscope.sampling.Chain;
import org.chiscope.sampling.ChainPlan;
import org.chiscope.sampling.ChainState;
import org.chiscope.sampling.ChainStatus;
import org.chiscope.sampling.DrawConsumer;
import org.chiscope.sampling.MinibatchHeat;
import org.chiscope.system.EnergyView;
import org.jspecify.annotations.Nullable;

/**
 * One chain and its statistics. Whoever took it from the {@link ChainQueue} owns it: advances it,
 * and saves it. Others see only what is published: volatile fields, and immutable draws.
 */
final class ChainTask {
    /** Minibatches that the heat is measured with. */
    private static final int HEAT_BATCHES = 16;

    /** Chains that begin at once: the fewest from which a standard error is given. */
    static final int FIRST_CHAINS = 4;

    /** Draws that each of these makes before others begin: together enough for a first picture. */
    static final int FIRST_DRAWS = 5;

    private final int ensemble;
    private final Chain chain;
    private final ChainStatistics statistics;
    private final int sliceDraws;

    private boolean dirty;
    private long savedAtNanos;

    private volatile double minibatchHeat = Double.NaN;
    private volatile ChainDraws draws;
    private volatile ChainState state;
    private volatile long steps;
    private volatile boolean running;

    /**
     * @param ensemble its place in the run: 0 is the full one
     * @param sliceDraws draws of a slice
     */
    private ChainTask(int ensemble, Chain chain, ChainStatistics statistics, int sliceDraws) {
        this.ensemble = ensemble;
        this.chain = chain;
        this.statistics = statistics;
        this.sliceDraws = sliceDraws;
        draws = statistics.view();
        state = chain.state();
        steps = state.steps();
        savedAtNanos = System.nanoTime();
    }

    int ensemble() {
        return ensemble;
    }

    int chain() {
        return chain.plan().chain();
    }

    ChainPlan plan() {
        return chain.plan();
    }

    /**
     * A new chain, at w*.
     *
     * @param buffers for its statistics of examples
     */
    static ChainTask start(
            RunPlan plan, int ensemble, int chain, int sliceDraws, ExampleBuffers buffers) {
        return new ChainTask(
                ensemble,
                Chain.start(plan.chainPlan(ensemble, chain)),
                new ChainStatistics(plan.statistics(ensemble), chain, buffers),
                sliceDraws);
    }

    /**
     * A chain that goes on where its file was written.
     *
     * @throws IllegalArgumentException with one sentence if the file does not fit the plan
     */
    static ChainTask restore(
            RunPlan plan,
            int ensemble,
            int chain,
            int sliceDraws,
            ExampleBuffers buffers,
            ChainFile stored) {
        ChainStatistics statistics =
                ChainStatistics.restore(
                        plan.statistics(ensemble), chain, buffers, stored.statistics());
        if (statistics.draws() != stored.state().draws()) {
            throw new IllegalArgumentException(
                    "the chain made "
                            + stored.state().draws()
                            + " draws, but its statistics hold "
                            + statistics.draws());
        }
        ChainTask task =
                new ChainTask(
                        ensemble,
                        Chain.restore(plan.chainPlan(ensemble, chain), stored.state()),
                        statistics,
                        sliceDraws);
        task.minibatchHeat = stored.minibatchHeat();
        return task;
    }

    /** Writes the chain to its file, if it moved since and {@code nanos} have passed since then. */
    void save(ResultsFolder folder, RunPlan plan, long nanos) throws IOException {
        long now = System.nanoTime();
        if (!dirty || now - savedAtNanos < nanos) {
            return;
        }
        String name = chain.plan().ensemble().name();
        new ChainFile(chain.state(), statistics.stored(), minibatchHeat)
                .write(folder.chainFile(name, chain()), plan.owner(ensemble, chain()));
        dirty = false;
        savedAtNanos = now;
    }

    /**
     * When it is due, in slices: chains beyond the fewest that give an error begin once those have
     * some draws, since each burn-in is as long as many draws. Changes only while it is taken from
     * the queue.
     */
    long due() {
        int late = chain() < FIRST_CHAINS ? 0 : Math.ceilDiv(FIRST_DRAWS, sliceDraws);
        return late + chain.draws() / sliceDraws;
    }

    /** Whether it has made its draws or failed. */
    boolean done() {
        return !(chain.status() instanceof ChainStatus.Running);
    }

    /**
     * Advances to the end of its slice, or until {@code stop}.
     *
     * @param view of its ensemble
     * @param clock told how long steps and draws take
     */
    void advance(EnergyView view, BooleanSupplier stop, RunClock clock) {
        running = true;
        dirty = true;
        try {
            if (chain() == 0 && Double.isNaN(minibatchHeat)) {
                minibatchHeat = MinibatchHeat.measure(view, chain.plan(), HEAT_BATCHES);
            }
            StepWatch watch = new StepWatch(stop, clock);
            chain.advance(view, sliceDraws - chain.draws() % sliceDraws, watch, watch);
            watch.time();
            watch.report();
        } finally {
            publish();
            running = false;
        }
    }

    private void publish() {
        draws = statistics.view();
        state = chain.state();
        steps = state.steps();
    }

    // ---- what others may see

    ChainDraws draws() {
        return draws;
    }

    /** The sampler's state after the last slice; its arrays are not to be changed. */
    ChainState state() {
        return state;
    }

    ChainStatus.@Nullable Failed failure() {
        return state.failure();
    }

    ChainProgress progress() {
        return new ChainProgress(steps, draws.draws(), running, state.failure() != null);
    }

    /** Heat of its ensemble; NaN unless this is chain 0 and has begun. */
    double minibatchHeat() {
        return minibatchHeat;
    }

    /** Statistics with those of single examples; waits for at most one draw. */
    ChainSnapshot examples() {
        synchronized (statistics) {
            return statistics.snapshot();
        }
    }

    /** Rides along with the chain: counts and times its steps, and takes its draws. */
    private final class StepWatch implements BooleanSupplier, DrawConsumer {
        private static final long REPORT_NANOS = 500_000_000L;

        private final BooleanSupplier stop;
        private final RunClock clock;
        private long completed = steps - 1;
        private boolean drawn;
        private long checkedAt;
        private long reportedAt = System.nanoTime();
        private long plainSteps;
        private long plainNanos;
        private long drawSteps;
        private long drawNanos;

        StepWatch(BooleanSupplier stop, RunClock clock) {
            this.stop = stop;
            this.clock = clock;
        }

        /** Read before each step. */
        @Override
        public boolean getAsBoolean() {
            completed++;
            steps = completed;
            time();
            return stop.getAsBoolean();
        }

        @Override
        public void accept(int draw, float[] exampleLosses) {
            synchronized (statistics) {
                statistics.add(exampleLosses);
            }
            draws = statistics.view();
            drawn = true;
        }

        private void time() {
            long now = System.nanoTime();
            if (checkedAt != 0) {
                if (drawn) {
                    drawSteps++;
                    drawNanos += now - checkedAt;
                } else {
                    plainSteps++;
                    plainNanos += now - checkedAt;
                }
            }
            drawn = false;
            checkedAt = now;
            if (now - reportedAt > REPORT_NANOS) {
                report();
                reportedAt = now;
            }
        }

        /** Hands the times over to the clock. */
        void report() {
            clock.add(ensemble, plainSteps, plainNanos, drawSteps, drawNanos);
            plainSteps = 0;
            plainNanos = 0;
            drawSteps = 0;
            drawNanos = 0;
        }
    }
}
