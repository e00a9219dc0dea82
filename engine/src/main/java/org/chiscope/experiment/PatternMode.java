package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chiscope.modes.Modes;
import org.chiscope.response.EnsembleSummary;
import org.chiscope.response.Estimate;
import org.chiscope.response.NoiseFloor;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityRow;

/**
 * The mode that a pattern names, such as "the induction mode" (theory.md section 4): of the
 * singular value decomposition of the raw fluctuation, among modes above the noise floor, the one
 * with the largest s_i·|v_ik|, signed so that v_ik &gt; 0.
 *
 * @param pattern its name
 * @param index of the mode, from 0, the strongest first
 * @param singularValue s_i, nats²
 * @param loading v_ik of the pattern, above 0
 * @param components u_i by the component's name, of unit length
 * @param aboveFloor how many modes are above the floor
 * @param noiseFloor nats²; NaN where it is not known: then every mode takes part
 */
public record PatternMode(
        String pattern,
        int index,
        Estimate singularValue,
        double loading,
        Map<String, Double> components,
        int aboveFloor,
        double noiseFloor) {

    /**
     * The mode of a pattern.
     *
     * @param snapshot of a result; rows with a cell that is not known take no part
     * @throws IllegalArgumentException with one sentence if there is no such pattern, or no mode
     *     above the floor
     */
    public static PatternMode of(Snapshot snapshot, String pattern) {
        List<String> patterns = snapshot.patterns().stream().map(PatternInfo::name).toList();
        int column = patterns.indexOf(pattern);
        if (column < 0) {
            throw new IllegalArgumentException(
                    "This result has no pattern \""
                            + pattern
                            + "\"; it has "
                            + String.join(", ", patterns)
                            + ".");
        }
        List<SusceptibilityRow> rows = new ArrayList<>();
        for (SusceptibilityRow row : snapshot.matrix().rows()) {
            if (row != null
                    && row.cells().stream()
                            .allMatch(cell -> Double.isFinite(cell.fluctuation().value()))) {
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(
                    "A mode needs estimates, but this result has none yet; sample it first.");
        }
        return of(rows, column, pattern, floor(snapshot, rows));
    }

    /** Chains that share minibatches have no noise null. */
    private static double floor(Snapshot snapshot, List<SusceptibilityRow> rows) {
        if (snapshot.experiment().sampler().minibatch().shared()) {
            return Double.NaN;
        }
        List<String> names = rows.stream().map(SusceptibilityRow::component).toList();
        List<EnsembleSummary> summaries =
                snapshot.rowSummaries().stream()
                        .filter(summary -> names.contains(summary.name()))
                        .toList();
        return NoiseFloor.of(summaries, snapshot.experiment().seed());
    }

    static PatternMode of(List<SusceptibilityRow> rows, int column, String pattern, double floor) {
        List<Modes.Mode> modes = Modes.of(rows, Part.FLUCTUATION).all();
        int above = 0;
        int best = -1;
        double most = -1;
        for (int i = 0; i < modes.size(); i++) {
            double value = modes.get(i).singularValue().value();
            double weight = value * Math.abs(modes.get(i).patterns()[column]);
            if (!(value <= floor)) {
                above++;
                if (weight > most) {
                    most = weight;
                    best = i;
                }
            }
        }
        if (best < 0) {
            throw new IllegalArgumentException(
                    String.format(
                            Locale.ROOT,
                            "No mode of the fluctuation lies above the noise floor (the largest"
                                    + " singular value is %.3g, the floor %.3g nats²), so \"%s\" has"
                                    + " none; sample more draws.",
                            modes.getFirst().singularValue().value(),
                            floor,
                            pattern));
        }
        Modes.Mode mode = modes.get(best);
        double sign = mode.patterns()[column] < 0 ? -1 : 1;
        Map<String, Double> components = new LinkedHashMap<>();
        for (int r = 0; r < rows.size(); r++) {
            components.put(rows.get(r).component(), sign * mode.components()[r]);
        }
        return new PatternMode(
                pattern,
                best,
                mode.singularValue(),
                sign * mode.patterns()[column],
                components,
                above,
                floor);
    }
}
