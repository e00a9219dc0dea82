package org.chiscope.app.document;

import java.util.List;
import java.util.Optional;
import org.chiscope.app.selection.CellName;
import org.chiscope.experiment.ChainFailure;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Cell;
import org.chiscope.response.SusceptibilityRow;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot says of one component and one pattern.
 *
 * @param reading how the matrix is read
 * @param row position among the snapshot's components
 * @param column position among its patterns
 * @param cell the estimates, or null where there are none
 * @param reason one sentence that says why there are none; empty if there are, or if the draws are
 *     still to come
 * @param shiftReason one sentence that says why shift and joint are unknown, or empty
 */
public record CellReport(
        Reading reading,
        int row,
        int column,
        ComponentInfo component,
        PatternInfo pattern,
        @Nullable Cell cell,
        String reason,
        String shiftReason) {

    /** The report on a cell by name, if the snapshot has it. */
    public static Optional<CellReport> of(Snapshot snapshot, CellName name) {
        for (int r = 0; r < snapshot.components().size(); r++) {
            if (snapshot.components().get(r).name().equals(name.component())) {
                for (int c = 0; c < snapshot.patterns().size(); c++) {
                    if (snapshot.patterns().get(c).name().equals(name.pattern())) {
                        return Optional.of(of(snapshot, r, c));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** The report on the cell in row {@code row} and column {@code column}. */
    public static CellReport of(Snapshot snapshot, int row, int column) {
        SusceptibilityRow estimates = snapshot.matrix().row(row);
        Cell cell = estimates == null ? null : estimates.cells().get(column);
        String shiftUnknown = estimates == null ? null : estimates.shiftUnknown();
        return new CellReport(
                Reading.of(snapshot),
                row,
                column,
                snapshot.components().get(row),
                snapshot.patterns().get(column),
                cell,
                cell == null ? whyNone(snapshot, row) : "",
                shiftUnknown == null ? "" : shiftUnknown);
    }

    private static String whyNone(Snapshot snapshot, int row) {
        String ensemble = snapshot.rowProgress(row).name();
        List<ChainFailure> failures =
                snapshot.failures().stream()
                        .filter(failure -> failure.ensemble().equals(ensemble))
                        .toList();
        if (failures.size() == snapshot.experiment().chains()) {
            return "All " + failures.size() + " chains failed: " + failures.getFirst().sentence();
        }
        return snapshot.state().ended()
                ? "The run ended before there were enough draws for an estimate; resume it, or"
                        + " sample again."
                : "";
    }

    /** {@code Head 1:6 × induction}. */
    public String title() {
        return ComponentText.title(component) + " × " + pattern.name();
    }

    public CellName name() {
        return new CellName(component.name(), pattern.name());
    }
}
