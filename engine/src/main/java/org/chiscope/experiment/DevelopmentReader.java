package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVRecord;
import org.chiscope.format.FormatException;
import org.chiscope.response.Estimate;

/** Reads {@code development.csv}: the inverse of {@link DevelopmentTable#csv}. */
final class DevelopmentReader {
    private final Path file;
    private final Map<String, Map<String, Map<String, CSVRecord>>> lines = new LinkedHashMap<>();
    private final Set<String> components = new LinkedHashSet<>();
    private final Set<String> patterns = new LinkedHashSet<>();

    private DevelopmentReader(Path file) {
        this.file = file;
    }

    static DevelopmentTable read(Path file) throws IOException {
        CsvRows rows = CsvRows.read(file);
        if (!rows.heads().equals(DevelopmentTable.HEADS)) {
            throw new FormatException(
                    "The heads of "
                            + file
                            + " must be "
                            + String.join(",", DevelopmentTable.HEADS)
                            + ", but are "
                            + String.join(",", rows.heads())
                            + ".");
        }
        DevelopmentReader reader = new DevelopmentReader(file);
        for (CSVRecord line : rows.records()) {
            reader.add(line);
        }
        return reader.table();
    }

    private void add(CSVRecord line) throws FormatException {
        String component = line.get("component");
        String pattern = line.get("pattern");
        boolean full = component.equals(DevelopmentTable.FULL) && pattern.isEmpty();
        if (!full) {
            components.add(component);
            patterns.add(pattern);
        }
        CSVRecord twin =
                lines.computeIfAbsent(line.get("checkpoint"), name -> new LinkedHashMap<>())
                        .computeIfAbsent(full ? "" : component, name -> new LinkedHashMap<>())
                        .put(pattern, line);
        if (twin != null) {
            throw new FormatException(
                    "Each cell may stand in "
                            + file
                            + " once, but "
                            + name(line.get("checkpoint"), component, pattern)
                            + " stands there twice.");
        }
    }

    private DevelopmentTable table() throws FormatException {
        if (lines.isEmpty() || components.isEmpty()) {
            throw new FormatException(
                    "There are no checkpoints in " + file + "; sample them again.");
        }
        List<DevelopmentTable.Stage> stages = new ArrayList<>();
        for (String checkpoint : lines.keySet()) {
            List<DevelopmentTable.Row> rows = new ArrayList<>();
            for (String component : components) {
                rows.add(row(checkpoint, component));
            }
            CSVRecord full = line(checkpoint, "", "");
            stages.add(new DevelopmentTable.Stage(checkpoint, lambda(full), rows));
        }
        return new DevelopmentTable(List.copyOf(components), List.copyOf(patterns), stages);
    }

    private DevelopmentTable.Row row(String checkpoint, String component) throws FormatException {
        List<Estimate> cells = new ArrayList<>();
        for (String pattern : patterns) {
            CSVRecord line = line(checkpoint, component, pattern);
            cells.add(
                    new Estimate(
                            number(line, "fluctuation"),
                            number(line, "fluctuation_se_mc"),
                            number(line, "fluctuation_se_data"),
                            0));
        }
        CSVRecord first = line(checkpoint, component, patterns.iterator().next());
        return new DevelopmentTable.Row(
                lambda(first),
                number(first, "prefix_matching"),
                number(first, "previous_token"),
                cells);
    }

    private Estimate lambda(CSVRecord line) throws FormatException {
        return new Estimate(number(line, "lambda"), number(line, "lambda_se_mc"), Double.NaN, 0);
    }

    private CSVRecord line(String checkpoint, String component, String pattern)
            throws FormatException {
        CSVRecord line =
                lines.getOrDefault(checkpoint, Map.of())
                        .getOrDefault(component, Map.of())
                        .get(pattern);
        if (line == null) {
            throw new FormatException(
                    "Every checkpoint of "
                            + file
                            + " needs a line for each component and pattern, but "
                            + name(
                                    checkpoint,
                                    component.isEmpty() ? DevelopmentTable.FULL : component,
                                    pattern)
                            + " is missing.");
        }
        return line;
    }

    private static String name(String checkpoint, String component, String pattern) {
        String cell = pattern.isEmpty() ? component : component + " × " + pattern;
        return "\"" + cell + "\" at checkpoint \"" + checkpoint + "\"";
    }

    private double number(CSVRecord line, String head) throws FormatException {
        return CsvRows.number(file, line, head);
    }
}
