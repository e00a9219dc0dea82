package org.chiscope.cli;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.chiscope.experiment.PatternAnswer;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.experiment.PatternJson;
import org.chiscope.patterning.DataMixture;
import org.chiscope.patterning.Inversion;
import org.chiscope.patterning.Metric;
import org.chiscope.patterning.Regularization;
import org.chiscope.patterning.Solution;
import org.chiscope.patterning.Target;
import org.chiscope.response.Estimate;

/** What {@code chiscope pattern} says of an answer. */
final class PatternReport {
    /** Lines of a table of patterns or of modes; pattern.json has all of them. */
    private static final int LINES = 40;

    private final PatternAnswer answer;
    private final PrintWriter console;

    PatternReport(PatternAnswer answer, PrintWriter console) {
        this.answer = answer;
        this.console = console;
    }

    /** A value with its error, 19 characters wide. */
    static String number(Estimate estimate) {
        return Double.isNaN(estimate.value())
                ? String.format("%19s", "-")
                : Double.isNaN(estimate.monteCarloError())
                        ? String.format(Locale.ROOT, "%+.2e ± unknown", estimate.value())
                        : String.format(
                                Locale.ROOT,
                                "%+.2e ± %.1e",
                                estimate.value(),
                                estimate.monteCarloError());
    }

    /** Prints all of it. */
    void print(String target) {
        console.println("Target: " + target + unit() + ".");
        inversion();
        spectrum();
        patterns();
        components();
        limits();
        console.flush();
    }

    /** Of fields the coordinates are what changes. */
    private String unit() {
        return answer.data().mixture() == null ? "" : " (nats)";
    }

    private void inversion() {
        Inversion inversion = answer.inversion();
        Solution solution = answer.solution();
        boolean euclidean =
                answer.question().metric() == Metric.EUCLIDEAN || answer.data().mixture() == null;
        console.printf(
                Locale.ROOT,
                "Inverted: %s, rank %d of %d%s, ridge %s, metric %s, rows %s; condition number"
                        + " %s.%n",
                answer.data().part().label().toLowerCase(Locale.ROOT),
                solution.rank(),
                inversion.numericalRank(),
                answer.question().regularization().rank() == Regularization.AUTOMATIC
                        ? " (automatic: modes above the noise floor)"
                        : "",
                known("%.3g", solution.ridge()),
                (euclidean ? Metric.EUCLIDEAN : Metric.CHI_SQUARED).label(),
                answer.question().scaling().label(),
                known("%.3g", solution.regularizedCondition()));
        if (!inversion.gauge().isEmpty()) {
            console.println(
                    "Directions that change no data, left out: "
                            + String.join("; ", inversion.gauge())
                            + ".");
        }
        if (!inversion.response().leftOut().isEmpty()) {
            console.println(
                    "Components without a value, left out: "
                            + String.join(", ", inversion.response().leftOut())
                            + ".");
        }
    }

    private void spectrum() {
        Inversion inversion = answer.inversion();
        double[] values = inversion.singularValues();
        double[] errors = inversion.singularValueErrors();
        console.println();
        console.println("mode      singular value");
        for (int i = 0; i < Math.min(LINES, values.length); i++) {
            console.printf(
                    Locale.ROOT,
                    "%4d  %.2e ± %s%s%s%n",
                    i + 1,
                    values[i],
                    known("%.1e", errors[i]),
                    i < answer.solution().rank() ? "  inverted" : "",
                    values[i] <= inversion.noiseFloor() ? "  (noise)" : "");
        }
        more(values.length, "modes");
        console.println("Noise floor: " + known("%.2e", inversion.noiseFloor()) + ".");
    }

    private void more(int count, String what) {
        if (count > LINES) {
            console.println("… and " + (count - LINES) + " more " + what + ", in pattern.json");
        }
    }

    private void patterns() {
        List<PatternInfo> patterns = answer.data().snapshot().patterns();
        List<Estimate> strengths = answer.solution().perturbation();
        console.println();
        console.println("pattern                            dh            tokens");
        int[] order = IntStream.range(0, patterns.size()).toArray();
        if (order.length > LINES) {
            order =
                    IntStream.range(0, order.length)
                            .boxed()
                            .sorted(
                                    Comparator.comparingDouble(
                                            k -> -Math.abs(strengths.get(k).value())))
                            .limit(LINES)
                            .mapToInt(Integer::intValue)
                            .toArray();
        }
        for (int k : order) {
            console.printf(
                    Locale.ROOT,
                    "%-24s %s %,9d%n",
                    patterns.get(k).name(),
                    number(strengths.get(k)),
                    patterns.get(k).tokens());
        }
        more(patterns.size(), "patterns");
    }

    private void components() {
        Target target = answer.question().target();
        boolean lambda = !Double.isNaN(answer.lambda(new Estimate(1, 0, 0, 0)).value());
        console.println();
        console.println(
                "component        wish       wanted           predicted         re-weighted"
                        + (lambda ? "        of lambda-hat" : ""));
        for (int r = 0; r < answer.components().size(); r++) {
            Target.Wish wish = target.wishes().get(r);
            Estimate predicted = answer.solution().predicted().get(r);
            console.printf(
                    Locale.ROOT,
                    "%-16s %-6s %10s %s %s%s%n",
                    answer.components().get(r),
                    PatternJson.wish(wish),
                    wish instanceof Target.Free
                            ? "-"
                            : String.format(Locale.ROOT, "%+.2e", target.changes()[r]),
                    number(predicted),
                    number(answer.reweighted().get(r)),
                    lambda ? "  " + number(answer.lambda(predicted)) : "");
        }
    }

    private void limits() {
        Solution solution = answer.solution();
        console.println();
        if (solution.isZero()) {
            console.println(solution.whyZero());
            return;
        }
        if (!Double.isNaN(solution.reached().value())) {
            console.printf(
                    Locale.ROOT,
                    "Reached: %.3f ± %.3f of the target; %.1f %% of its squared length lies beyond"
                            + " these patterns.%n",
                    solution.reached().value(),
                    solution.reached().monteCarloError(),
                    100 * solution.unreachable());
        }
        DataMixture mixture = answer.data().mixture();
        console.printf(
                Locale.ROOT,
                "Linear response up to %.3g times this perturbation%s.%n",
                answer.linearUpTo(),
                mixture == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; no weight below 0 up to %s times",
                                Double.isInfinite(solution.largestStep())
                                        ? "any"
                                        : String.format(
                                                Locale.ROOT, "%.3g", solution.largestStep())));
        if (mixture != null) {
            console.printf(
                    Locale.ROOT,
                    "Divergence of the perturbed data: KL %s, chi-squared %.3g.%n",
                    Double.isNaN(solution.klDivergence())
                            ? "unknown, since some weights are below 0"
                            : String.format(Locale.ROOT, "%.3g nats", solution.klDivergence()),
                    solution.chiSquaredDivergence());
        }
        console.printf(
                Locale.ROOT,
                "Re-weighted draws count for at least %.0f (effective sample size).%n",
                answer.leastEffectiveSampleSize());
    }

    /** A number, or that it is unknown. */
    static String known(String format, double value) {
        return Double.isNaN(value)
                ? "unknown"
                : value == 0 ? "0" : String.format(Locale.ROOT, format, value);
    }
}
