package org.chiscope.cli;

import java.io.PrintWriter;
import java.util.Locale;
import org.chiscope.experiment.ChainFailure;
import org.chiscope.experiment.Snapshot;

/**
 * Tells how a run goes: on a terminal a bar that is redrawn in place, elsewhere a plain line now
 * and then. Failed chains have a line of their own, once.
 */
final class Progress {
    private static final int BAR = 24;
    private static final double SECONDS_BETWEEN_LINES = 30;

    private final PrintWriter out;
    private final boolean terminal;
    private int shownLength;
    private int failuresTold;
    private int lastPercent = -1;
    private double lastLineAt = Double.NEGATIVE_INFINITY;

    Progress(PrintWriter out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Whether standard output is a terminal on which a line can be redrawn. */
    static boolean onTerminal() {
        return System.console() != null && System.console().isTerminal();
    }

    /** Shows a snapshot. */
    synchronized void show(Snapshot snapshot) {
        for (; failuresTold < snapshot.failures().size(); failuresTold++) {
            ChainFailure failure = snapshot.failures().get(failuresTold);
            end();
            out.println(failureLine(failure));
        }
        double share = share(snapshot);
        int percent = (int) Math.floor(100 * share);
        if (terminal) {
            String line = bar(share) + "  " + line(snapshot, percent);
            out.print("\r" + line + " ".repeat(Math.max(0, shownLength - line.length())));
            shownLength = line.length();
        } else if (percent / 10 != lastPercent / 10
                || lastPercent < 0
                || snapshot.secondsElapsed() - lastLineAt >= SECONDS_BETWEEN_LINES) {
            out.println(line(snapshot, percent));
            lastPercent = percent;
            lastLineAt = snapshot.secondsElapsed();
        }
        out.flush();
    }

    /** Ends the line of the bar, so that other text can follow. */
    synchronized void end() {
        if (shownLength > 0) {
            out.println();
            shownLength = 0;
        }
        out.flush();
    }

    static String failureLine(ChainFailure failure) {
        return "Chain "
                + failure.chain()
                + " of "
                + failure.ensemble()
                + " failed at draw "
                + failure.draw()
                + ": "
                + failure.sentence();
    }

    /** Share of the steps that are made: burn-in counts, so the bar moves from the start. */
    private static double share(Snapshot snapshot) {
        return snapshot.stepsTotal() == 0
                ? 1
                : Math.min(1, (double) snapshot.stepsMade() / snapshot.stepsTotal());
    }

    private static String bar(double share) {
        int full = (int) Math.floor(share * BAR);
        return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
    }

    private static String line(Snapshot snapshot, int percent) {
        return String.format(
                Locale.ROOT,
                "%3d %%  %,d of %,d draws  %s",
                percent,
                snapshot.drawsMade(),
                snapshot.drawsTotal(),
                Double.isNaN(snapshot.secondsLeft())
                        ? "estimating the time left"
                        : Durations.text(snapshot.secondsLeft()) + " left");
    }
}
