package org.chiscope.app.chains;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.app.document.ComponentText;
import org.chiscope.app.document.Reading;
import org.chiscope.app.theme.Tint;
import org.chiscope.experiment.Caution;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.EnsembleReport;
import org.chiscope.experiment.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * A line of the table of ensembles.
 *
 * @param report its numbers
 * @param component the component that it restricts to; empty for the full ensemble
 * @param label what is read in the table
 * @param title in a sentence
 * @param tint of the component's kind; null for the full ensemble
 */
public record EnsembleLine(
        EnsembleReport report, String component, String label, String title, @Nullable Tint tint) {

    /** Those of a snapshot, in its order: the full ensemble first. */
    static List<EnsembleLine> all(Snapshot snapshot) {
        int layers =
                1 + snapshot.components().stream().mapToInt(ComponentInfo::layer).max().orElse(-1);
        boolean components = Reading.of(snapshot) == Reading.COMPONENTS;
        List<EnsembleLine> lines = new ArrayList<>();
        for (EnsembleReport report : EnsembleReport.all(snapshot)) {
            ComponentInfo component =
                    lines.isEmpty() ? null : snapshot.components().get(lines.size() - 1);
            lines.add(
                    component == null
                            ? new EnsembleLine(
                                    report,
                                    "",
                                    components ? "all parameters" : "all coordinates",
                                    components ? "all parameters" : "all coordinates",
                                    null)
                            : new EnsembleLine(
                                    report,
                                    component.name(),
                                    ComponentText.label(component),
                                    ComponentText.title(component),
                                    ComponentText.tint(component, layers)));
        }
        return lines;
    }

    /** How it stands. */
    enum Standing {
        WAITING,
        SOUND,
        FAULTY
    }

    Standing standing() {
        return !report.known()
                ? Standing.WAITING
                : report.sound() ? Standing.SOUND : Standing.FAULTY;
    }

    /** The same in a word or three. */
    public String verdict() {
        return switch (standing()) {
            case WAITING -> "no draws yet";
            case SOUND -> "agrees";
            case FAULTY -> words(report.cautions().getFirst());
        };
    }

    private static String words(Caution caution) {
        return switch (caution) {
            case FAILED -> "chains failed";
            case CLIMBS, STILL_CLIMBS -> "loss climbs";
            case FALLS -> "loss falls";
            case BELOW_CHECKPOINT -> "below L(w*)";
            case FAR -> "far from w*";
            case DISAGREE -> "chains disagree";
            case STEP_TOO_LARGE -> "step too large";
            case HEATED -> "heated";
        };
    }

    boolean has(Caution caution) {
        return report.cautions().contains(caution);
    }
}
