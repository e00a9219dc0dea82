package org.chiscope.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The words that a window shows. */
class WordsTest {
    /** A combining character, or its escape, in a text in quotes. */
    private static final Pattern COMBINING =
            Pattern.compile("\"[^\"]*([\\u0300-\\u036f]|\\\\u03[0-6][0-9a-f])[^\"]*\"");

    /**
     * Combining characters are laid out by the system's library for complex scripts, in which a
     * window that had run for minutes once crashed; all our words can do without.
     */
    @Test
    void noTextHoldsCombiningCharacters() throws IOException {
        for (Path sources :
                List.of(
                        Path.of("src/main/java"),
                        Path.of("../engine/src/main/java/org/chiscope/experiment"))) {
            try (Stream<Path> files = Files.walk(sources)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    List<String> lines =
                            Files.readAllLines(file).stream()
                                    .filter(line -> COMBINING.matcher(line).find())
                                    .toList();
                    assertEquals(List.of(), lines, file.toString());
                }
            }
        }
    }
}
