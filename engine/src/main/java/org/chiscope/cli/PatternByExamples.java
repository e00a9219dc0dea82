package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.chiscope.experiment.ExamplePatternJson;
import org.chiscope.experiment.ExampleResponse;
import org.chiscope.experiment.ExampleWeights;
import org.chiscope.experiment.PatternJson;
import org.chiscope.experiment.PatternQuestion;
import org.chiscope.experiment.PatternSize;
import org.chiscope.experiment.PatterningData;
import org.chiscope.experiment.Snapshot;
import org.chiscope.patterning.ExampleInversion;
import org.chiscope.patterning.ExampleSolution;
import org.chiscope.patterning.Regularization;
import org.chiscope.patterning.ResponseMatrix;
import org.chiscope.patterning.Target;

/**
 * {@code chiscope pattern --by examples}.
 *
 * @param answer what was found
 * @param words the target
 */
record PatternByExamples(ExampleResponse.Answer answer, String words) {

    /**
     * Finds it.
     *
     * @throws IllegalArgumentException with one sentence if an option does not fit
     */
    static PatternByExamples of(Results opened, PatternOptions options, PatternWish wish)
            throws IOException {
        Snapshot snapshot = opened.run().snapshot();
        PatterningData data = new PatterningData(snapshot, opened.system(), options.part());
        ResponseMatrix patterns = data.whole();
        PatternTargets names = new PatternTargets(patterns.components(), patterns.leftOut());
        PatternQuestion template = options.question(wish.template(names));
        ExampleResponse response = new ExampleResponse(opened.run(), data, patterns);
        ExampleInversion inversion = response.inversion(template);
        PatternWish.Wanted wanted =
                wish.read(
                        names,
                        snapshot,
                        new PatternWish.Scree(
                                inversion.numericalRank(),
                                inversion.rank(template.regularization()),
                                inversion::mode),
                        unit -> size(inversion, unit, template.regularization()));
        return new PatternByExamples(
                response.answer(template.withTarget(wanted.target()), inversion), wanted.words());
    }

    /** Where the response ends to be linear is not known: draws of single examples are not kept. */
    private static PatternWish.Chosen size(
            ExampleInversion inversion, Target unit, Regularization regularization) {
        ExampleSolution solution = inversion.solve(unit, regularization);
        if (solution.isZero()) {
            throw new IllegalArgumentException(solution.whyZero());
        }
        return new PatternWish.Chosen(
                PatternSize.SHARE * solution.largestStep(),
                String.format(
                        Locale.ROOT,
                        "%.1f of where an example's weight falls below 0; up to where the response"
                                + " is linear is not known for examples",
                        PatternSize.SHARE));
    }

    /** Prints all but the weights. */
    void print(PrintWriter console) {
        ExampleInversion inversion = answer.inversion();
        ExampleSolution solution = answer.solution();
        console.println("Target: " + words + " (nats).");
        console.printf(
                Locale.ROOT,
                "Inverted: %s over %,d examples, rank %d of %d%s, ridge %s, metric χ² divergence,"
                        + " rows %s; condition number %s.%n",
                answer.response().data().part().label().toLowerCase(Locale.ROOT),
                inversion.examples(),
                solution.rank(),
                inversion.numericalRank(),
                answer.question().regularization().rank() == Regularization.AUTOMATIC
                        ? " (automatic: modes above the noise floor)"
                        : "",
                PatternReport.known("%.3g", solution.ridge()),
                answer.question().scaling().label(),
                PatternReport.known("%.3g", solution.regularizedCondition()));
        if (!answer.response().leftOut().isEmpty()) {
            console.println(
                    "Components without a value, left out: "
                            + String.join(", ", answer.response().leftOut())
                            + ".");
        }
        console.println();
        console.println("mode  singular value");
        double[] values = inversion.singularValues();
        for (int i = 0; i < values.length; i++) {
            console.printf(
                    Locale.ROOT,
                    "%4d  %.2e%s%s%n",
                    i + 1,
                    values[i],
                    i < solution.rank() ? "  inverted" : "",
                    values[i] <= inversion.noiseFloor() ? "  (noise)" : "");
        }
        console.println(
                "Noise floor: " + PatternReport.known("%.2e", inversion.noiseFloor()) + ".");
        components(console);
        console.println();
        limits(console);
        console.flush();
    }

    private void components(PrintWriter console) {
        Target target = answer.question().target();
        console.println();
        console.println("component        wish       wanted           predicted");
        for (int r = 0; r < answer.predicted().size(); r++) {
            Target.Wish wish = target.wishes().get(r);
            console.printf(
                    Locale.ROOT,
                    "%-16s %-6s %10s %s%n",
                    answer.response().components().get(r),
                    PatternJson.wish(wish),
                    wish instanceof Target.Free
                            ? "-"
                            : String.format(Locale.ROOT, "%+.2e", target.changes()[r]),
                    PatternReport.number(answer.predicted().get(r)));
        }
    }

    private void limits(PrintWriter console) {
        ExampleSolution solution = answer.solution();
        if (solution.isZero()) {
            console.println(solution.whyZero());
            return;
        }
        if (!Double.isNaN(answer.reached().value())) {
            console.printf(
                    Locale.ROOT,
                    "Reached: %.3f ± %.3f of the target; %.1f %% of its squared length lies beyond"
                            + " these examples.%n",
                    answer.reached().value(),
                    answer.reached().monteCarloError(),
                    100 * solution.unreachable());
        }
        double[] weights = solution.relativeWeights();
        console.printf(
                Locale.ROOT,
                "Weights from %.3g to %.3g; none below 0 up to %.3g times this perturbation.%n",
                Arrays.stream(weights).min().orElse(Double.NaN),
                Arrays.stream(weights).max().orElse(Double.NaN),
                solution.largestStep());
        console.printf(
                Locale.ROOT,
                "Divergence of the perturbed data: KL %s, chi-squared %.3g.%n",
                Double.isNaN(solution.klDivergence())
                        ? "unknown, since some weights are below 0"
                        : String.format(Locale.ROOT, "%.3g nats", solution.klDivergence()),
                solution.chiSquaredDivergence());
    }

    /** Writes the weights and the JSON. */
    void write(Path weights, Path json, PrintWriter console) throws IOException {
        ExampleWeights.write(answer.solution().relativeWeights(), weights);
        ExamplePatternJson.write(answer, words, json);
        console.println(
                "Weights: "
                        + weights
                        + (answer.solution().largestStep() < 1
                                ? " (some are below 0: take a smaller step)"
                                : ""));
        console.println("Written: " + json);
        console.flush();
    }
}
