package org.chiscope.app.patterning;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.chiscope.app.background.Background;
import org.chiscope.app.background.LatestJob;
import org.chiscope.experiment.Verification;
import org.jspecify.annotations.Nullable;

/**
 * A verification under way or finished. The sampling is done by the engine on a background thread;
 * the newest progress is looked at once a pulse. FX thread only.
 */
public final class VerifyViewModel {
    private final LatestJob job;
    private final int workers;
    private final ReadOnlyObjectWrapper<Content> content =
            new ReadOnlyObjectWrapper<>(Content.EMPTY);
    private final AtomicReference<Verification.@Nullable Progress> newest = new AtomicReference<>();
    private @Nullable AtomicReference<@Nullable Verification> begun;
    private @Nullable PatterningChoice asked;
    private int askedDraws;
    private @Nullable PatterningChoice shown;

    /**
     * What is to be seen of it.
     *
     * @param progress so far; null before the first
     * @param running whether it samples
     * @param stopping whether it was asked to stop
     * @param failure one sentence, or empty
     * @param current whether it is about the choice that is shown
     */
    public record Content(
            Verification.@Nullable Progress progress,
            boolean running,
            boolean stopping,
            String failure,
            boolean current) {
        static final Content EMPTY = new Content(null, false, false, "", true);
    }

    VerifyViewModel(Background background, int workers) {
        job = new LatestJob(background);
        this.workers = workers;
    }

    int workers() {
        return workers;
    }

    public ReadOnlyObjectProperty<Content> contentProperty() {
        return content.getReadOnlyProperty();
    }

    /** Begins, or goes on with, a verification. */
    void start(PatterningChoice choice, int draws, Callable<Verification> maker) {
        if (content.get().running()) {
            return;
        }
        asked = choice;
        askedDraws = draws;
        newest.set(null);
        content.set(new Content(null, true, false, "", current()));
        AtomicReference<@Nullable Verification> made = new AtomicReference<>();
        begun = made;
        job.start(
                () -> {
                    Verification verification = maker.call();
                    made.set(verification);
                    return verification.run(newest::set);
                },
                last -> end(new Content(last, false, false, "", current())),
                sentence -> {
                    boolean stopped = content.get().stopping();
                    end(
                            new Content(
                                    newest.get(),
                                    false,
                                    false,
                                    stopped ? "" : sentence,
                                    current()));
                });
    }

    private void end(Content last) {
        begun = null;
        content.set(last);
    }

    /** Stops it; what there is is kept, and {@link #start} goes on with it. */
    public void stop() {
        AtomicReference<@Nullable Verification> under = begun;
        Content now = content.get();
        if (under == null || !now.running()) {
            return;
        }
        Verification verification = under.get();
        if (verification != null) {
            verification.cancel();
            content.set(new Content(now.progress(), true, true, "", now.current()));
        }
    }

    /** Draws of each chain that were asked for last. */
    int draws() {
        return askedDraws;
    }

    /** Another result is open: nothing is known of it. */
    void forget() {
        stop();
        job.forget();
        begun = null;
        asked = null;
        content.set(Content.EMPTY);
    }

    /** Another choice is shown. */
    void answered(PatterningChoice choice) {
        shown = choice;
        Content now = content.get();
        if (now.current() != current()) {
            content.set(
                    new Content(
                            now.progress(),
                            now.running(),
                            now.stopping(),
                            now.failure(),
                            current()));
        }
    }

    private boolean current() {
        return asked == null || asked.equals(shown);
    }

    /** Takes over the newest progress; called once a pulse. */
    public void pulse() {
        Verification.Progress latest = newest.get();
        Content now = content.get();
        if (now.running() && latest != null && latest != now.progress()) {
            content.set(new Content(latest, true, now.stopping(), "", now.current()));
        }
    }
}
