package org.chiscope.cli;

import java.io.PrintWriter;
import java.time.Duration;
import org.chiscope.experiment.ExperimentRun;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Snapshot;

/** A run on the command line: its progress is shown, and Ctrl-C saves it. */
final class RunWatch {
    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration SAVING = Duration.ofMinutes(1);

    private final ExperimentRun run;
    private final PrintWriter console;
    private final String goOn;
    private final Progress progress;

    private RunWatch(ExperimentRun run, PrintWriter console, String goOn) {
        this.run = run;
        this.console = console;
        this.goOn = goOn;
        this.progress = new Progress(console, Progress.onTerminal());
    }

    /**
     * Starts a run and shows progress until it has ended.
     *
     * @param goOn the command by which it goes on after an interruption
     */
    static Snapshot untilEnd(ExperimentRun run, PrintWriter console, String goOn)
            throws InterruptedException {
        return new RunWatch(run, console, goOn).untilEnd();
    }

    private Snapshot untilEnd() throws InterruptedException {
        Thread interrupted =
                Thread.ofPlatform().name("save on interruption").unstarted(this::pauseAndSave);
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            run.start();
            while (!run.awaitEnded(LOOK)) {
                if (run.snapshot().state() == RunState.RUNNING) {
                    progress.show(run.snapshot());
                }
            }
            progress.show(run.snapshot());
            progress.end();
        } finally {
            try {
                Runtime.getRuntime().removeShutdownHook(interrupted);
            } catch (IllegalStateException e) {
                // The machine is shutting down, and the hook does its work.
            }
        }
        return run.snapshot();
    }

    private void pauseAndSave() {
        run.pause();
        try {
            boolean saved = run.awaitIdle(SAVING);
            progress.end();
            if (run.snapshot().state() == RunState.FINISHED) {
                console.println("The run has just finished. Results: " + run.folder());
            } else {
                console.println(
                        (saved
                                        ? "Interrupted; everything is saved. "
                                        : "Interrupted; saving takes too long, so some draws may"
                                                + " be lost. ")
                                + "Go on with: "
                                + goOn);
            }
            console.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
