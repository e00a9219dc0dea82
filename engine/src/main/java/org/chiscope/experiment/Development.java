package org.chiscope.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chiscope.network.HeadScores;
import org.chiscope.response.Estimate;
import org.chiscope.response.SusceptibilityRow;
import org.jspecify.annotations.Nullable;

/**
 * How the structure of a model develops over its training: the same experiment at one checkpoint
 * after another (Urdshals et al., arXiv:2508.00331, follow susceptibilities so); or the same at the
 * variants of a model.
 *
 * @param title of the experiment
 * @param components the rows
 * @param patterns the columns
 * @param stages one a checkpoint, by ascending step, or one a variant
 */
public record Development(
        String title, List<String> components, List<String> patterns, List<Stage> stages) {
    private static final Pattern HEAD = Pattern.compile("l(\\d+)h(\\d+)");

    /**
     * A checkpoint.
     *
     * @param checkpoint its step of the training, or the name of a variant
     * @param matrix susceptibilities and λ̂ of its rows
     * @param lambda λ̂ of the full ensemble
     * @param scores of its attention heads; null for models that have none
     */
    public record Stage(
            String checkpoint,
            SusceptibilityMatrix matrix,
            Estimate lambda,
            @Nullable HeadScores scores) {

        /** The fluctuation of a cell, nats²; unknown where it has too few draws. */
        public Estimate fluctuation(int component, int pattern) {
            SusceptibilityRow row = matrix.row(component);
            return row == null ? Estimate.UNKNOWN : row.cells().get(pattern).fluctuation();
        }

        private Estimate lambda(int component) {
            SusceptibilityRow row = matrix.row(component);
            return row == null ? Estimate.UNKNOWN : row.lambda();
        }
    }

    /** Copies the lists. */
    public Development {
        components = List.copyOf(components);
        patterns = List.copyOf(patterns);
        stages = List.copyOf(stages);
    }

    /**
     * The same of some rows alone.
     *
     * @param rows some of the components
     */
    public Development only(List<String> rows) {
        List<Integer> places = rows.stream().map(components::indexOf).toList();
        List<Stage> kept = new ArrayList<>();
        for (Stage stage : stages) {
            List<@Nullable SusceptibilityRow> matrix = new ArrayList<>();
            for (int place : places) {
                matrix.add(stage.matrix().row(place));
            }
            kept.add(
                    new Stage(
                            stage.checkpoint(),
                            new SusceptibilityMatrix(matrix),
                            stage.lambda(),
                            stage.scores()));
        }
        return new Development(title, rows, patterns, kept);
    }

    /** The prefix-matching score of a component at a stage; NaN if it is no single head. */
    public double prefixMatching(int stage, int component) {
        HeadScores scores = stages.get(stage).scores();
        return scores == null ? Double.NaN : score(scores.prefixMatching(), component);
    }

    private double previousToken(int stage, int component) {
        HeadScores scores = stages.get(stage).scores();
        return scores == null ? Double.NaN : score(scores.previousToken(), component);
    }

    private double score(double[][] scores, int component) {
        Matcher head = HEAD.matcher(components.get(component));
        return head.matches()
                ? scores[Integer.parseInt(head.group(1))][Integer.parseInt(head.group(2))]
                : Double.NaN;
    }

    /** The numbers alone. */
    public DevelopmentTable table() {
        List<DevelopmentTable.Stage> numbers = new ArrayList<>();
        for (int s = 0; s < stages.size(); s++) {
            Stage stage = stages.get(s);
            List<DevelopmentTable.Row> rows = new ArrayList<>();
            for (int c = 0; c < components.size(); c++) {
                List<Estimate> cells = new ArrayList<>();
                for (int k = 0; k < patterns.size(); k++) {
                    cells.add(stage.fluctuation(c, k));
                }
                rows.add(
                        new DevelopmentTable.Row(
                                stage.lambda(c), prefixMatching(s, c), previousToken(s, c), cells));
            }
            numbers.add(new DevelopmentTable.Stage(stage.checkpoint(), stage.lambda(), rows));
        }
        return new DevelopmentTable(components, patterns, numbers);
    }
}
