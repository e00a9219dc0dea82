package org.chiscope.experiment;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The diary of a run, {@code run.log}: plain lines, each with its time in UTC. Never fails: a run
 * whose log cannot be written goes on without.
 */
public final class RunLog {
    private final Path file;

    /** A log that appends to {@code file}. */
    public RunLog(Path file) {
        this.file = file;
    }

    /** Appends a line. */
    public synchronized void line(String text) {
        append(Instant.now().truncatedTo(ChronoUnit.MILLIS) + "  " + text + "\n");
    }

    /** Appends a line and the stack trace of what was caught. */
    public synchronized void trace(String text, Throwable caught) {
        StringWriter trace = new StringWriter();
        caught.printStackTrace(new PrintWriter(trace));
        line(text + "\n" + trace.toString().stripTrailing());
    }

    private void append(String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException ignored) {
            // What matters is told elsewhere: by the snapshot, and on the command line.
        }
    }
}
