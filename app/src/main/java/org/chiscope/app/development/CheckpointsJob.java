package org.chiscope.app.development;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.chiscope.app.background.Background;
import org.chiscope.app.background.LatestJob;
import org.chiscope.app.chart.NumberText;
import org.chiscope.experiment.DevelopmentRun;
import org.chiscope.experiment.ExperimentRun;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Snapshot;
import org.chiscope.system.ModelFolder;
import org.jspecify.annotations.Nullable;

/**
 * Samples all checkpoints of a model in the background; it can be stopped, and goes on where it
 * was. The newest progress is looked at once a pulse. FX thread only (or, in tests, one thread).
 */
final class CheckpointsJob {
    private static final Duration LOOK = Duration.ofMillis(100);

    private final LatestJob job;
    private final ReadOnlyObjectWrapper<Content> content =
            new ReadOnlyObjectWrapper<>(Content.NOTHING);
    private @Nullable Following following;

    /**
     * What is to be seen of it.
     *
     * @param words what is being sampled; empty before the first checkpoint
     * @param share of all draws, 0 … 1
     * @param stopping whether it was asked to stop
     * @param failure one sentence, or empty
     */
    public record Content(
            boolean running, boolean stopping, String words, double share, String failure) {
        static final Content NOTHING = new Content(false, false, "", 0, "");
    }

    CheckpointsJob(Background background) {
        job = new LatestJob(background);
    }

    ReadOnlyObjectProperty<Content> contentProperty() {
        return content.getReadOnlyProperty();
    }

    /**
     * Begins, or goes on; does nothing while it runs.
     *
     * @param done called when it has ended without a failure, stopped or not
     */
    void start(DevelopmentFiles files, ModelOpener models, int workers, Runnable done) {
        if (content.get().running()) {
            return;
        }
        DevelopmentRun run =
                new DevelopmentRun(
                        files.experiment(),
                        files.model().folder().toAbsolutePath(),
                        files.model(),
                        files.kept(),
                        models,
                        workers);
        Following mine = new Following();
        following = mine;
        content.set(new Content(true, false, "Opening the checkpoints …", 0, ""));
        job.start(
                () -> run.run(files.checkpoints(), mine),
                outcome -> end(outcome, done),
                sentence -> end(new DevelopmentRun.Outcome.Failed(sentence), done));
    }

    private void end(DevelopmentRun.Outcome outcome, Runnable done) {
        following = null;
        switch (outcome) {
            case DevelopmentRun.Outcome.Failed(String sentence) ->
                    content.set(new Content(false, false, "", 0, sentence));
            case DevelopmentRun.Outcome.Stopped _, DevelopmentRun.Outcome.Finished _ -> {
                content.set(Content.NOTHING);
                done.run();
            }
        }
    }

    /** Stops it; what there is is kept. */
    void stop() {
        Following under = following;
        Content now = content.get();
        if (under != null && now.running()) {
            under.cancelled = true;
            content.set(new Content(true, true, now.words(), now.share(), ""));
        }
    }

    /** Stops it, and forgets it: it was about another model. */
    void forget() {
        stop();
        job.forget();
        following = null;
        content.set(Content.NOTHING);
    }

    /** Takes over the newest progress. */
    void pulse() {
        Following under = following;
        Content now = content.get();
        Progress latest = under == null ? null : under.newest.get();
        if (latest != null && !latest.words().equals(now.words())
                || latest != null && latest.share() != now.share()) {
            content.set(new Content(true, now.stopping(), latest.words(), latest.share(), ""));
        }
    }

    private record Progress(String words, double share) {}

    /** Follows the runs on a background thread. */
    private static final class Following implements DevelopmentRun.Watch {
        private final AtomicReference<@Nullable Progress> newest = new AtomicReference<>();
        private final Consumer<Progress> tell = newest::set;
        private volatile boolean cancelled;

        @Override
        public Snapshot untilEnd(ModelFolder.Checkpoint at, int number, int of, ExperimentRun run)
                throws InterruptedException {
            if (cancelled) {
                return run.snapshot();
            }
            String words =
                    "Checkpoint "
                            + number
                            + " of "
                            + of
                            + ", step "
                            + NumberText.count(Long.parseLong(at.label()));
            run.start();
            while (!run.awaitEnded(LOOK)) {
                Snapshot now = run.snapshot();
                double made = (double) now.drawsMade() / Math.max(1, now.drawsTotal());
                tell.accept(new Progress(words, (number - 1 + made) / of));
                if (cancelled && now.state() == RunState.RUNNING) {
                    run.cancel();
                }
            }
            return run.snapshot();
        }
    }
}
