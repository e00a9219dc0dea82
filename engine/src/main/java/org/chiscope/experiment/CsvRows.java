package org.chiscope.experiment;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.chiscope.format.FormatException;

/**
 * A table of comma-separated values (RFC 4180) with a line of heads, each line as long as that.
 *
 * @param heads of the columns
 * @param records the lines below
 */
record CsvRows(List<String> heads, List<CSVRecord> records) {

    /**
     * @throws FormatException with one sentence if the file is missing or malformed
     */
    static CsvRows read(Path file) throws FormatException {
        CSVFormat format = CSVFormat.RFC4180.builder().setHeader().get();
        try (Reader text = Files.newBufferedReader(file);
                CSVParser rows = format.parse(text)) {
            List<CSVRecord> records = rows.getRecords();
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
            return new CsvRows(List.copyOf(rows.getHeaderNames()), List.copyOf(records));
        } catch (FormatException known) {
            throw known;
        } catch (IOException failure) {
            throw FormatException.whileReading(file, failure);
        } catch (IllegalArgumentException malformed) {
            throw new FormatException(
                    "The table " + file + " is malformed: " + malformed.getMessage(), malformed);
        }
    }

    /** A number; NaN where the value is empty. */
    static double number(Path file, CSVRecord line, String head) throws FormatException {
        String text = line.get(head);
        try {
            return text.isEmpty() ? Double.NaN : Double.parseDouble(text);
        } catch (NumberFormatException malformed) {
            throw new FormatException(
                    "In line "
                            + (line.getRecordNumber() + 1)
                            + " of "
                            + file
                            + ", "
                            + head
                            + " must be a number, but is \""
                            + text
                            + "\".",
                    malformed);
        }
    }
}
