package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.chiscope.response.ExampleBuffers;
import org.chiscope.response.ExampleSusceptibility;
import org.chiscope.response.InfluenceMatrix;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;

/**
 * An experiment under way: the handle by which the window and the command line start, pause, resume
 * and cancel it, and see how it goes. Thread-safe.
 *
 * <p>{@link #create}, {@link #reopen} and {@link #extend} read and write files and evaluate the
 * checkpoint once: call them off the user interface's thread. All other methods return at once (the
 * awaiting ones apart). The work is done by daemon threads: the workers, which advance chains slice
 * by slice, and one supervisor, which estimates, publishes snapshots and writes results.
 */
public final class ExperimentRun {
    /** Slices of a chain: enough that all rows fill evenly, few enough that switching is cheap. */
    private static final int SLICES = 40;

    /** Bytes of statistics of single examples up to which they stay on the heap. */
    static final long HEAP_BYTES = 256L << 20;

    private final ResultsFolder folder;
    private final ChainQueue queue;
    private final RunSupervisor supervisor;

    private ExperimentRun(
            RunPlan plan,
            ResultsFolder folder,
            RunInfo info,
            List<List<ChainTask>> tasks,
            int workers,
            @Nullable FigureWriter figures,
            long saveNanos) {
        this.folder = folder;
        boolean finished =
                info.finished() && tasks.stream().flatMap(List::stream).allMatch(ChainTask::done);
        queue =
                new ChainQueue(
                        finished ? RunState.FINISHED : RunState.READY,
                        tasks.stream().flatMap(List::stream).toList());
        RunClock clock = new RunClock(tasks.size(), info.secondsElapsed());
        RunWorkers pool =
                new RunWorkers(
                        workers,
                        plan,
                        folder,
                        queue,
                        new ViewPool(plan.system(), plan.ensembles(), plan.experiment().sampler()),
                        clock,
                        saveNanos);
        supervisor = new RunSupervisor(plan, folder, info, tasks, queue, clock, pool, figures);
    }

    /**
     * Makes the results folder of a new run, which waits for {@link #start}.
     *
     * @param experiment its model path as it shall stand in the results folder: absolute, or
     *     relative to it ({@link Experiment#relocated})
     * @param system the model that it names
     * @param resultsFolder must not exist
     * @param workers threads that advance chains, at least 1; the numbers do not depend on it
     * @param figures draws {@code chi.png} at the end; null: none is drawn
     * @throws ExperimentException if a component or pattern is unknown
     * @throws ResultsFolderException if the folder exists or cannot be written
     */
    public static ExperimentRun create(
            Experiment experiment,
            EnergySystem system,
            Path resultsFolder,
            int workers,
            @Nullable FigureWriter figures)
            throws IOException {
        return create(
                experiment,
                system,
                resultsFolder,
                workers,
                figures,
                RunWorkers.SAVE_NANOS,
                HEAP_BYTES);
    }

    static ExperimentRun create(
            Experiment experiment,
            EnergySystem system,
            Path resultsFolder,
            int workers,
            @Nullable FigureWriter figures,
            long saveNanos,
            long heapBytes)
            throws IOException {
        if (Files.exists(resultsFolder)) {
            throw ResultsFolderException.exists(resultsFolder);
        }
        // A description that does not fit its model shall leave no folder behind.
        RunPlan plan = RunPlan.of(experiment, system);
        ResultsFolder folder = ResultsFolder.create(resultsFolder);
        RunInfo info = RunInfo.fresh(plan);
        try {
            experiment.write(folder.experimentFile());
            info.write(folder.runFile());
        } catch (IOException e) {
            folder.delete();
            throw e;
        }
        new RunLog(folder.logFile())
                .line(
                        "Run "
                                + info.runId()
                                + " of \""
                                + experiment.name()
                                + "\" ("
                                + experiment.id()
                                + ") made with Chiscope "
                                + Versions.program()
                                + ", Java "
                                + Versions.java()
                                + ", "
                                + Versions.kernels()
                                + ".");
        return new ExperimentRun(
                plan,
                folder,
                info,
                tasks(
                        plan,
                        (e, c, draws) ->
                                ChainTask.start(
                                        plan, e, c, draws, buffers(plan, folder, heapBytes))),
                workers,
                figures,
                saveNanos);
    }

    /** {@link #create(Experiment, EnergySystem, Path, int, FigureWriter)} without a figure. */
    public static ExperimentRun create(
            Experiment experiment, EnergySystem system, Path resultsFolder, int workers)
            throws IOException {
        return create(experiment, system, resultsFolder, workers, null);
    }

    /**
     * Opens a results folder: to go on with a run that was paused, cancelled or killed ({@link
     * #start}), bit for bit as if it had never stopped; or to see one that is finished. The
     * snapshot holds its estimates at once.
     *
     * @param system the model that {@code experiment.json} in the folder names
     * @throws ResultsFolderException if the folder is no results folder, is damaged, or the model
     *     is not the one that it was made with
     */
    public static ExperimentRun reopen(
            Path resultsFolder, EnergySystem system, int workers, @Nullable FigureWriter figures)
            throws IOException {
        return reopen(resultsFolder, system, workers, figures, RunWorkers.SAVE_NANOS, HEAP_BYTES);
    }

    static ExperimentRun reopen(
            Path resultsFolder,
            EnergySystem system,
            int workers,
            @Nullable FigureWriter figures,
            long saveNanos,
            long heapBytes)
            throws IOException {
        ResultsFolder folder = ResultsFolder.open(resultsFolder);
        Experiment experiment = Experiment.read(folder.experimentFile());
        RunPlan plan = RunPlan.of(experiment, system);
        return new ExperimentRun(
                plan,
                folder,
                info(folder, plan),
                tasks(
                        plan,
                        (e, c, draws) ->
                                folder.load(plan, e, c, draws, buffers(plan, folder, heapBytes))),
                workers,
                figures,
                saveNanos);
    }

    private static RunInfo info(ResultsFolder folder, RunPlan plan) throws ResultsFolderException {
        RunInfo info = RunInfo.read(folder.runFile());
        info.check(plan, folder.path());
        return info.of(plan);
    }

    /** {@link #reopen(Path, EnergySystem, int, FigureWriter)} without a figure. */
    public static ExperimentRun reopen(Path resultsFolder, EnergySystem system, int workers)
            throws IOException {
        return reopen(resultsFolder, system, workers, null);
    }

    /**
     * Opens a results folder whose run is finished or stopped, and adds draws to it: the run waits
     * for {@link #start}, and every chain that has not failed goes on with its random streams. Each
     * draw is, bit for bit, that of a run which was to make so many from the start; everything is
     * that of a new run of the description that then stands in the folder ({@link
     * Experiment#extendedTo}). The results of the fewer draws stay until those of the more are
     * written.
     *
     * @param system the model that {@code experiment.json} in the folder names
     * @param draws draws that every chain is to make in all, above the present number
     * @throws ExperimentException if the run has so many draws already
     * @throws ResultsFolderException if the folder is no results folder, is damaged, draws are
     *     being made in it, or the model is not the one that it was made with
     */
    public static ExperimentRun extend(
            Path resultsFolder,
            EnergySystem system,
            int draws,
            int workers,
            @Nullable FigureWriter figures)
            throws IOException {
        ResultsFolder folder = ResultsFolder.open(resultsFolder);
        folder.lock();
        try {
            Experiment before = Experiment.read(folder.experimentFile());
            int present = before.schedule().draws();
            if (draws <= present) {
                throw new ExperimentException(
                        "The run in "
                                + folder.path()
                                + " has "
                                + present
                                + " draws a chain already, but it was to be extended to "
                                + draws
                                + "; ask for more than "
                                + present
                                + ".");
            }
            ResultsCopy.requireExtendable(resultsFolder);
            Experiment after = before.extendedTo(draws);
            RunPlan plan = RunPlan.of(after, system);
            RunInfo info = info(folder, plan);
            ExperimentRun run =
                    new ExperimentRun(
                            plan,
                            folder,
                            info,
                            tasks(
                                    plan,
                                    (e, c, slice) ->
                                            folder.load(
                                                    plan,
                                                    e,
                                                    c,
                                                    slice,
                                                    buffers(plan, folder, HEAP_BYTES))),
                            workers,
                            figures,
                            RunWorkers.SAVE_NANOS);
            // The description leads: what stands under its earlier ids belongs to it as well, so a
            // kill between the two leaves a folder that opens as the extended run.
            after.write(folder.experimentFile());
            info.write(folder.runFile());
            new RunLog(folder.logFile())
                    .line(
                            "Extended from "
                                    + present
                                    + " to "
                                    + draws
                                    + " draws a chain ("
                                    + after.id()
                                    + ").");
            return run;
        } finally {
            folder.unlock();
        }
    }

    /** Where the run keeps statistics of single examples; its numbers do not depend on it. */
    private static ExampleBuffers buffers(RunPlan plan, ResultsFolder folder, long heapBytes) {
        return plan.exampleBytes() <= heapBytes ? ExampleBuffers.HEAP : folder.mappedBuffers();
    }

    private interface TaskSource {
        ChainTask task(int ensemble, int chain, int sliceDraws) throws IOException;
    }

    private static List<List<ChainTask>> tasks(RunPlan plan, TaskSource source) throws IOException {
        int sliceDraws = Math.ceilDiv(plan.experiment().schedule().draws(), SLICES);
        List<List<ChainTask>> tasks = new ArrayList<>();
        for (int e = 0; e < plan.ensembles().size(); e++) {
            List<ChainTask> chains = new ArrayList<>();
            for (int chain = 0; chain < plan.experiment().chains(); chain++) {
                chains.add(source.task(e, chain, sliceDraws));
            }
            tasks.add(List.copyOf(chains));
        }
        return List.copyOf(tasks);
    }

    /** A new name for a run: the time in UTC and four random digits. No number depends on it. */
    public static String newRunId() {
        return RunInfo.newRunId();
    }

    /** Starts the workers. Does nothing unless the state is READY. */
    public void start() {
        if (queue.start()) {
            supervisor.begin();
        }
    }

    /** Asks the workers to finish their step, save and wait. Does nothing unless running. */
    public void pause() {
        if (queue.pause()) {
            supervisor.settle();
        }
    }

    /** Lets the workers go on. Does nothing unless pausing or paused. */
    public void resume() {
        if (queue.resume()) {
            supervisor.refresh();
        }
    }

    /**
     * Ends the run: the workers finish their step and save, and the results so far are written.
     * Does nothing if the run has ended.
     */
    public void cancel() {
        if (queue.cancel()) {
            supervisor.settle();
        }
    }

    /** Waits until the run has ended, and returns its last snapshot. */
    public Snapshot awaitFinished() throws InterruptedException {
        queue.awaitIdle(true, Long.MAX_VALUE);
        return snapshot();
    }

    /**
     * Waits until the run has ended.
     *
     * @return whether that came about within {@code timeout}
     */
    public boolean awaitEnded(Duration timeout) throws InterruptedException {
        return queue.awaitIdle(true, timeout.toNanos());
    }

    /**
     * Waits until no worker is at work and everything is on disk: paused or ended.
     *
     * @return whether that came about within {@code timeout}
     */
    public boolean awaitIdle(Duration timeout) throws InterruptedException {
        return queue.awaitIdle(false, timeout.toNanos());
    }

    /** The newest snapshot. Costs nothing; the same object until there is a newer one. */
    public Snapshot snapshot() {
        return supervisor.snapshot();
    }

    /**
     * Computes component {@code row}'s response to each example from the draws so far, on the run's
     * own thread; also after the run has ended.
     *
     * @return completes exceptionally with {@link IllegalStateException} if there are no draws yet
     */
    public CompletableFuture<ExampleSusceptibility> examples(int row) {
        return supervisor.examples(row);
    }

    /**
     * The influence matrix from the draws so far, on the run's own thread; also after the run has
     * ended. Its rows are worked out by whoever asks for them.
     *
     * @return completes exceptionally, with one sentence, if there are no draws yet or the
     *     experiment keeps no losses for it
     */
    public CompletableFuture<InfluenceMatrix> influence() {
        return supervisor.influence();
    }

    /** What was caught when the state became {@link RunState#FAILED}, or null. */
    public @Nullable Throwable cause() {
        return queue.cause();
    }

    /** One sentence that says why a figure could not be drawn at the end, or null. */
    public @Nullable String figureFailure() {
        return supervisor.figureFailure();
    }

    /**
     * Where the chains of an ensemble stand, compact coordinates, without those that failed; to be
     * asked for once the run has ended.
     */
    List<float[]> positions(int ensemble) {
        return supervisor.positions(ensemble);
    }

    /** The results folder. */
    public Path folder() {
        return folder.path();
    }
}
