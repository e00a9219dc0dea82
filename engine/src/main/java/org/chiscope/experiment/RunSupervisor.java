package org.chiscope.experiment;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.chiscope.response.ChainDraws;
import org.chiscope.response.ExampleSusceptibility;
import org.chiscope.response.InfluenceMatrix;
import org.chiscope.sampling.ChainStatus;
import org.jspecify.annotations.Nullable;

/**
 * The one thread of a run that estimates, publishes snapshots, and writes results once no worker
 * holds a chain. Its public face ({@link #begin}, {@link #refresh}, {@link #settle}, {@link
 * #examples}) may be called from any thread and only puts work in the thread's queue.
 */
final class RunSupervisor {
    private static final long REFRESH_MILLIS = 500;

    /** While draws are made, estimating takes at most one part in so many of a core. */
    private static final int ESTIMATE_REST = 5;

    private final RunPlan plan;
    private final ResultsFolder folder;
    private final RunLog log;
    private final List<List<ChainTask>> ensembles;
    private final List<ChainTask> tasks;
    private final ChainQueue queue;
    private final RunClock clock;
    private final RunWorkers workers;
    private final @Nullable FigureWriter figures;
    private final RunEstimator estimator;
    private final List<ComponentInfo> componentInfos;
    private final List<PatternInfo> patternInfos;
    private final ThreadPoolExecutor executor;
    private volatile Snapshot newest;

    private volatile @Nullable String figureFailure;

    // From here on: touched by the executor's thread only.
    private RunInfo info;
    private RunEstimator.Estimates estimates;
    private long nextEstimateNanos;
    private long nextInfoNanos;
    private boolean refreshDue;
    private boolean locked;

    /** Estimates once, on the calling thread, so that there is a snapshot from the start. */
    RunSupervisor(
            RunPlan plan,
            ResultsFolder folder,
            RunInfo info,
            List<List<ChainTask>> ensembles,
            ChainQueue queue,
            RunClock clock,
            RunWorkers workers,
            @Nullable FigureWriter figures) {
        this.plan = plan;
        this.folder = folder;
        this.info = info;
        this.ensembles = ensembles;
        this.queue = queue;
        this.clock = clock;
        this.workers = workers;
        this.figures = figures;
        log = new RunLog(folder.logFile());
        tasks = ensembles.stream().flatMap(List::stream).toList();
        estimator = new RunEstimator(plan, ensembles);
        componentInfos = plan.componentInfos();
        patternInfos = plan.patternInfos();
        executor =
                new ThreadPoolExecutor(
                        1,
                        1,
                        5,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform()
                                .daemon()
                                .name("run " + info.runId() + " supervisor")
                                .factory());
        executor.allowCoreThreadTimeOut(true);
        estimates = estimator.estimate();
        newest = snapshotAs(queue.state());
    }

    Snapshot snapshot() {
        return newest;
    }

    /** Positions of an ensemble's sound chains after their last slice. */
    List<float[]> positions(int ensemble) {
        return ensembles.get(ensemble).stream()
                .filter(task -> task.failure() == null)
                .map(task -> task.state().position().clone())
                .toList();
    }

    void begin() {
        executor.execute(this::beginNow);
    }

    void refresh() {
        executor.execute(this::refreshNow);
    }

    void settle() {
        executor.execute(this::settleNow);
    }

    CompletableFuture<ExampleSusceptibility> examples(int row) {
        return CompletableFuture.supplyAsync(
                () -> {
                    ExampleSusceptibility examples = estimator.examples(row);
                    if (examples == null) {
                        throw new IllegalStateException(
                                "Component "
                                        + componentInfos.get(row).name()
                                        + " has no draws yet, or responds to fields and not to"
                                        + " data, so its response to single examples is not"
                                        + " known.");
                    }
                    return examples;
                },
                executor);
    }

    CompletableFuture<InfluenceMatrix> influence() {
        return CompletableFuture.supplyAsync(estimator::influence, executor);
    }

    private void beginNow() {
        try {
            folder.lock();
            RunInfo.read(folder.runFile()).checkNotExtendedSince(plan, folder.path());
            // Before any chain: no file may name a description that run.json does not know yet.
            saveInfo(false);
            locked = true;
            folder.sweep();
        } catch (IOException e) {
            fail(e);
            settleNow();
            return;
        }
        log.line(
                "Started with "
                        + workers.count()
                        + " workers on "
                        + Versions.kernelsAndWhy()
                        + ".");
        clock.start();
        nextInfoNanos = System.nanoTime() + RunWorkers.SAVE_NANOS;
        nextEstimateNanos = System.nanoTime();
        workers.start(info.runId(), this::settle);
        refreshNow();
    }

    /** Publishes a snapshot, and comes back while workers are at work. */
    private void refreshNow() {
        RunState state = queue.state();
        if (!state.active()) {
            return;
        }
        if (state == RunState.RUNNING) {
            clock.start(); // here and not by the caller: a pause may still be settling
        }
        try {
            long now = System.nanoTime();
            if (now - nextEstimateNanos >= 0) {
                estimates = estimator.estimate();
                long cost = System.nanoTime() - now;
                nextEstimateNanos = now + cost * ESTIMATE_REST;
            }
            if (locked && now - nextInfoNanos >= 0) {
                saveInfo(false);
                nextInfoNanos = now + RunWorkers.SAVE_NANOS;
            }
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
        newest = snapshotAs(queue.state());
        if (!refreshDue) {
            refreshDue = true;
            CompletableFuture.delayedExecutor(REFRESH_MILLIS, TimeUnit.MILLISECONDS, executor)
                    .execute(
                            () -> {
                                refreshDue = false;
                                refreshNow();
                            });
        }
    }

    /** Once no worker holds a chain: saves all, writes the results, ends the pause or the run. */
    private void settleNow() {
        if (!queue.quiet()) {
            newest = snapshotAs(queue.state());
            return;
        }
        RunState from = queue.state();
        newest = snapshotAs(from);
        clock.stop();
        try {
            for (ChainTask task : tasks) {
                task.save(folder, plan, 0);
            }
            estimates = estimator.estimate();
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
        RunState to = from == RunState.PAUSING ? RunState.PAUSED : endState();
        if (locked) {
            try {
                writeResults(to);
            } catch (IOException | RuntimeException | Error e) {
                fail(e);
            }
        }
        if (from == RunState.ENDING) {
            to = endState();
            workers.clear();
            folder.unlock();
            locked = false;
        } else if (queue.failure() != null) {
            queue.settle(from, to);
            settleNow(); // saving failed, so the pause has become an end
            return;
        }
        newest = snapshotAs(to);
        queue.settle(from, to);
    }

    private RunState endState() {
        if (queue.failure() != null) {
            return RunState.FAILED;
        }
        return queue.cancelled() && !tasks.stream().allMatch(ChainTask::done)
                ? RunState.CANCELLED
                : RunState.FINISHED;
    }

    /** Writes table, figure and summary, and says last in run.json that they are there. */
    private void writeResults(RunState state) throws IOException {
        Snapshot snapshot = snapshotAs(state);
        info = info.with(clock.elapsed(), false);
        SusceptibilityTable.write(snapshot, folder.tableFile());
        SummaryJson.write(snapshot, info, workers.count(), folder.summaryFile());
        if (state != RunState.PAUSED) {
            writeFigure(snapshot);
        }
        saveInfo(state == RunState.FINISHED);
        log.line(
                (snapshot.failure() == null ? "" : snapshot.failure() + " ")
                        + "Now "
                        + state.name().toLowerCase(Locale.ROOT)
                        + ", after "
                        + snapshot.drawsMade()
                        + " of "
                        + snapshot.drawsTotal()
                        + " draws.");
    }

    /** A figure that cannot be drawn costs nothing but the figure. */
    private void writeFigure(Snapshot snapshot) throws IOException {
        if (figures == null) {
            return;
        }
        try {
            figures.write(snapshot, folder.figureFile());
        } catch (RuntimeException e) {
            figureFailure =
                    "The figure chi.png could not be drawn ("
                            + e
                            + "); all other results are written.";
            log.trace(figureFailure, e);
        }
    }

    /** Why there is no figure, or null. */
    @Nullable String figureFailure() {
        return figureFailure;
    }

    private void saveInfo(boolean finished) throws IOException {
        info = info.with(clock.elapsed(), finished);
        info.write(folder.runFile());
    }

    private void fail(Throwable caught) {
        String sentence =
                switch (caught) {
                    case IOException known -> String.valueOf(known.getMessage());
                    case OutOfMemoryError _ -> RunWorkers.NO_MEMORY;
                    default ->
                            "The results could not be worked out, by an error that nobody foresaw ("
                                    + caught
                                    + ").";
                };
        log.trace(sentence, caught);
        queue.fail(sentence, caught);
    }

    private Snapshot snapshotAs(RunState state) {
        List<EnsembleProgress> progress = new ArrayList<>();
        List<ChainFailure> failures = new ArrayList<>();
        List<List<ChainDraws>> draws = new ArrayList<>();
        long steps = 0;
        for (int e = 0; e < ensembles.size(); e++) {
            String name = plan.ensembles().get(e).name();
            List<ChainProgress> chains = new ArrayList<>();
            List<ChainDraws> chainDraws = new ArrayList<>();
            for (ChainTask task : ensembles.get(e)) {
                ChainProgress chain = task.progress();
                chains.add(chain);
                steps += chain.steps();
                chainDraws.add(task.draws());
                ChainStatus.Failed failure = task.failure();
                if (failure != null) {
                    failures.add(
                            new ChainFailure(
                                    name, task.chain(), failure.draw(), failure.sentence()));
                }
            }
            progress.add(new EnsembleProgress(name, chains, estimates.diagnostics().get(e)));
            draws.add(List.copyOf(chainDraws));
        }
        double[] losses = plan.checkpointLosses();
        double[] patternLosses = new double[losses.length - 1];
        System.arraycopy(losses, 1, patternLosses, 0, patternLosses.length);
        return new Snapshot(
                info.runId(),
                state,
                queue.failure(),
                plan.experiment(),
                plan.rows(),
                componentInfos,
                patternInfos,
                estimates.matrix(),
                List.copyOf(progress),
                plan.experiment().schedule().draws(),
                List.copyOf(failures),
                estimates.shares(),
                losses[0],
                patternLosses,
                clock.elapsed(),
                clock.left(tasks, workers.count()),
                clock.stepsPerSecond(steps),
                List.copyOf(draws));
    }
}
