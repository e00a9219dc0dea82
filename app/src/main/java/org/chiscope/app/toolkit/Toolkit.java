package org.chiscope.app.toolkit;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.logging.Logger;
import javafx.application.Platform;

/** Starts JavaFX and runs work on its thread. */
public final class Toolkit {
    /** Held, because the log manager forgets loggers that nobody holds. */
    private static final Logger JAVAFX = Logger.getLogger("javafx");

    private static boolean started;

    private Toolkit() {}

    /**
     * Keeps JavaFX from remarking at every start that it came from the class path, as all of our
     * libraries do; other remarks stay.
     */
    public static void quiet() {
        JAVAFX.setFilter(
                remark -> {
                    String message = remark.getMessage();
                    return message == null
                            || !message.startsWith("Unsupported JavaFX configuration");
                });
    }

    /**
     * One sentence that says why no window can be opened on a machine with these environment
     * variables, or nothing if there is no reason.
     *
     * @param system the operating system's name, as Java gives it
     * @param platform JavaFX's platform if one is asked for, else empty
     */
    public static Optional<String> whyNoWindow(
            Map<String, String> environment, String system, String platform) {
        boolean needsDisplay = system.toLowerCase(Locale.ROOT).contains("linux");
        boolean hasDisplay =
                !environment.getOrDefault("DISPLAY", "").isBlank()
                        || !environment.getOrDefault("WAYLAND_DISPLAY", "").isBlank();
        if (!needsDisplay || hasDisplay || platform.equals("Headless")) {
            return Optional.empty();
        }
        return Optional.of(
                "The window needs a display, but neither DISPLAY nor WAYLAND_DISPLAY is set; start"
                        + " chiscope in a desktop session, or use its commands (chiscope --help).");
    }

    /** Starts JavaFX without a display, once; does nothing if it runs already. */
    public static synchronized void startHeadless() {
        if (started) {
            return;
        }
        quiet();
        setUnlessSet("glass.platform", "Headless");
        setUnlessSet("prism.order", "sw");
        setUnlessSet("java.awt.headless", "true");
        CountDownLatch running = new CountDownLatch(1);
        try {
            Platform.startup(running::countDown);
            running.await();
        } catch (IllegalStateException alreadyRunning) {
            // A window, or a test, has started it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while JavaFX was starting.", e);
        }
        Platform.setImplicitExit(false);
        started = true;
    }

    /** Ends what {@link #startHeadless} has started; nothing can be drawn afterwards. */
    public static synchronized void stop() {
        if (started) {
            Platform.exit();
        }
    }

    /**
     * Runs {@code work} on the FX thread and waits for its result.
     *
     * @throws Exception what the work throws
     */
    public static <T> T call(Callable<T> work) throws Exception {
        if (Platform.isFxApplicationThread()) {
            return work.call();
        }
        FutureTask<T> task = new FutureTask<>(work);
        Platform.runLater(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
