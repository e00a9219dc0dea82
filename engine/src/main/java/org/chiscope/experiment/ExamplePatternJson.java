package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.chiscope.format.AtomicFiles;
import org.chiscope.patterning.ExampleInversion;
import org.chiscope.patterning.ExampleSolution;
import org.chiscope.patterning.Regularization;
import org.chiscope.patterning.RowScaling;
import org.chiscope.patterning.Target;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code pattern.json} of patterning over single examples: the keys of {@link PatternJson} as far
 * as they apply (no {@code patterns}, {@code gaugeDirections}, {@code linearUpTo} and nothing that
 * is re-weighted or verified), {@code by} being {@code examples}, and in addition {@code examples}
 * (their number), {@code smallestWeight} and {@code largestWeight} (relative to 1). The weights
 * themselves are in the file that {@link ExampleWeights} writes.
 */
public final class ExamplePatternJson {

    private ExamplePatternJson() {}

    /**
     * Writes the file, atomically.
     *
     * @param target in words
     * @throws org.chiscope.format.WriteException with one sentence if it cannot be written
     */
    public static void write(ExampleResponse.Answer answer, String target, Path file)
            throws IOException {
        AtomicFiles.writeString(file, text(answer, target));
    }

    static String text(ExampleResponse.Answer answer, String target) {
        ObjectNode root = ExperimentJson.MAPPER.createObjectNode();
        ExampleResponse response = answer.response();
        ExampleSolution solution = answer.solution();
        PatternJson.source(root, response.data().snapshot());
        root.put("by", "examples");
        root.put("target", target);
        root.put("part", response.data().part().name().toLowerCase(Locale.ROOT));
        root.put("metric", "chi2");
        root.put("rows", answer.question().scaling() == RowScaling.RAW ? "raw" : "norm");
        root.put("examples", answer.inversion().examples());
        PatternJson.constraints(root.putObject("constraints"), answer.question().constraints());
        spectrum(root, answer);
        ArrayNode leftOut = root.putArray("leftOutComponents");
        response.leftOut().forEach(leftOut::add);
        components(root.putArray("components"), answer);
        PatternJson.put(root, "reached", "", answer.reached());
        Numbers.put(root, "unreachableShare", solution.unreachable());
        Numbers.put(root, "largestStep", solution.largestStep());
        Numbers.put(root, "klDivergenceNats", solution.klDivergence());
        Numbers.put(root, "chiSquaredDivergence", solution.chiSquaredDivergence());
        double[] weights = solution.relativeWeights();
        Numbers.put(root, "smallestWeight", Arrays.stream(weights).min().orElse(Double.NaN));
        Numbers.put(root, "largestWeight", Arrays.stream(weights).max().orElse(Double.NaN));
        if (solution.isZero()) {
            root.put("whyNothing", solution.whyZero());
        }
        return ExperimentJson.pretty(root);
    }

    private static void spectrum(ObjectNode root, ExampleResponse.Answer answer) {
        ExampleInversion inversion = answer.inversion();
        ExampleSolution solution = answer.solution();
        root.put("rank", solution.rank());
        root.put(
                "rankIsAutomatic",
                answer.question().regularization().rank() == Regularization.AUTOMATIC);
        root.put("fullRank", inversion.numericalRank());
        Numbers.put(root, "ridge", solution.ridge());
        Numbers.put(root, "conditionNumber", solution.condition());
        Numbers.put(root, "regularizedConditionNumber", solution.regularizedCondition());
        ArrayNode spectrum = root.putArray("singularValues");
        for (double value : inversion.singularValues()) {
            Numbers.put(spectrum.addObject(), "valueNats2", value);
        }
        Numbers.put(root, "noiseFloorNats2", inversion.noiseFloor());
    }

    private static void components(ArrayNode array, ExampleResponse.Answer answer) {
        Target target = answer.question().target();
        double[] wanted = target.changes();
        for (int r = 0; r < wanted.length; r++) {
            ObjectNode node = array.addObject();
            node.put("component", answer.response().components().get(r));
            node.put("wish", PatternJson.wish(target.wishes().get(r)));
            if (target.wishes().get(r) instanceof Target.Free) {
                node.putNull("wantedChangeNats");
            } else {
                Numbers.put(node, "wantedChangeNats", wanted[r]);
            }
            PatternJson.put(node, "predictedChange", "Nats", answer.predicted().get(r));
        }
    }
}
