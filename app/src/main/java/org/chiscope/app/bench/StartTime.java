package org.chiscope.app.bench;

import java.util.Map;
import java.util.OptionalLong;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;
import javafx.beans.value.ObservableBooleanValue;

/**
 * Says how long it took until the Library was on the screen, and ends the program: for measuring
 * starts, and for the launcher, which records its archive of classes by such a start.
 */
public final class StartTime {
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
    public static void measure(
            Map<String, String> environment, ObservableBooleanValue reading, Runnable last) {
        called(environment).ifPresent(called -> measure(called, reading, last));
    }

    /** When the launcher was called; nothing if that was not told, or is no number. */
    static OptionalLong called(Map<String, String> environment) {
        try {
            return OptionalLong.of(Long.parseLong(environment.getOrDefault(VARIABLE, "").strip()));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
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
