package org.chiscope.experiment;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where a run stands, and which chain is next: the monitor that the workers, the person's thread
 * and the run's own thread share. Workers take the idle chain that is due first, in the order
 * (slice, chain, ensemble), so that all rows fill evenly; nobody polls.
 *
 * <p>The methods {@code start} to {@code fail} return whether they changed the state. Whoever sees
 * {@link #quiet} come true while the state is PAUSING or ENDING has to call {@link #settle}.
 */
final class ChainQueue {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final PriorityQueue<ChainTask> idle =
            new PriorityQueue<>(
                    Comparator.comparingLong(ChainTask::due)
                            .thenComparingInt(ChainTask::chain)
                            .thenComparingInt(ChainTask::ensemble));
    private RunState state;
    private int busy;
    private boolean settling;
    private boolean cancelled;
    private @Nullable String failure;
    private @Nullable Throwable cause;
    private volatile boolean stop;

    ChainQueue(RunState state, Iterable<ChainTask> tasks) {
        this.state = state;
        for (ChainTask task : tasks) {
            if (!task.done()) {
                idle.add(task);
            }
        }
    }

    /** Whether chains shall stop at their next step; read without a lock at each. */
    boolean stop() {
        return stop;
    }

    RunState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** The sentence given to {@link #fail}, or null. */
    @Nullable String failure() {
        lock.lock();
        try {
            return failure;
        } finally {
            lock.unlock();
        }
    }

    /** What was caught when {@link #fail} was called, or null. */
    @Nullable Throwable cause() {
        lock.lock();
        try {
            return cause;
        } finally {
            lock.unlock();
        }
    }

    boolean cancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    boolean start() {
        return change(RunState.RUNNING, false, RunState.READY);
    }

    boolean pause() {
        return change(RunState.PAUSING, true, RunState.RUNNING);
    }

    boolean resume() {
        return change(RunState.RUNNING, false, RunState.PAUSING, RunState.PAUSED);
    }

    boolean cancel() {
        lock.lock();
        try {
            boolean ending =
                    change(
                            RunState.ENDING,
                            true,
                            RunState.READY,
                            RunState.RUNNING,
                            RunState.PAUSING,
                            RunState.PAUSED);
            cancelled |= ending;
            return ending;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the run on an error; the first one is the one that is told. */
    boolean fail(String sentence, Throwable caught) {
        lock.lock();
        try {
            if (failure == null && !state.ended()) {
                failure = sentence;
                cause = caught;
            }
            return change(
                    RunState.ENDING, true, RunState.RUNNING, RunState.PAUSING, RunState.PAUSED);
        } finally {
            lock.unlock();
        }
    }

    private boolean change(RunState to, boolean stopChains, RunState... from) {
        lock.lock();
        try {
            for (RunState allowed : from) {
                if (state == allowed) {
                    state = to;
                    stop = stopChains;
                    changed.signalAll();
                    return true;
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next chain, which is the caller's until {@link #giveBack}; waits while the run is paused
     * or other workers hold all chains. Null when there is nothing more to do.
     */
    @Nullable ChainTask take() throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                if (state == RunState.ENDING || state.ended()) {
                    return null;
                }
                if (state == RunState.RUNNING && !settling) {
                    ChainTask task = idle.poll();
                    if (task != null) {
                        busy++;
                        return task;
                    }
                    if (busy == 0) {
                        state = RunState.ENDING;
                        changed.signalAll();
                        return null;
                    }
                }
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends what {@link #take} began. */
    void giveBack(ChainTask task) {
        lock.lock();
        try {
            busy--;
            if (!task.done()) {
                idle.add(task);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins to settle: true if the run is pausing or ending and no chain is held. Until {@link
     * #settle} no chain will be handed out, so that the caller may read and save them.
     */
    boolean quiet() {
        lock.lock();
        try {
            settling = busy == 0 && (state == RunState.PAUSING || state == RunState.ENDING);
            return settling;
        } finally {
            lock.unlock();
        }
    }

    /** Ends settling; the state becomes {@code to} unless a person changed it meanwhile. */
    void settle(RunState from, RunState to) {
        lock.lock();
        try {
            settling = false;
            if (state == from) {
                state = to;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until nobody is at work.
     *
     * @param ended whether only an end counts, not a pause
     * @return false if {@code nanos} have passed first
     */
    boolean awaitIdle(boolean ended, long nanos) throws InterruptedException {
        lock.lock();
        try {
            long left = nanos;
            while (ended ? !state.ended() : state.active()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }
}
