package org.chiscope.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chiscope.format.FormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelsTest {
    @TempDir private Path folder;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        columns.put("string", List.of("(,)", "\"", "two\nlines"));
        columns.put("depth", List.of("1", "", "3"));
        Labels labels = new Labels(columns);
        Path file = folder.resolve("labels.csv");

        labels.write(file);

        assertEquals(labels, Labels.read(file, 3));
    }

    @Test
    void malformedTablesAreOneSentence() throws IOException {
        refuses(
                "a,b\n1,2\n",
                2,
                " must have a line for each of the 2 evaluation examples, those of probe sets included,"
                        + " but have 1.");
        refuses("a,b\n1,2\n3\n", 2, " must have 2 values, but line 3 has 1.");
        Path missing = folder.resolve("missing.csv");
        assertEquals(
                "There is no file " + missing + "; check the path and its spelling.",
                assertThrows(FormatException.class, () -> Labels.read(missing, 1)).getMessage());
    }

    private void refuses(String text, int examples, String end) throws IOException {
        Path file = folder.resolve("labels.csv");
        Files.writeString(file, text);
        String message =
                String.valueOf(
                        assertThrows(FormatException.class, () -> Labels.read(file, examples))
                                .getMessage());
        assertEquals(end, message.substring(message.indexOf(".csv") + ".csv".length()));
    }
}
