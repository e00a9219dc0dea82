package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.CsvText;
import org.chiscope.response.Cell;
import org.chiscope.response.Estimate;
import org.chiscope.response.SusceptibilityRow;

/**
 * {@code chi.csv}: a line a cell, rows before columns, in nats². Numbers are the shortest decimals
 * that read back to the same bits; what is unknown is empty. Components without draws have lines
 * too.
 */
public final class SusceptibilityTable {
    static final String HEADER =
            "component,pattern,"
                    + "fluctuation,fluctuation_se_mc,fluctuation_se_data,"
                    + "shift,shift_se_mc,shift_se_data,"
                    + "joint,joint_se_mc,joint_se_data,"
                    + "draws,ess,tokens,contexts";

    private SusceptibilityTable() {}

    /** Writes it, atomically. */
    public static void write(Snapshot snapshot, Path file) throws IOException {
        AtomicFiles.writeString(file, text(snapshot));
    }

    static String text(Snapshot snapshot) {
        StringBuilder text = new StringBuilder(HEADER).append('\n');
        List<PatternInfo> patterns = snapshot.patterns();
        for (int r = 0; r < snapshot.components().size(); r++) {
            SusceptibilityRow row = snapshot.matrix().row(r);
            String component = CsvText.quoted(snapshot.components().get(r).name());
            for (int k = 0; k < patterns.size(); k++) {
                text.append(component).append(',').append(CsvText.quoted(patterns.get(k).name()));
                if (row == null) {
                    text.append(",,,,,,,,,,0,,")
                            .append(patterns.get(k).tokens())
                            .append(',')
                            .append(patterns.get(k).contexts());
                } else {
                    append(text, row.cells().get(k));
                }
                text.append('\n');
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Cell cell) {
        append(text, cell.fluctuation());
        append(text, cell.shift());
        append(text, cell.joint());
        text.append(',').append(cell.draws());
        text.append(',').append(Numbers.csv(cell.ess()));
        text.append(',').append(cell.tokens());
        text.append(',').append(cell.contexts());
    }

    private static void append(StringBuilder text, Estimate estimate) {
        text.append(',').append(Numbers.csv(estimate.value()));
        text.append(',').append(Numbers.csv(estimate.monteCarloError()));
        text.append(',').append(Numbers.csv(estimate.dataError()));
    }
}
