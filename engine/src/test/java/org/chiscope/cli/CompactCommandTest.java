package org.chiscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code chiscope compact} on a sampled regression. */
class CompactCommandTest {
    @TempDir Path home;

    @Test
    void aCompactResultShowsTheSameButCannotBeExtended() throws Exception {
        Path results = Spoken.sampledRegression(home);
        Path compact = home.resolve("compact");

        Spoken spoken = Spoken.of("compact", results.toString(), "--out", compact.toString());

        assertEquals("", spoken.err());
        assertEquals(ExitCodes.OK, spoken.code());
        assertTrue(bytes(compact) < bytes(results));
        assertEquals(
                Files.readString(results.resolve("chi.csv")),
                Files.readString(compact.resolve("chi.csv")));
        assertEquals(
                Spoken.of("modes", results.toString()).out(),
                Spoken.of("modes", compact.toString()).out());
        Spoken.of("run", "--resume", "--draws", "300", "--out", compact.toString())
                .refuses(
                        ExitCodes.RESULTS,
                        "kept without the parameters where its chains ended; sample its experiment"
                                + " anew");
        assertEquals(
                Spoken.of("modes", results.toString()).out(),
                Spoken.of("modes", compact.toString()).out());
        Spoken.of("compact", results.toString(), "--out", compact.toString())
                .refuses(ExitCodes.RESULTS, "could not be copied");
    }

    private static long bytes(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
