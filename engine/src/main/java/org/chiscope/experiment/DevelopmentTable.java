package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chiscope.format.CsvText;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a development, as {@code development.csv} holds them: χ, λ̂ and the scores of
 * heads at each checkpoint. Written by {@link #csv} and read by {@link #read}. Estimates that were
 * read know their errors, but not the blocks that these rest on.
 *
 * @param components the rows
 * @param patterns the columns
 * @param stages one a checkpoint, in the order of the training, or one a variant
 */
public record DevelopmentTable(List<String> components, List<String> patterns, List<Stage> stages) {
    /** The table's name in a model's folder, and in a folder of results. */
    public static final String FILE_NAME = "development.csv";

    /** The row of the full ensemble. */
    static final String FULL = "full";

    /** Heads of the columns, in their order. */
    static final List<String> HEADS =
            List.of(
                    "checkpoint",
                    "component",
                    "pattern",
                    "fluctuation",
                    "fluctuation_se_mc",
                    "fluctuation_se_data",
                    "lambda",
                    "lambda_se_mc",
                    "prefix_matching",
                    "previous_token");

    /** By how many standard errors a change has to stand out to be told. */
    public static final double TOLD_FROM = 3;

    /**
     * A checkpoint.
     *
     * @param checkpoint its step of the training, or the name of a variant
     * @param lambda λ̂ of the full ensemble
     * @param rows one a component
     */
    public record Stage(String checkpoint, Estimate lambda, List<Row> rows) {

        /** Copies the list. */
        public Stage {
            rows = List.copyOf(rows);
        }
    }

    /**
     * A component at a checkpoint.
     *
     * @param lambda λ̂ of its restricted ensemble
     * @param prefixMatching its prefix-matching score; NaN if it is no single head
     * @param previousToken its previous-token score; NaN likewise
     * @param cells the fluctuation on each pattern, nats²
     */
    public record Row(
            Estimate lambda, double prefixMatching, double previousToken, List<Estimate> cells) {

        /** Copies the list. */
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /**
     * A change of χ from the checkpoint before.
     *
     * @param component place of the row
     * @param stage the later of the two, at least 1
     * @param change nats², with the errors of both added in quadrature
     */
    public record Change(int component, int stage, Estimate change) {}

    /**
     * @throws IllegalArgumentException with one sentence if a stage has not a row for each
     *     component, or a row not a cell for each pattern
     */
    public DevelopmentTable {
        components = List.copyOf(components);
        patterns = List.copyOf(patterns);
        stages = List.copyOf(stages);
        for (Stage stage : stages) {
            int cells = patterns.size();
            if (stage.rows().size() != components.size()
                    || stage.rows().stream().anyMatch(row -> row.cells().size() != cells)) {
                throw new IllegalArgumentException(
                        "Each checkpoint needs "
                                + components.size()
                                + " components × "
                                + cells
                                + " patterns, but that of \""
                                + stage.checkpoint()
                                + "\" has others.");
            }
        }
    }

    /**
     * Reads what {@link #csv} wrote: comma-separated values (RFC 4180) with that line of heads.
     *
     * @throws org.chiscope.format.FormatException with one sentence if the file is missing or
     *     malformed
     */
    public static DevelopmentTable read(Path file) throws IOException {
        return DevelopmentReader.read(file);
    }

    /** The fluctuation of a cell at a stage, nats². */
    public Estimate fluctuation(int stage, int component, int pattern) {
        return stages.get(stage).rows().get(component).cells().get(pattern);
    }

    /**
     * By how much χ of a cell lies above that at the checkpoint before, nats²; the two were sampled
     * independently, so their errors add in quadrature. Unknown at the first checkpoint.
     */
    public Estimate change(int stage, int component, int pattern) {
        if (stage < 1) {
            return Estimate.UNKNOWN;
        }
        Estimate now = fluctuation(stage, component, pattern);
        Estimate before = fluctuation(stage - 1, component, pattern);
        return new Estimate(
                now.value() - before.value(),
                Math.hypot(now.monteCarloError(), before.monteCarloError()),
                Math.hypot(now.dataError(), before.dataError()),
                Math.min(now.blocks(), before.blocks()));
    }

    /**
     * The largest change on a pattern between neighbouring checkpoints among those beyond {@link
     * #TOLD_FROM} Monte-Carlo standard errors, over all components; none if there are none.
     */
    public Optional<Change> largestChange(int pattern) {
        Change largest = null;
        for (int s = 1; s < stages.size(); s++) {
            for (int c = 0; c < components.size(); c++) {
                Estimate change = change(s, c, pattern);
                boolean told =
                        Math.abs(change.value()) > TOLD_FROM * change.monteCarloError()
                                && change.monteCarloError() > 0;
                if (told && larger(change, largest)) {
                    largest = new Change(c, s, change);
                }
            }
        }
        return Optional.ofNullable(largest);
    }

    private static boolean larger(Estimate change, @Nullable Change than) {
        return than == null || Math.abs(change.value()) > Math.abs(than.change().value());
    }

    /** Whether any component has scores. */
    public boolean scored() {
        return stages.stream()
                .flatMap(stage -> stage.rows().stream())
                .anyMatch(row -> Double.isFinite(row.prefixMatching()));
    }

    /**
     * A line for each checkpoint, component and pattern: the fluctuation in nats² and its two
     * errors, λ̂ and its error, and of a head its scores; and one for the full ensemble, with λ̂
     * alone. What is unknown is empty.
     */
    public String csv() {
        StringBuilder text = new StringBuilder(String.join(",", HEADS)).append('\n');
        for (Stage stage : stages) {
            line(text, stage.checkpoint(), FULL, "", Estimate.UNKNOWN, stage.lambda(), null);
            for (int c = 0; c < components.size(); c++) {
                Row row = stage.rows().get(c);
                for (int k = 0; k < patterns.size(); k++) {
                    line(
                            text,
                            stage.checkpoint(),
                            components.get(c),
                            patterns.get(k),
                            row.cells().get(k),
                            row.lambda(),
                            row);
                }
            }
        }
        return text.toString();
    }

    private static void line(
            StringBuilder text,
            String checkpoint,
            String component,
            String pattern,
            Estimate cell,
            Estimate lambda,
            @Nullable Row scored) {
        List<String> values = new ArrayList<>();
        for (String name : List.of(checkpoint, component, pattern)) {
            values.add(CsvText.quoted(name));
        }
        for (double number :
                new double[] {
                    cell.value(),
                    cell.monteCarloError(),
                    cell.dataError(),
                    lambda.value(),
                    lambda.monteCarloError(),
                    scored == null ? Double.NaN : scored.prefixMatching(),
                    scored == null ? Double.NaN : scored.previousToken()
                }) {
            values.add(Numbers.csv(number));
        }
        text.append(String.join(",", values)).append('\n');
    }
}
