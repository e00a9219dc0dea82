package org.chiscope.data;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.CsvText;
import org.chiscope.format.FormatException;
import org.chiscope.format.WriteException;

/**
 * What is known of each evaluation example beside its input: a table with a column a property.
 *
 * @param columns values by the column's head, one an evaluation example
 */
public record Labels(Map<String, List<String>> columns) {

    /**
     * @throws IllegalArgumentException with one sentence if columns differ in length
     */
    public Labels {
        Map<String, List<String>> copied = new LinkedHashMap<>();
        columns.forEach((name, values) -> copied.put(name, List.copyOf(values)));
        if (copied.values().stream().mapToInt(List::size).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "Columns of labels must be of one length, but they have "
                            + copied.values().stream().map(List::size).toList()
                            + " values.");
        }
        columns = copied;
    }

    /**
     * Reads comma-separated values (RFC 4180) with a line of heads.
     *
     * @param examples the number of evaluation examples: so many lines must follow
     * @throws FormatException with one sentence if the file is missing or malformed
     */
    public static Labels read(Path file, int examples) throws FormatException {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        CSVFormat format = CSVFormat.RFC4180.builder().setHeader().get();
        try (Reader text = Files.newBufferedReader(file);
                CSVParser rows = format.parse(text)) {
            List<CSVRecord> records = rows.getRecords();
            if (records.size() != examples) {
                throw new FormatException(
                        "The labels in "
                                + file
                                + " must have a line for each of the "
                                + examples
                                + " evaluation examples, those of probe sets included, but have "
                                + records.size()
                                + ".");
            }
            for (CSVRecord row : records) {
                if (!row.isConsistent()) {
                    throw new FormatException(
                            "Every line of "
                                    + file
                                    + " must have "
                                    + rows.getHeaderNames().size()
                                    + " values, but line "
                                    + (row.getRecordNumber() + 1)
                                    + " has "
                                    + row.size()
                                    + ".");
                }
            }
            for (String name : rows.getHeaderNames()) {
                columns.put(name, records.stream().map(row -> row.get(name)).toList());
            }
        } catch (FormatException known) {
            throw known;
        } catch (IOException failure) {
            throw FormatException.whileReading(file, failure);
        } catch (IllegalArgumentException malformed) {
            throw new FormatException(
                    "The labels in " + file + " are malformed: " + malformed.getMessage(),
                    malformed);
        }
        return new Labels(columns);
    }

    /** Writes the file that {@link #read} reads, atomically. */
    public void write(Path file) throws WriteException {
        StringBuilder text = new StringBuilder();
        append(text, List.copyOf(columns.keySet()));
        int rows = columns.isEmpty() ? 0 : columns.values().iterator().next().size();
        for (int row = 0; row < rows; row++) {
            int place = row;
            append(text, columns.values().stream().map(values -> values.get(place)).toList());
        }
        AtomicFiles.writeString(file, text.toString());
    }

    private static void append(StringBuilder text, List<String> cells) {
        text.append(String.join(",", cells.stream().map(CsvText::quoted).toList())).append('\n');
    }
}
