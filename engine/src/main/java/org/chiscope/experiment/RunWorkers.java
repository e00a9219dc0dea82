package org.chiscope.experiment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.chiscope.sampling.ChainStatus;
import org.chiscope.system.EnergyView;

/** The threads that advance a run's chains: daemons, each with one chain at a time. */
final class RunWorkers {
    /** A kill loses at most so much of a chain's work, and a slice; tests save more often. */
    /** What is said when Java has no memory left. */
    static final String NO_MEMORY =
            "There is not enough memory for this run; use fewer workers, or give Java more with -Xmx.";

    static final long SAVE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int count;
    private final RunPlan plan;
    private final ResultsFolder folder;
    private final RunLog log;
    private final ChainQueue queue;
    private final ViewPool views;
    private final RunClock clock;
    private final long saveNanos;

    RunWorkers(
            int count,
            RunPlan plan,
            ResultsFolder folder,
            ChainQueue queue,
            ViewPool views,
            RunClock clock,
            long saveNanos) {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "A run needs at least one worker, but got " + count + ".");
        }
        this.count = count;
        this.plan = plan;
        this.folder = folder;
        this.queue = queue;
        this.views = views;
        this.clock = clock;
        this.saveNanos = saveNanos;
        log = new RunLog(folder.logFile());
    }

    int count() {
        return count;
    }

    /**
     * Starts the threads, which end when the queue has nothing more to do.
     *
     * @param stopped called, on a worker's thread, whenever one has stopped as it was asked to
     */
    void start(String runId, Runnable stopped) {
        for (int i = 0; i < count; i++) {
            Thread.ofPlatform()
                    .daemon()
                    .name("run " + runId + " worker " + i)
                    .start(() -> work(stopped));
        }
    }

    /** Forgets the views, which hold memory, once no chain will be advanced. */
    void clear() {
        views.clear();
    }

    private void work(Runnable stopped) {
        try {
            for (ChainTask task = queue.take(); task != null; task = queue.take()) {
                try {
                    advance(task);
                } catch (IOException e) {
                    fail(String.valueOf(e.getMessage()), e);
                } catch (UncheckedIOException e) {
                    fail(String.valueOf(e.getMessage()), e);
                } catch (OutOfMemoryError e) {
                    fail(NO_MEMORY, e);
                } catch (RuntimeException | Error e) {
                    fail("A worker stopped on an error that nobody foresaw (" + e + ").", e);
                } finally {
                    queue.giveBack(task);
                }
                if (queue.stop()) {
                    stopped.run();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopped.run();
    }

    private void advance(ChainTask task) throws IOException {
        EnergyView view = views.take(task.ensemble());
        task.advance(view, queue::stop, clock);
        views.giveBack(task.ensemble(), view);
        ChainStatus.Failed failure = task.failure();
        if (failure != null) {
            log.line(
                    "Chain "
                            + task.chain()
                            + " of "
                            + task.plan().ensemble().name()
                            + " failed at draw "
                            + failure.draw()
                            + ": "
                            + failure.sentence());
        }
        task.save(folder, plan, task.done() ? 0 : saveNanos);
    }

    private void fail(String sentence, Throwable caught) {
        log.trace(sentence, caught);
        queue.fail(sentence, caught);
    }
}
