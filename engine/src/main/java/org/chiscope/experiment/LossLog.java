package org.chiscope.experiment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;
import org.chiscope.format.FormatException;

/**
 * The losses over a training, as its log {@code training-log.csv} tells them.
 *
 * @param steps of the training, ascending
 * @param losses nats, by what they are the loss of ({@code training}, {@code evaluation}, …), one a
 *     step; NaN where there is none
 */
public record LossLog(List<Double> steps, Map<String, List<Double>> losses) {
    /** The log's name in a model's folder. */
    public static final String FILE_NAME = "training-log.csv";

    private static final String STEP = "step";
    private static final String LOSS = "_loss";

    /** Copies what it is given. */
    public LossLog {
        steps = List.copyOf(steps);
        Map<String, List<Double>> copied = new LinkedHashMap<>();
        losses.forEach((name, values) -> copied.put(name, List.copyOf(values)));
        losses = copied;
    }

    /**
     * Reads the columns {@code step} and {@code …_loss} of a log.
     *
     * @throws FormatException with one sentence if the file is missing or malformed
     */
    public static LossLog read(Path file) throws FormatException {
        CsvRows rows = CsvRows.read(file);
        if (!rows.heads().contains(STEP)) {
            throw new FormatException(
                    "The log " + file + " needs a column \"" + STEP + "\", but has none.");
        }
        Map<String, List<Double>> losses = new LinkedHashMap<>();
        List<Double> steps = new ArrayList<>();
        for (CSVRecord line : rows.records()) {
            steps.add(CsvRows.number(file, line, STEP));
            for (String head : rows.heads()) {
                if (head.endsWith(LOSS)) {
                    losses.computeIfAbsent(
                                    head.substring(0, head.length() - LOSS.length()),
                                    name -> new ArrayList<>())
                            .add(CsvRows.number(file, line, head));
                }
            }
        }
        return new LossLog(steps, losses);
    }
}
