package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.chiscope.system.EnergySystem;

/**
 * Runs that a larger computation is made of, each in a folder of its own under one folder, named by
 * the experiment's id: what is there already is not made again, and what was stopped goes on.
 */
final class KeptRuns {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final Path folder;
    private final EnergySystem system;
    private final int workers;
    private volatile boolean cancelled;

    /**
     * @param folder made with the first run
     */
    KeptRuns(Path folder, EnergySystem system, int workers) {
        this.folder = folder;
        this.system = system;
        this.workers = workers;
    }

    /**
     * The run of that experiment, at its end.
     *
     * @param experiment its model path relative to the folder of this object
     * @throws IOException with one sentence if the run could not be made or failed
     */
    ExperimentRun finished(Experiment experiment) throws IOException, InterruptedException {
        return finished(experiment, snapshot -> {});
    }

    /**
     * The end of that experiment's run if it has been made; nothing is sampled.
     *
     * @throws IOException with one sentence if there is a run that cannot be read
     */
    Optional<Snapshot> known(Experiment experiment) throws IOException {
        Path place = folder.resolve(experiment.id());
        if (!Files.exists(place)) {
            return Optional.empty();
        }
        Snapshot last = ExperimentRun.reopen(place, system, workers).snapshot();
        return last.state() == RunState.FINISHED ? Optional.of(last) : Optional.empty();
    }

    /** Stops the run under way, if there is one, and makes no other. */
    void cancel() {
        cancelled = true;
    }

    /** Whether they were stopped. */
    boolean cancelled() {
        return cancelled;
    }

    /**
     * The same, which tells how it goes some times a second.
     *
     * @throws InterruptedException if it was cancelled; what there is of the run is kept
     */
    ExperimentRun finished(Experiment experiment, Consumer<Snapshot> progress)
            throws IOException, InterruptedException {
        if (cancelled) {
            throw new InterruptedException("The runs were stopped.");
        }
        Files.createDirectories(folder);
        Path place = folder.resolve(experiment.id());
        ExperimentRun run =
                Files.exists(place)
                        ? ExperimentRun.reopen(place, system, workers)
                        : ExperimentRun.create(
                                experiment.relocated(folder, place), system, place, workers);
        run.start();
        boolean stopped = false;
        try {
            while (!run.awaitEnded(LOOK)) {
                progress.accept(run.snapshot());
                if (cancelled && !stopped) {
                    run.cancel();
                    stopped = true;
                }
            }
        } catch (InterruptedException e) {
            run.cancel();
            throw e;
        }
        Snapshot last = run.awaitFinished();
        if (last.state() == RunState.FAILED) {
            throw new ResultsFolderException(String.valueOf(last.failure()));
        }
        if (last.state() != RunState.FINISHED) {
            throw new InterruptedException("The runs were stopped.");
        }
        return run;
    }
}
