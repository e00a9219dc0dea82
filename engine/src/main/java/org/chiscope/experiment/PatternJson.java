package org.chiscope.experiment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.chiscope.format.AtomicFiles;
import org.chiscope.patterning.Constraints;
import org.chiscope.patterning.Inversion;
import org.chiscope.patterning.Metric;
import org.chiscope.patterning.Regularization;
import org.chiscope.patterning.RowScaling;
import org.chiscope.patterning.Solution;
import org.chiscope.patterning.Target;
import org.chiscope.response.Estimate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code pattern.json}: what patterning found. Numbers that are unknown or infinite are null;
 * changes of μ are in nats (for physical systems, in units of their coordinates).
 *
 * <ul>
 *   <li>{@code runId}, {@code experiment}, {@code experimentId}, {@code seed}, {@code nBeta},
 *       {@code program}: where it comes from
 *   <li>{@code by}: {@code patterns}; {@code target}: in words; {@code part}: {@code fluctuation}
 *       or {@code joint}; {@code metric}: {@code chi2} or {@code euclidean}; {@code rows}: {@code
 *       raw} or {@code norm}
 *   <li>{@code rank}, {@code rankIsAutomatic}, {@code fullRank}, {@code ridge}, {@code
 *       conditionNumber}, {@code regularizedConditionNumber}
 *   <li>{@code constraints}: {@code weightsNotNegative}, {@code largestStrength}, {@code
 *       largestDivergenceNats}, {@code mostPatterns}; null where there is no bound
 *   <li>{@code singularValues}: an array of {@code valueNats2}, {@code standardErrorNats2}; {@code
 *       noiseFloorNats2}
 *   <li>{@code gaugeDirections}: names; {@code leftOutComponents}: names
 *   <li>{@code patterns}: an array of {@code pattern}, {@code strength} (h_k), {@code
 *       strengthStandardError}, {@code tokens}
 *   <li>{@code components}: an array of {@code component}, {@code wish} ({@code change}, {@code
 *       hold}, {@code fix}, {@code free}), {@code wantedChangeNats}, {@code predictedChangeNats},
 *       {@code predictedChangeStandardErrorNats}, {@code predictedLambdaChange}, {@code
 *       predictedLambdaChangeStandardError}, {@code reweightedChangeNats}, {@code
 *       reweightedChangeStandardErrorNats}, {@code reweightedEffectiveSampleSize}
 *   <li>{@code reached}, {@code reachedStandardError}: predicted over wanted, along the target;
 *       {@code unreachableShare} of the target's squared length
 *   <li>{@code largestStep}, {@code linearUpTo}: multiples of this perturbation; {@code
 *       klDivergenceNats}, {@code chiSquaredDivergence}, {@code leastEffectiveSampleSize}
 *   <li>{@code whyNothing}: one sentence where nothing is perturbed, else absent
 *   <li>{@code verification}, where it was sampled again: {@code finished}, {@code sampled}
 *       (names), {@code slope}, {@code slopeStandardError}, {@code slopeLow95}, {@code
 *       slopeHigh95}, {@code slopeExpected} and {@code slopeExpectedStandardError} (null where not
 *       known), {@code trialsThatCount}, and {@code trials}: an array of {@code half} ({@code A},
 *       {@code B}), {@code step}, {@code counts}, {@code remark}, {@code spread}, {@code
 *       densityRatioEffectiveSampleSize}, {@code strengths} (by pattern) and {@code components}:
 *       {@code component}, {@code predictedChangeNats}, {@code realisedChangeNats} and {@code
 *       …StandardErrorNats} of both, {@code biasOfSamplerNats}, {@code changeAtPlusNats}, {@code
 *       changeAtMinusNats}
 * </ul>
 */
public final class PatternJson {
    /** The file's name in its folder. */
    public static final String FILE_NAME = "pattern.json";

    private PatternJson() {}

    /**
     * Writes the file, atomically.
     *
     * @param target in words
     * @param verified what sampling again has shown, or null
     * @throws org.chiscope.format.WriteException with one sentence if it cannot be written
     */
    public static void write(
            PatternAnswer answer,
            String target,
            Verification.@Nullable Progress verified,
            Path file)
            throws IOException {
        AtomicFiles.writeString(file, text(answer, target, verified));
    }

    static String text(
            PatternAnswer answer, String target, Verification.@Nullable Progress verified) {
        ObjectNode root = ExperimentJson.MAPPER.createObjectNode();
        PatternQuestion question = answer.question();
        Solution solution = answer.solution();
        source(root, answer.data().snapshot());
        root.put("by", "patterns");
        root.put("target", target);
        root.put("part", answer.data().part().name().toLowerCase(Locale.ROOT));
        boolean euclidean =
                question.metric() == Metric.EUCLIDEAN || answer.data().mixture() == null;
        root.put("metric", euclidean ? "euclidean" : "chi2");
        root.put("rows", question.scaling() == RowScaling.RAW ? "raw" : "norm");
        spectrum(root, answer);
        constraints(root.putObject("constraints"), question.constraints());
        ArrayNode gauge = root.putArray("gaugeDirections");
        answer.inversion().gauge().forEach(gauge::add);
        ArrayNode leftOut = root.putArray("leftOutComponents");
        answer.inversion().response().leftOut().forEach(leftOut::add);
        patterns(root.putArray("patterns"), answer);
        components(root.putArray("components"), answer);
        put(root, "reached", "", solution.reached());
        Numbers.put(root, "unreachableShare", solution.unreachable());
        Numbers.put(root, "largestStep", solution.largestStep());
        Numbers.put(root, "linearUpTo", answer.linearUpTo());
        Numbers.put(root, "klDivergenceNats", solution.klDivergence());
        Numbers.put(root, "chiSquaredDivergence", solution.chiSquaredDivergence());
        Numbers.put(root, "leastEffectiveSampleSize", answer.leastEffectiveSampleSize());
        if (solution.isZero()) {
            root.put("whyNothing", solution.whyZero());
        }
        if (verified != null) {
            verification(root.putObject("verification"), answer, verified);
        }
        return ExperimentJson.pretty(root);
    }

    static void source(ObjectNode root, Snapshot snapshot) {
        Experiment experiment = snapshot.experiment();
        root.put("runId", snapshot.runId());
        root.put("experiment", experiment.name());
        root.put("experimentId", experiment.id());
        root.put("seed", experiment.seed());
        root.put("nBeta", experiment.sampler().nBeta());
        root.put("program", Versions.program());
    }

    private static void spectrum(ObjectNode root, PatternAnswer answer) {
        Inversion inversion = answer.inversion();
        Solution solution = answer.solution();
        root.put("rank", solution.rank());
        root.put(
                "rankIsAutomatic",
                answer.question().regularization().rank() == Regularization.AUTOMATIC);
        root.put("fullRank", inversion.numericalRank());
        Numbers.put(root, "ridge", solution.ridge());
        Numbers.put(root, "conditionNumber", solution.condition());
        Numbers.put(root, "regularizedConditionNumber", solution.regularizedCondition());
        double[] values = inversion.singularValues();
        double[] errors = inversion.singularValueErrors();
        ArrayNode spectrum = root.putArray("singularValues");
        for (int i = 0; i < values.length; i++) {
            ObjectNode node = spectrum.addObject();
            Numbers.put(node, "valueNats2", values[i]);
            Numbers.put(node, "standardErrorNats2", errors[i]);
        }
        Numbers.put(root, "noiseFloorNats2", inversion.noiseFloor());
    }

    /** The key {@code constraints}. */
    static void constraints(ObjectNode node, Constraints constraints) {
        node.put("weightsNotNegative", constraints.weightsNotNegative());
        Numbers.put(node, "largestStrength", constraints.largestStrength());
        Numbers.put(node, "largestDivergenceNats", constraints.largestDivergence());
        if (constraints.mostPatterns() == Integer.MAX_VALUE) {
            node.putNull("mostPatterns");
        } else {
            node.put("mostPatterns", constraints.mostPatterns());
        }
    }

    private static void patterns(ArrayNode array, PatternAnswer answer) {
        List<PatternInfo> patterns = answer.data().snapshot().patterns();
        for (int k = 0; k < patterns.size(); k++) {
            ObjectNode node = array.addObject();
            node.put("pattern", patterns.get(k).name());
            put(node, "strength", "", answer.solution().perturbation().get(k));
            node.put("tokens", patterns.get(k).tokens());
        }
    }

    private static void components(ArrayNode array, PatternAnswer answer) {
        Target target = answer.question().target();
        double[] wanted = target.changes();
        for (int r = 0; r < wanted.length; r++) {
            ObjectNode node = array.addObject();
            Estimate predicted = answer.solution().predicted().get(r);
            node.put("component", answer.components().get(r));
            node.put("wish", wish(target.wishes().get(r)));
            if (target.wishes().get(r) instanceof Target.Free) {
                node.putNull("wantedChangeNats");
            } else {
                Numbers.put(node, "wantedChangeNats", wanted[r]);
            }
            put(node, "predictedChange", "Nats", predicted);
            put(node, "predictedLambdaChange", "", answer.lambda(predicted));
            put(node, "reweightedChange", "Nats", answer.reweighted().get(r));
            Numbers.put(
                    node, "reweightedEffectiveSampleSize", answer.effectiveSampleSizes().get(r));
        }
    }

    /** One word for a wish: change, hold, fix or free. */
    public static String wish(Target.Wish wish) {
        return switch (wish) {
            case Target.Change _ -> "change";
            case Target.Hold _ -> "hold";
            case Target.Fix _ -> "fix";
            case Target.Free _ -> "free";
        };
    }

    private static void verification(
            ObjectNode node, PatternAnswer answer, Verification.Progress verified) {
        node.put("finished", verified.share() >= 1);
        ArrayNode sampled = node.putArray("sampled");
        verified.components().forEach(sampled::add);
        Estimate slope = verified.slope();
        put(node, "slope", "", slope);
        double half = slope.halfWidth(0.95);
        Numbers.put(node, "slopeLow95", slope.value() - half);
        Numbers.put(node, "slopeHigh95", slope.value() + half);
        put(node, "slopeExpected", "", verified.expected());
        node.put(
                "trialsThatCount",
                (int) verified.trials().stream().filter(Verification.Trial::counts).count());
        ArrayNode trials = node.putArray("trials");
        for (Verification.Trial trial : verified.trials()) {
            trial(trials.addObject(), answer, verified.components(), trial);
        }
    }

    private static void trial(
            ObjectNode node, PatternAnswer answer, List<String> sampled, Verification.Trial trial) {
        node.put("half", trial.half() == 0 ? "A" : "B");
        node.put("step", trial.step());
        node.put("counts", trial.counts());
        node.put("remark", trial.remark());
        Numbers.put(node, "spread", trial.spread());
        Numbers.put(node, "densityRatioEffectiveSampleSize", trial.effectiveSampleSize());
        ObjectNode strengths = node.putObject("strengths");
        List<String> patterns = answer.inversion().response().patterns();
        for (int k = 0; k < patterns.size(); k++) {
            strengths.put(patterns.get(k), trial.h()[k]);
        }
        ArrayNode components = node.putArray("components");
        for (int i = 0; i < sampled.size(); i++) {
            ObjectNode component = components.addObject();
            component.put("component", sampled.get(i));
            put(component, "predictedChange", "Nats", trial.predicted().get(i));
            put(component, "realisedChange", "Nats", trial.changes().get(i));
            put(component, "biasOfSampler", "Nats", trial.biases().get(i));
            put(component, "changeAtPlus", "Nats", trial.above().get(i));
            put(component, "changeAtMinus", "Nats", trial.below().get(i));
        }
    }

    /** A value and its Monte-Carlo error, with the unit at the end of both keys. */
    static void put(ObjectNode node, String key, String unit, Estimate estimate) {
        Numbers.put(node, key + unit, estimate.value());
        Numbers.put(node, key + "StandardError" + unit, estimate.monteCarloError());
    }
}
