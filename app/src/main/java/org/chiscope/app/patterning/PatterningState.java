package org.chiscope.app.patterning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.chiscope.app.chart.Emphasis;
import org.chiscope.app.document.ComponentText;
import org.chiscope.app.document.Reading;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.theme.Tint;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.PatternAnswer;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.experiment.Snapshot;
import org.chiscope.patterning.DataMixture;
import org.chiscope.patterning.Inversion;
import org.chiscope.patterning.Solution;
import org.chiscope.patterning.Target;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
import org.jspecify.annotations.Nullable;

/**
 * What the panel shows for one choice. Immutable.
 *
 * @param answer what the engine found
 * @param rows components that have values
 * @param columns patterns, or fields
 * @param scree singular values of χG^{+½} over the components that the target speaks of
 * @param refusal why the constraints could not be kept, one sentence, or empty
 * @param naturalSize a change in nats that is neither small nor out of reach
 */
public record PatterningState(
        PatternAnswer answer,
        List<Row> rows,
        List<Column> columns,
        Scree scree,
        String refusal,
        double naturalSize) {
    private static final int CATEGORIES = 8;

    /** Copies the lists. */
    public PatterningState {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
    }

    /**
     * A component.
     *
     * @param name the engine's
     * @param label on an axis
     * @param title in words
     * @param tint of its kind
     * @param change wanted, nats; NaN where none is
     * @param predicted change to first order, nats
     * @param reweighted change by the draws re-weighted, nats
     */
    public record Row(
            String name,
            String label,
            String title,
            Tint tint,
            double change,
            Estimate predicted,
            Estimate reweighted) {

        /** Whether a change of it is wanted. */
        public boolean targeted() {
            return !Double.isNaN(change);
        }
    }

    /**
     * A pattern.
     *
     * @param tint of its family
     * @param strength dh
     * @param least strength, alone, at which some example's weight is 0; −∞ for fields
     * @param tokens examples that it holds
     */
    public record Column(
            String name, String family, Tint tint, Estimate strength, double least, int tokens) {

        /** Whether its strength is told from 0 by two standard errors. */
        public boolean recruited() {
            return !strength.isNoise();
        }
    }

    /**
     * Singular values.
     *
     * @param values the largest first, nats²
     * @param errors of each
     * @param floor of the noise; NaN if unknown
     * @param rank modes that are inverted
     * @param automaticRank modes above the floor
     * @param most modes that are not zero to rounding
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Scree(
            double[] values,
            double[] errors,
            double floor,
            int rank,
            int automaticRank,
            int most) {}

    /** That of an answer. */
    static PatterningState of(PatternAnswer answer, String refusal, double naturalSize) {
        Inversion inverse = answer.inversion();
        return new PatterningState(
                answer,
                rows(answer),
                columns(answer),
                new Scree(
                        inverse.singularValues(),
                        inverse.singularValueErrors(),
                        inverse.noiseFloor(),
                        answer.solution().rank(),
                        inverse.automaticRank(),
                        inverse.numericalRank()),
                refusal,
                naturalSize);
    }

    private static List<Row> rows(PatternAnswer answer) {
        Snapshot snapshot = answer.data().snapshot();
        Map<String, ComponentInfo> known = new LinkedHashMap<>();
        snapshot.components().forEach(component -> known.put(component.name(), component));
        int layers =
                1 + snapshot.components().stream().mapToInt(ComponentInfo::layer).max().orElse(-1);
        List<Row> rows = new ArrayList<>();
        for (int r = 0; r < answer.components().size(); r++) {
            ComponentInfo component = known.get(answer.components().get(r));
            if (component == null) {
                throw new IllegalStateException("The matrix has a row that the result lacks.");
            }
            Target.Wish wish = answer.question().target().wishes().get(r);
            rows.add(
                    new Row(
                            component.name(),
                            ComponentText.label(component),
                            ComponentText.title(component),
                            ComponentText.tint(component, layers),
                            wish instanceof Target.Change change ? change.change() : Double.NaN,
                            answer.solution().predicted().get(r),
                            answer.reweighted().get(r)));
        }
        return rows;
    }

    private static List<Column> columns(PatternAnswer answer) {
        Map<String, Integer> families = new LinkedHashMap<>();
        List<Column> columns = new ArrayList<>();
        DataMixture mixture = answer.data().mixture();
        List<PatternInfo> patterns = answer.data().snapshot().patterns();
        for (int k = 0; k < patterns.size(); k++) {
            PatternInfo pattern = patterns.get(k);
            families.putIfAbsent(pattern.family(), 1 + families.size() % CATEGORIES);
            columns.add(
                    new Column(
                            pattern.name(),
                            pattern.family(),
                            Tint.of(families.getOrDefault(pattern.family(), 1)),
                            answer.solution().perturbation().get(k),
                            mixture == null ? Double.NEGATIVE_INFINITY : mixture.leastAlone(k),
                            pattern.tokens()));
        }
        return columns;
    }

    /** The data perturbation. */
    public Solution solution() {
        return answer.solution();
    }

    /** Multiple of it up to which the response is linear. */
    public double linearUpTo() {
        return answer.linearUpTo();
    }

    /** Components without values. */
    public List<String> leftOut() {
        return answer.inversion().response().leftOut();
    }

    /** Directions that change nothing, in words. */
    public List<String> gauge() {
        return answer.inversion().gauge();
    }

    /** Whether columns are fields, which are added. */
    public boolean fields() {
        return answer.data().mixture() == null;
    }

    /** Whether components without a wish are held. */
    public boolean holds() {
        return answer.question().target().wishes().stream()
                .noneMatch(wish -> wish instanceof Target.Free);
    }

    /** Whether the prediction is one of λ̂ as well. */
    public boolean tellsLambda() {
        return answer.data().part() == Part.FLUCTUATION && !fields();
    }

    /** The unit of μ. */
    public String unit() {
        return Reading.of(answer.data().snapshot()).unit();
    }

    /** Rows that are wanted to change, and the patterns that do it, for a matrix' names. */
    public Emphasis emphasis() {
        if (!hasTarget()) {
            return Emphasis.NONE;
        }
        Set<String> wanted = wanted();
        return new Emphasis(
                // Where everything is wanted, nothing needs to be told apart.
                wanted.size() == rows.size() ? Set.of() : wanted,
                recruited(),
                wanted.size() == rows.size()
                        ? "recruited in Patterning"
                        : "wanted or recruited in Patterning");
    }

    /** Names of the components that are wanted to change. */
    public Set<String> wanted() {
        return rows.stream().filter(Row::targeted).map(Row::name).collect(Collectors.toSet());
    }

    /** Names of the patterns whose strength is told from 0. */
    public Set<String> recruited() {
        return columns.stream()
                .filter(Column::recruited)
                .map(Column::name)
                .collect(Collectors.toSet());
    }

    /**
     * The cell of that row, or of that column; what is null is as it was selected before, or else
     * what matters most: the first row that is wanted, the pattern of the largest strength.
     */
    CellName cell(@Nullable String component, @Nullable String pattern, @Nullable CellName before) {
        Row row = rows.stream().filter(Row::targeted).findFirst().orElse(rows.getFirst());
        Column column =
                Collections.max(
                        columns,
                        Comparator.comparingDouble(each -> Math.abs(each.strength().value())));
        return new CellName(
                component != null ? component : before != null ? before.component() : row.name(),
                pattern != null ? pattern : before != null ? before.pattern() : column.name());
    }

    /** Whether any change is wanted. */
    public boolean hasTarget() {
        return rows.stream().anyMatch(Row::targeted);
    }
}
