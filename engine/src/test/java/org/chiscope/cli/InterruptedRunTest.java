package org.chiscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.chiscope.experiment.SmallRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InterruptedRunTest {
    @TempDir Path folder;

    /** The command line in a process of its own, on a system whose draws take their time. */
    static final class Child {
        public static void main(String[] args) {
            System.exit(
                    Main.commandLine(null, null, List.of(), _ -> SmallRuns.slow(20_000))
                            .execute(args));
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS) // which has no signals
    @Timeout(120)
    void controlCSavesAndSaysHowToGoOn() throws Exception {
        assumeFalse(interruptsAreIgnored(), "started in the background of a shell without jobs");
        Path file = folder.resolve("experiment.json");
        SmallRuns.experiment(60).write(file);
        Path plain = folder.resolve("plain");
        Spoken.of("run", file.toString(), "--out", plain.toString());
        Path results = folder.resolve("results");
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--add-modules",
                                "jdk.incubator.vector",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName(),
                                "run",
                                file.toString(),
                                "--out",
                                results.toString())
                        .redirectErrorStream(true)
                        .start();
        try {
            StringBuilder text = new StringBuilder();
            byte[] buffer = new byte[1024];
            boolean interrupted = false;
            for (int n; (n = child.getInputStream().read(buffer)) >= 0; ) {
                text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                if (!interrupted && text.toString().contains(" draws  ")) {
                    interrupted = true;
                    new ProcessBuilder("kill", "-INT", Long.toString(child.pid()))
                            .start()
                            .waitFor();
                }
            }
            assertTrue(child.waitFor(20, TimeUnit.SECONDS));
            assertTrue(
                    text.toString()
                            .contains(
                                    "Interrupted; everything is saved. Go on with: chiscope run"
                                            + " --resume --out "
                                            + results),
                    text.toString());
            assertEquals(ExitCodes.INTERRUPTED, child.exitValue());
        } finally {
            child.destroyForcibly();
        }

        Spoken resumed = Spoken.of("run", "--resume", "--out", results.toString());

        assertEquals(ExitCodes.OK, resumed.code());
        assertEquals(
                Files.readString(plain.resolve("chi.csv")),
                Files.readString(results.resolve("chi.csv")));
    }

    /**
     * Whether this process, and so its children, were started with SIGINT ignored: then a JVM
     * leaves it so, and nobody can interrupt it.
     */
    private static boolean interruptsAreIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(
                        line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 1L << 1)
                                        != 0);
    }
}
