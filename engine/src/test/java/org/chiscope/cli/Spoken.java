package org.chiscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.chiscope.experiment.SmallRuns;
import picocli.CommandLine;

/**
 * What a command said, and its exit code. By {@link #of} every model folder holds the small linear
 * regression.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
record Spoken(int code, String out, String err) {
    private static Path lastOpened = Path.of("");

    static Spoken of(String... arguments) {
        return of(
                Main.commandLine(
                        null,
                        null,
                        List.of(new MainTest.Stumble()),
                        folder -> {
                            lastOpened = folder;
                            return SmallRuns.system();
                        }),
                arguments);
    }

    /** The same with real model folders. */
    static Spoken ofModels(String... arguments) {
        return of(Main.commandLine(null, null, List.of()), arguments);
    }

    /** Samples the small regression by MALA, 200 draws a chain; returns the results folder. */
    static Path sampledRegression(Path home) throws IOException {
        Path results = home.resolve("results");
        Path experiment = home.resolve("experiment.json");
        SmallRuns.mala(200).write(experiment);
        assertEquals(
                ExitCodes.OK, of("run", experiment.toString(), "--out", results.toString()).code());
        return results;
    }

    private static Spoken of(CommandLine line, String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        int code = line.execute(arguments);
        return new Spoken(code, text(out), text(err));
    }

    private static String text(StringWriter writer) {
        return writer.toString().replace("\r\n", "\n");
    }

    /** The model folder that was opened last. */
    static Path lastOpened() {
        return lastOpened;
    }

    /** Checks that there was one sentence on standard error, and nothing else. */
    void refuses(int expectedCode, String expected) {
        assertTrue(err.contains(expected), err);
        assertEquals(1, err.strip().lines().count(), err);
        assertTrue(err.strip().endsWith("."), err);
        assertEquals("", out);
        assertEquals(expectedCode, code);
    }

    /** Checks that there was one sentence on standard error, and where help is. */
    void refusesWithHelp(String expected) {
        assertTrue(err.contains(expected), err);
        assertEquals(2, err.strip().lines().count(), err);
        assertTrue(err.contains("Try: "), err);
        assertEquals(ExitCodes.USAGE, code);
    }
}
