package org.chiscope.cli;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.experiment.PatternQuestion;
import org.chiscope.patterning.Constraints;
import org.chiscope.patterning.Metric;
import org.chiscope.patterning.Regularization;
import org.chiscope.patterning.RowScaling;
import org.chiscope.patterning.Target;
import org.chiscope.response.Part;
import picocli.CommandLine.Option;

/** How {@code chiscope pattern} solves: a picocli mixin. */
final class PatternOptions {
    /** The metric's name on the command line. */
    enum MetricName {
        CHI2(Metric.CHI_SQUARED),
        EUCLIDEAN(Metric.EUCLIDEAN);

        private final Metric metric;

        MetricName(Metric metric) {
            this.metric = metric;
        }
    }

    /** The parts that can be inverted. */
    enum PartName {
        FLUCTUATION(Part.FLUCTUATION),
        JOINT(Part.JOINT);

        private final Part part;

        PartName(Part part) {
            this.part = part;
        }
    }

    /** The rows' scaling. */
    enum RowsName {
        RAW(RowScaling.RAW),
        NORM(RowScaling.NORM);

        private final RowScaling scaling;

        RowsName(RowScaling scaling) {
            this.scaling = scaling;
        }
    }

    @Option(
            names = "--rank",
            paramLabel = "auto|N",
            description =
                    "Modes to invert, the strongest first (default: auto, those above the noise"
                            + " floor).")
    private String rank = "auto";

    @Option(
            names = "--ridge",
            paramLabel = "R",
            description = "Ridge, in units of the largest singular value (default: 0).")
    private double ridge;

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            description =
                    "In which the perturbation is smallest: chi2, its chi-squared divergence, or"
                            + " euclidean (default: chi2; fields: euclidean).")
    private MetricName metric = MetricName.CHI2;

    @Option(
            names = "--rows",
            paramLabel = "ROWS",
            description =
                    "raw: a miss counts by its nats; norm: in units of the row's norm (default:"
                            + " raw).")
    private RowsName rows = RowsName.RAW;

    @Option(
            names = "--part",
            paramLabel = "PART",
            description = "What is inverted: fluctuation or joint (default: fluctuation).")
    private PartName part = PartName.FLUCTUATION;

    @Option(names = "--nonnegative", description = "Keep every example's weight at 0 or above.")
    private boolean nonnegative;

    @Option(
            names = "--max-strength",
            paramLabel = "X",
            description = "Keep every pattern's |h| at X or below.")
    private double maxStrength = Double.POSITIVE_INFINITY;

    @Option(
            names = "--max-divergence",
            paramLabel = "X",
            description = "Keep KL(q_h || q) at X nats or below.")
    private double maxDivergence = Double.POSITIVE_INFINITY;

    @Option(names = "--max-patterns", paramLabel = "M", description = "Use at most M patterns.")
    private int maxPatterns = Integer.MAX_VALUE;

    Part part() {
        return part.part;
    }

    /**
     * The question that these options ask of a target.
     *
     * @throws IllegalArgumentException with one sentence if an option has no meaning
     */
    PatternQuestion question(Target target) {
        return new PatternQuestion(
                target,
                new Regularization(rank(), ridge),
                metric.metric,
                rows.scaling,
                new Constraints(nonnegative, maxStrength, maxDivergence, maxPatterns));
    }

    private int rank() {
        if (rank.strip().equalsIgnoreCase("auto")) {
            return Regularization.AUTOMATIC;
        }
        try {
            int number = Integer.parseInt(rank.strip());
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException(
                "--rank must be auto or a number of at least 0, but is \"" + rank + "\".");
    }

    /**
     * Refuses what has no meaning where columns are fields.
     *
     * @throws IllegalArgumentException with one sentence
     */
    void checkFields() {
        List<String> wrong = new ArrayList<>();
        if (nonnegative) {
            wrong.add("--nonnegative");
        }
        if (Double.isFinite(maxDivergence)) {
            wrong.add("--max-divergence");
        }
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException(
                    String.join(" and ", wrong)
                            + " bounds weights of examples, but this system's columns are fields,"
                            + " which mix no data; leave it out.");
        }
    }
}
