package org.chiscope.cli;

import java.nio.file.Path;

/** The commands by which a run goes on, as a person can copy them: quoted where they need it. */
final class GoOn {
    private GoOn() {}

    /** Makes the draws that are missing. */
    static String resuming(Path folder) {
        return "chiscope run --resume --out " + quoted(folder);
    }

    /** Adds draws, up to {@code draws} a chain. */
    static String extending(Path folder, long draws) {
        return "chiscope run --resume --draws " + draws + " --out " + quoted(folder);
    }

    /** Samples the checkpoints that are missing. */
    static String developing(Path experiment, Path folder) {
        return "chiscope development " + quoted(experiment) + " --out " + quoted(folder);
    }

    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[\\w./:\\\\-]+") ? text : "\"" + text + "\"";
    }
}
