package org.chiscope.app.chains;

import java.util.List;
import org.chiscope.experiment.EnsembleReport;
import org.chiscope.experiment.SamplingCheck;
import org.chiscope.experiment.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What the perspective shows of a snapshot. Immutable.
 *
 * @param lines the table, in the snapshot's order
 * @param selected A: the ensemble whose draws are shown; the full one if none was chosen
 * @param pinned B, or null
 */
public record SamplingState(
        Snapshot snapshot,
        List<EnsembleLine> lines,
        Verdict verdict,
        List<SamplingCheck> checks,
        EnsembleDraws selected,
        @Nullable EnsembleDraws pinned) {

    /** Copies the lists. */
    public SamplingState {
        lines = List.copyOf(lines);
        checks = List.copyOf(checks);
    }

    /**
     * That of a snapshot.
     *
     * @param a name of the selected component, or empty
     * @param b name of the pinned one, or empty
     */
    static SamplingState of(Snapshot snapshot, String a, String b) {
        List<EnsembleLine> lines = EnsembleLine.all(snapshot);
        List<EnsembleReport> reports = lines.stream().map(EnsembleLine::report).toList();
        int first = Math.max(0, place(lines, a));
        int second = place(lines, b);
        return new SamplingState(
                snapshot,
                lines,
                Verdict.of(snapshot, lines),
                SamplingCheck.all(reports),
                EnsembleDraws.of(snapshot, first, lines.get(first)),
                second < 0 || second == first
                        ? null
                        : EnsembleDraws.of(snapshot, second, lines.get(second)));
    }

    private static int place(List<EnsembleLine> lines, String component) {
        for (int i = 0; !component.isEmpty() && i < lines.size(); i++) {
            if (lines.get(i).component().equals(component)) {
                return i;
            }
        }
        return -1;
    }

    /** The numbers of all ensembles. */
    public List<EnsembleReport> reports() {
        return lines.stream().map(EnsembleLine::report).toList();
    }
}
