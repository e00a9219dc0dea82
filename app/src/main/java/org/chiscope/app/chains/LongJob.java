package org.chiscope.app.chains;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.chiscope.app.background.Background;
import org.chiscope.app.background.LatestJob;
import org.jspecify.annotations.Nullable;

/**
 * Something that samples for minutes: it is watched, can be stopped, and goes on where it was. The
 * newest progress is looked at once a pulse. FX thread only (or, in tests, one thread).
 *
 * @param <P> what is known of it on the way and at its end
 */
final class LongJob<P> {
    private final LatestJob job;
    private final ReadOnlyObjectWrapper<Content<P>> content =
            new ReadOnlyObjectWrapper<>(new Content<>(null, false, false, ""));
    private final AtomicReference<@Nullable P> newest = new AtomicReference<>();
    private @Nullable Work<P> work;

    /** The work itself, done on a background thread. */
    interface Work<P> {
        /** Does it, and tells what is known on the way. */
        P run(Consumer<P> progress) throws Exception;

        /** Ends {@link #run}, which then throws; called from another thread. */
        void cancel();
    }

    /**
     * What is to be seen of it.
     *
     * @param progress so far; null before the first
     * @param stopping whether it was asked to stop
     * @param failure one sentence, or empty
     */
    record Content<P>(@Nullable P progress, boolean running, boolean stopping, String failure) {}

    LongJob(Background background) {
        job = new LatestJob(background);
    }

    ReadOnlyObjectProperty<Content<P>> contentProperty() {
        return content.getReadOnlyProperty();
    }

    Content<P> content() {
        return content.get();
    }

    /** Begins, or goes on; does nothing while it runs. */
    void start(Work<P> wanted) {
        Content<P> before = content.get();
        if (before.running()) {
            return;
        }
        work = wanted;
        newest.set(null);
        content.set(new Content<>(before.progress(), true, false, ""));
        job.start(
                () -> wanted.run(newest::set),
                last -> end(new Content<>(last, false, false, "")),
                sentence -> {
                    pulse();
                    Content<P> now = content.get();
                    end(
                            new Content<>(
                                    now.progress(), false, false, now.stopping() ? "" : sentence));
                });
    }

    private void end(Content<P> last) {
        work = null;
        content.set(last);
    }

    /** Stops it; what there is is kept. */
    void stop() {
        Work<P> under = work;
        Content<P> now = content.get();
        if (under != null && now.running()) {
            under.cancel();
            content.set(new Content<>(now.progress(), true, true, ""));
        }
    }

    /** What is known already is {@code known}; does nothing while it runs. */
    void know(@Nullable P known) {
        if (!content.get().running()) {
            content.set(new Content<>(known, false, false, ""));
        }
    }

    /** Stops it, and forgets what is known: it was about something else. */
    void forget() {
        stop();
        job.forget();
        work = null;
        newest.set(null);
        content.set(new Content<>(null, false, false, ""));
    }

    /** Takes over the newest progress. */
    void pulse() {
        P latest = newest.get();
        Content<P> now = content.get();
        if (now.running() && latest != null && latest != now.progress()) {
            content.set(new Content<>(latest, true, now.stopping(), ""));
        }
    }
}
