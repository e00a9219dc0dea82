package org.chiscope.app.background;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javafx.application.Platform;

/**
 * Where slow work runs and where its result is published. Tests without a window use {@link
 * #inline()}.
 *
 * @param worker runs the work
 * @param publisher takes the results, one after another
 */
public record Background(Executor worker, Executor publisher) {

    /** Daemon threads for the work, the FX thread for the results. */
    public static Background threads() {
        Executor worker =
                Executors.newCachedThreadPool(
                        Thread.ofPlatform().daemon().name("background-", 0).factory());
        return new Background(worker, Platform::runLater);
    }

    /** Everything at once on the calling thread. */
    public static Background inline() {
        return new Background(Runnable::run, Runnable::run);
    }
}
