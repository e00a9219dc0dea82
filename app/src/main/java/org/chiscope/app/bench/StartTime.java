package org.chiscope.app;

import java.util.Map;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.beans.value.ObservableBooleanValue;

/**
 * Says how long it took until the Library was on the screen, and ends the program: for measuring
 * starts, and for the launcher, which records its archive of classes by such a start.
 */
final class StartTime {
    /**
     * When the launcher was called, in milliseconds since 1970; unless set, nothing is measured.
     */
    static final String VARIABLE = "CHISCOPE_STARTED";

    private StartTime() {}

    /**
     * Measures if the environment says so. FX thread only.
     *
     * @param reading whether the Library is being read
     * @param last what is done before the end, after measuring
     */
    static void measure(
            Map<String, String> environment, ObservableBooleanValue reading, Runnable last) {
        String called = environment.get(VARIABLE);
        if (called != null) {
            measure(Long.parseLong(called), reading, last);
        }
    }

    private static void measure(long called, ObservableBooleanValue reading, Runnable last) {
        new AnimationTimer() {
            private int pulses;

            // What has been read is drawn at the end of the pulse that sees it first, so the next
            // pulse finds it on the screen.
            @Override
            public void handle(long now) {
                if (!reading.get() && ++pulses > 1) {
                    stop();
                    System.out.println(System.currentTimeMillis() - called);
                    last.run();
                    Platform.exit();
                }
            }
        }.start();
    }
}
