package org.chiscope.app.background;

import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;

/**
 * One kind of slow work, of which only the latest asked for is wanted: results of earlier ones are
 * dropped. Used from the publisher's thread alone.
 */
public final class LatestJob {
    private static final Logger LOG = Logger.getLogger(LatestJob.class.getName());

    private final Background background;
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private int latest;

    public LatestJob(Background background) {
        this.background = background;
    }

    /** Whether the latest work is under way. */
    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /** Forgets the work under way: its result will not be published. */
    public void forget() {
        latest++;
        running.set(false);
    }

    /**
     * Starts {@code work}, whose inputs must be captured already, and publishes its result or one
     * sentence that says why there is none.
     */
    public <T> void start(Callable<T> work, Consumer<T> done, Consumer<String> failed) {
        int mine = ++latest;
        running.set(true);
        background
                .worker()
                .execute(
                        () -> {
                            Runnable outcome = outcome(work, done, failed);
                            background
                                    .publisher()
                                    .execute(
                                            () -> {
                                                if (mine == latest) {
                                                    running.set(false);
                                                    outcome.run();
                                                }
                                            });
                        });
    }

    // Whatever goes wrong in the background has to reach the person as a sentence, errors included.
    private static <T> Runnable outcome(
            Callable<T> work, Consumer<T> done, Consumer<String> failed) {
        try {
            T result = work.call();
            return () -> done.accept(result);
        } catch (Exception | OutOfMemoryError e) {
            LOG.log(Level.FINE, "A background job failed.", e);
            String sentence = sentence(e);
            return () -> failed.accept(sentence);
        }
    }

    /** The failure's own sentence, or its kind where it has none. */
    static String sentence(Throwable failure) {
        if (failure instanceof OutOfMemoryError) {
            return "There is not enough memory for this; close other programs or give Java more (-Xmx).";
        }
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? "This failed unexpectedly (" + failure.getClass().getSimpleName() + ")."
                : message;
    }
}
