package org.chiscope.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.data.BracketStrings;
import org.chiscope.data.DrawnDigits;
import org.chiscope.data.LinearTeacher;
import org.chiscope.data.ModularAddition;
import org.chiscope.data.RepeatedPassages;
import org.chiscope.data.SparseFeatures;
import org.chiscope.data.TextSource;
import org.chiscope.format.FormatException;
import org.chiscope.format.JsonFields;
import org.chiscope.system.ModelConfig;

/** Reads a {@link TrainingPlan} from JSON; paths in it are relative to its own folder. */
final class TrainingPlanFile {

    private TrainingPlanFile() {}

    static TrainingPlan read(Path file) throws FormatException {
        JsonFields fields = JsonFields.read(file);
        String title = fields.text("title");
        String description = fields.text("description");
        String licence = fields.text("licence");
        TrainingData data = data(fields.object("data"), file);
        ModelConfig.Architecture.OfNetwork model = ModelConfig.network(fields.object("model"));
        Start start = start(fields.object("start"));
        OptimizerSettings optimizer = optimizer(fields.object("optimizer"));
        Checkpoints checkpoints = checkpoints(fields);
        long logEvery = fields.longNumber("logEvery");
        long seed = fields.longNumber("seed");
        Path patterns = file.resolveSibling(fields.text("patterns"));
        List<Variant> variants = new ArrayList<>();
        if (fields.has("variants")) {
            for (JsonFields variant : fields.objects("variants")) {
                variants.add(variant(variant));
            }
        }
        fields.noOthers();
        try {
            return new TrainingPlan(
                    title,
                    description,
                    licence,
                    data,
                    model,
                    start,
                    optimizer,
                    checkpoints,
                    logEvery,
                    patterns,
                    seed,
                    variants);
        } catch (IllegalArgumentException failure) {
            throw fields.complaint(failure);
        }
    }

    private enum DataType {
        TEXTS,
        BRACKET_STRINGS,
        MODULAR_ADDITION,
        SPARSE_FEATURES,
        LINEAR_TEACHER,
        DRAWN_DIGITS
    }

    private static TrainingData data(JsonFields fields, Path file) throws FormatException {
        try {
            TrainingData data =
                    switch (fields.choice("type", DataType.class)) {
                        case TEXTS -> texts(fields, file);
                        case BRACKET_STRINGS ->
                                new TrainingData.Generated(
                                        new BracketStrings(
                                                fields.wholeNumber("length"),
                                                fields.wholeNumber("examples"),
                                                fields.wholeNumber("evaluationExamples"),
                                                fields.number("flipped"),
                                                fields.wholeNumber("probeExamples")));
                        case MODULAR_ADDITION ->
                                new TrainingData.Generated(
                                        new ModularAddition(
                                                fields.wholeNumber("modulus"),
                                                fields.number("trainingShare")));
                        case SPARSE_FEATURES ->
                                new TrainingData.Generated(
                                        new SparseFeatures(
                                                fields.wholeNumber("features"),
                                                fields.wholeNumber("examples")));
                        case LINEAR_TEACHER ->
                                new TrainingData.Generated(
                                        new LinearTeacher(
                                                list(fields.numbers("inputScales")),
                                                fields.wholeNumber("outputs"),
                                                list(fields.numbers("strengths")),
                                                fields.wholeNumber("examples")));
                        case DRAWN_DIGITS ->
                                new TrainingData.Generated(
                                        new DrawnDigits(
                                                fields.wholeNumber("examples"),
                                                fields.wholeNumber("testExamples"),
                                                fields.number("noise")));
                    };
            fields.noOthers();
            return data;
        } catch (IllegalArgumentException failure) {
            throw fields.complaint(failure);
        }
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }

    private static TrainingData texts(JsonFields fields, Path file) throws FormatException {
        List<TextSource> texts = new ArrayList<>();
        for (JsonFields text : fields.objects("texts")) {
            texts.add(
                    new TextSource(
                            text.text("source"),
                            List.of(file.resolveSibling(text.text("file"))),
                            text.text("licence")));
            text.noOthers();
        }
        return new TrainingData.Texts(
                texts,
                fields.has("repeatedPassages")
                        ? repeatedPassages(fields.object("repeatedPassages"))
                        : null,
                fields.has("emphasis") ? emphasis(fields.object("emphasis")) : null,
                fields.wholeNumber("evaluationContexts"));
    }

    private enum StartType {
        RANDOM,
        POLYGON
    }

    private static Start start(JsonFields fields) throws FormatException {
        try {
            Start start =
                    switch (fields.choice("type", StartType.class)) {
                        case RANDOM -> new Start.Random(fields.number("deviation"));
                        case POLYGON ->
                                new Start.Polygon(
                                        fields.wholeNumber("corners"),
                                        fields.has("dead") && fields.flag("dead"));
                    };
            fields.noOthers();
            return start;
        } catch (IllegalArgumentException failure) {
            throw fields.complaint(failure);
        }
    }

    private static Checkpoints checkpoints(JsonFields of) throws FormatException {
        if (!of.has("checkpoints")) {
            return Checkpoints.NONE;
        }
        JsonFields fields = of.object("checkpoints");
        try {
            Checkpoints checkpoints =
                    new Checkpoints(
                            fields.has("every") ? fields.longNumber("every") : 0,
                            fields.has("at")
                                    ? fields.wholeNumbers("at").stream()
                                            .map(Integer::longValue)
                                            .toList()
                                    : List.of(),
                            fields.has("half") && fields.flag("half"));
            fields.noOthers();
            return checkpoints;
        } catch (IllegalArgumentException failure) {
            throw fields.complaint(failure);
        }
    }

    private static Variant variant(JsonFields fields) throws FormatException {
        try {
            Variant variant =
                    new Variant(
                            fields.text("name"),
                            fields.has("seed") ? fields.longNumber("seed") : null,
                            fields.has("start") ? start(fields.object("start")) : null,
                            checkpoints(fields));
            fields.noOthers();
            return variant;
        } catch (IllegalArgumentException failure) {
            throw fields.complaint(failure);
        }
    }

    private static OptimizerSettings optimizer(JsonFields fields) throws FormatException {
        try {
            OptimizerSettings settings =
                    new OptimizerSettings(
                            fields.longNumber("steps"),
                            fields.wholeNumber("batchSize"),
                            fields.number("peakLearningRate"),
                            fields.longNumber("warmupSteps"),
                            fields.longNumber("decaySteps"),
                            fields.number("beta1"),
                            fields.number("beta2"),
                            fields.number("epsilon"),
                            fields.number("weightDecay"),
                            fields.number("clipNorm"));
            fields.noOthers();
            return settings;
        } catch (IllegalArgumentException failure) {
            throw fields.complaint(failure);
        }
    }

    private static RepeatedPassages repeatedPassages(JsonFields fields) throws FormatException {
        try {
            RepeatedPassages passages =
                    new RepeatedPassages(
                            fields.text("source"),
                            fields.number("fraction"),
                            fields.wholeNumber("shortestPeriod"),
                            fields.wholeNumber("longestPeriod"));
            fields.noOthers();
            return passages;
        } catch (IllegalArgumentException failure) {
            throw fields.complaint(failure);
        }
    }

    private static Emphasis emphasis(JsonFields fields) throws FormatException {
        try {
            Emphasis emphasis =
                    new Emphasis(
                            fields.text("source"),
                            fields.longNumber("steps"),
                            fields.number("fraction"));
            fields.noOthers();
            return emphasis;
        } catch (IllegalArgumentException failure) {
            throw fields.complaint(failure);
        }
    }
}
