package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("long")
class LargeRunTest {
    @TempDir Path folder;

    /**
     * 12 of the 100 components that are to fit in 2 GB, so an eighth of the heap. On the heap their
     * statistics alone would take 1.2 GB, as they do on the disk here for half a minute.
     */
    @Test
    @Timeout(240)
    void aMillionExamplesLeaveTheHeapSmall() throws Exception {
        Path told = folder.resolve("told");
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--add-modules",
                                "jdk.incubator.vector",
                                "-Xmx256m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                LargeRun.class.getName(),
                                folder.resolve("results").toString(),
                                "1000000",
                                "12",
                                "4",
                                "6",
                                "128")
                        .redirectErrorStream(true)
                        .redirectOutput(told.toFile())
                        .start();
        try {
            assertEquals(0, child.waitFor(), () -> text(told));
        } finally {
            child.toHandle().destroyForcibly();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
