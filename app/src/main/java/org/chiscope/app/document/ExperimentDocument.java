package org.chiscope.app.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.chiscope.app.background.Background;
import org.chiscope.app.background.LatestJob;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.ExperimentRun;
import org.chiscope.experiment.FigureWriter;
import org.chiscope.experiment.ResultsCopy;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.ExampleSusceptibility;
import org.chiscope.system.ModelConfig;
import org.jspecify.annotations.Nullable;

/**
 * The one document of the window: the open model and the run that is shown. Commands return at
 * once; what they lead to appears in the properties. FX thread only (or, in tests, one thread).
 */
public final class ExperimentDocument {
    private final ModelCatalog catalog;
    private final Path resultsRoot;
    private final int workers;
    private final @Nullable FigureWriter figures;
    private final LatestJob job;

    private final ReadOnlyObjectWrapper<@Nullable OpenModel> model = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Snapshot> snapshot =
            new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Path> folder = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper busy = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper failure = new ReadOnlyStringWrapper("");
    private @Nullable ExperimentRun run;

    /**
     * @param resultsRoot new runs get a folder in it
     * @param workers threads that advance chains, at least 1
     * @param figures draws each finished run's {@code chi.png}; null: none is drawn
     */
    public ExperimentDocument(
            ModelCatalog catalog,
            Path resultsRoot,
            int workers,
            @Nullable FigureWriter figures,
            Background background) {
        this.catalog = catalog;
        this.resultsRoot = resultsRoot;
        this.workers = workers;
        this.figures = figures;
        this.job = new LatestJob(background);
    }

    /** The open model, or null. */
    public ReadOnlyObjectProperty<@Nullable OpenModel> modelProperty() {
        return model.getReadOnlyProperty();
    }

    /** The newest snapshot of the run that is shown, or null without a run. */
    public ReadOnlyObjectProperty<@Nullable Snapshot> snapshotProperty() {
        return snapshot.getReadOnlyProperty();
    }

    /** The results folder of the run that is shown, or null. */
    public ReadOnlyObjectProperty<@Nullable Path> folderProperty() {
        return folder.getReadOnlyProperty();
    }

    /** The run that is shown, for what is worked out from its statistics; null without one. */
    public @Nullable ExperimentRun run() {
        return run;
    }

    /** What is being opened or prepared, in words; empty if nothing is. */
    public ReadOnlyStringProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /** One sentence on what the last command failed at; empty if it did not. */
    public ReadOnlyStringProperty failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** Takes the sentence on the last failure away: it has been read. */
    public void forgetFailure() {
        failure.set("");
    }

    /** Threads that advance chains. */
    public int workers() {
        return workers;
    }

    /** Where models are opened. */
    public ModelCatalog catalog() {
        return catalog;
    }

    /** Where new runs get their folders. */
    public Path resultsRoot() {
        return resultsRoot;
    }

    /** Opens the model in {@code modelFolder}; a run that is under way is ended and kept. */
    public void openModel(Path modelFolder) {
        begin("Opening " + modelFolder.getFileName() + " …");
        job.start(
                () -> catalog.open(modelFolder),
                opened -> {
                    leaveRun();
                    model.set(opened);
                    busy.set("");
                },
                this::fail);
    }

    /**
     * Opens a finished result that came with a model; or, if that cannot be opened, the model, and
     * says why.
     */
    public void openShipped(Path modelFolder, Path resultsFolder) {
        begin("Opening " + modelFolder.getFileName() + " …");
        job.start(
                () -> {
                    try {
                        return new Shipped(reopen(resultsFolder), null, "");
                    } catch (IOException damaged) {
                        return new Shipped(
                                null,
                                catalog.open(modelFolder),
                                String.valueOf(damaged.getMessage()));
                    }
                },
                this::show,
                this::fail);
    }

    /**
     * What became of a shipped result.
     *
     * @param result null if it cannot be opened
     * @param model then the model alone
     * @param problem and why, one sentence
     */
    private record Shipped(@Nullable Opened result, @Nullable OpenModel model, String problem) {}

    private void show(Shipped shipped) {
        if (shipped.result() != null) {
            show(shipped.result());
            return;
        }
        leaveRun();
        model.set(shipped.model());
        fail(shipped.problem());
    }

    /** Opens a results folder: a finished run to look at, or an unfinished one to go on with. */
    public void openResults(Path resultsFolder) {
        ExperimentRun shown = run;
        if (shown != null
                && shown.folder().equals(resultsFolder)
                && !shown.snapshot().state().ended()) {
            return;
        }
        begin("Opening the results in " + resultsFolder.getFileName() + " …");
        job.start(() -> reopen(resultsFolder), this::show, this::fail);
    }

    /**
     * Samples the open model anew, under a new run id.
     *
     * @param experiment its model path relative to the open model's folder
     */
    public void sample(Experiment experiment) {
        OpenModel opened = model.get();
        if (opened == null || active()) {
            return;
        }
        Path runFolder = resultsRoot.resolve(ExperimentRun.newRunId());
        begin("Measuring the checkpoint …");
        job.start(
                () -> {
                    Files.createDirectories(resultsRoot);
                    Experiment relocated = experiment.relocated(opened.folder(), runFolder);
                    return new Opened(
                            opened,
                            ExperimentRun.create(
                                    relocated, opened.system(), runFolder, workers, figures));
                },
                this::showAndStart,
                this::fail);
    }

    /**
     * The response of row {@code row} to single examples, from the draws so far; computed off the
     * FX thread.
     *
     * @return completes exceptionally with one sentence where there is none
     */
    public CompletableFuture<ExampleSusceptibility> examples(int row) {
        ExperimentRun shown = run;
        return shown == null
                ? CompletableFuture.failedFuture(
                        new IllegalStateException("There is no result to ask for examples."))
                : shown.examples(row);
    }

    /** Asks the run to pause. */
    public void pause() {
        if (run != null) {
            run.pause();
        }
        pulse();
    }

    /** Goes on with a paused, stopped or reopened run. */
    public void resume() {
        ExperimentRun shown = run;
        if (shown == null) {
            return;
        }
        switch (shown.snapshot().state()) {
            case READY -> shown.start();
            case PAUSING, PAUSED -> shown.resume();
            case CANCELLED, FAILED -> {
                Path runFolder = shown.folder();
                begin("Reopening the run …");
                job.start(() -> reopen(runFolder), this::showAndStart, this::fail);
            }
            case RUNNING, ENDING, FINISHED -> {}
        }
        pulse();
    }

    /**
     * Adds draws to the shown run, which has ended, until every chain has {@code draws}; its chains
     * go on where they stand. A result that came with its model stays as it is: a copy goes on.
     */
    public void extend(int draws) {
        ExperimentRun shown = run;
        OpenModel opened = model.get();
        if (shown == null || opened == null || active()) {
            return;
        }
        Path runFolder = shown.folder();
        boolean shipped = Files.exists(runFolder.resolveSibling(ModelConfig.FILE_NAME));
        Path own = shipped ? resultsRoot.resolve(ExperimentRun.newRunId()) : runFolder;
        begin("Adding draws …");
        job.start(
                () -> {
                    if (shipped) {
                        ResultsCopy.requireExtendable(runFolder);
                        Files.createDirectories(resultsRoot);
                        ResultsCopy.make(runFolder, own);
                    }
                    return new Opened(
                            opened,
                            ExperimentRun.extend(own, opened.system(), draws, workers, figures));
                },
                this::showAndStart,
                this::fail);
    }

    /** Says, where failures are told, why a command cannot be done. */
    public void refuse(String sentence) {
        failure.set(sentence);
    }

    /** Ends the run and keeps what there is. */
    public void stop() {
        if (run != null) {
            run.cancel();
        }
        pulse();
    }

    /** Takes over the newest snapshot; called once a pulse. */
    public void pulse() {
        ExperimentRun shown = run;
        if (shown != null) {
            snapshot.set(shown.snapshot());
        }
    }

    /** Whether chains are running, or paused in the middle. */
    public boolean active() {
        Snapshot now = snapshot.get();
        return now != null && (now.state().active() || now.state() == RunState.PAUSED);
    }

    /**
     * Ends a run that is under way and waits until it is on disk: when the window closes.
     *
     * @return whether that came about within {@code timeout}
     */
    public boolean close(Duration timeout) throws InterruptedException {
        job.forget();
        ExperimentRun shown = run;
        if (shown == null || !active()) {
            return true;
        }
        shown.cancel();
        return shown.awaitIdle(timeout);
    }

    private record Opened(OpenModel model, ExperimentRun run) {}

    private Opened reopen(Path resultsFolder) throws IOException {
        Experiment experiment = Experiment.read(resultsFolder.resolve(Experiment.FILE_NAME));
        OpenModel opened = catalog.open(experiment.modelFolder(resultsFolder.toAbsolutePath()));
        return new Opened(
                opened, ExperimentRun.reopen(resultsFolder, opened.system(), workers, figures));
    }

    private void show(Opened opened) {
        leaveRun();
        model.set(opened.model());
        run = opened.run();
        folder.set(opened.run().folder());
        busy.set("");
        pulse();
    }

    // Started only once it is shown, so that a run whose result came too late never samples unseen.
    private void showAndStart(Opened opened) {
        show(opened);
        opened.run().start();
        pulse();
    }

    private void leaveRun() {
        if (run != null && active()) {
            run.cancel();
        }
        run = null;
        folder.set(null);
        snapshot.set(null);
    }

    private void begin(String what) {
        failure.set("");
        busy.set(what);
    }

    private void fail(String sentence) {
        busy.set("");
        failure.set(sentence);
    }
}
