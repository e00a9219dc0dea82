package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;

/**
 * An experiment under way: the handle by which the window and the command line start, pause, resume
 * and cancel it, and see how it goes. Thread-safe.
 *
 * <p>{@link #create} and {@link #reopen} read and write files and evaluate the checkpoint once:
 * call them off the user interface's thread. All other methods return at once (the awaiting ones
 * apart); the work is done by daemon threads of the run.
 */
public final class ExperimentRun {

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
        throw new UnsupportedOperationException();
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
        throw new UnsupportedOperationException();
    }

    /** {@link #reopen(Path, EnergySystem, int, FigureWriter)} without a figure. */
    public static ExperimentRun reopen(Path resultsFolder, EnergySystem system, int workers)
            throws IOException {
        return reopen(resultsFolder, system, workers, null);
    }

    /** A new name for a run: the time in UTC and four random digits. No number depends on it. */
    public static String newRunId() {
        throw new UnsupportedOperationException();
    }

    /** Starts the workers. Does nothing unless the state is READY. */
    public void start() {
        throw new UnsupportedOperationException();
    }

    /** Asks the workers to finish their step, save and wait. Does nothing unless running. */
    public void pause() {
        throw new UnsupportedOperationException();
    }

    /** Lets the workers go on. Does nothing unless pausing or paused. */
    public void resume() {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends the run: the workers finish their step and save, and the results so far are written.
     * Does nothing if the run has ended.
     */
    public void cancel() {
        throw new UnsupportedOperationException();
    }

    /** Waits until the run has ended, and returns its last snapshot. */
    public Snapshot awaitFinished() throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /**
     * Waits until no worker is at work and everything is on disk: paused or ended.
     *
     * @return whether that came about within {@code timeout}
     */
    public boolean awaitIdle(Duration timeout) throws InterruptedException {
        throw new UnsupportedOperationException();
    }

    /** The newest snapshot. Costs nothing; the same object until there is a newer one. */
    public Snapshot snapshot() {
        throw new UnsupportedOperationException();
    }

    /**
     * Computes component {@code row}'s response to each example from the draws so far, on the run's
     * own estimating thread.
     *
     * @return completes exceptionally with {@link IllegalStateException} if there are too few draws
     */
    public CompletableFuture<ExampleResponse> exampleResponse(int row) {
        throw new UnsupportedOperationException();
    }

    /** The results folder. */
    public Path folder() {
        throw new UnsupportedOperationException();
    }

    private ExperimentRun() {}
}
