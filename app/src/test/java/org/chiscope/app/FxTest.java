package org.chiscope.app;

import org.chiscope.app.toolkit.Toolkit;
import org.junit.jupiter.api.BeforeAll;

/** Tests that need JavaFX: starts it without a display, once, and prints nothing. */
public abstract class FxTest {
    @BeforeAll
    static void startJavaFx() {
        // TestFX would otherwise take the robot of AWT, which needs a display.
        System.setProperty("testfx.robot", "glass");
        Toolkit.startHeadless();
    }

    /** Runs {@code work} on the FX thread and waits. */
    protected static void onFx(ThrowingRunnable work) throws Exception {
        Toolkit.call(
                () -> {
                    work.run();
                    return true;
                });
    }

    /** Work that may fail. */
    @FunctionalInterface
    protected interface ThrowingRunnable {
        void run() throws Exception;
    }
}
