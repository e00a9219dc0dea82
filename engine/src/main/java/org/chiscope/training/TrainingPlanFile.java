package org.chiscope.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.chiscope.data.RepeatedPassages;
import org.chiscope.data.TextSource;
import org.chiscope.format.FormatException;
import org.chiscope.format.JsonFields;
import org.chiscope.network.TransformerConfig;
import org.chiscope.system.ModelConfig;

/** Reads a {@link TrainingPlan} from JSON; paths in it are relative to its own folder. */
final class TrainingPlanFile {

    private TrainingPlanFile() {}

    static TrainingPlan read(Path file) throws FormatException {
        JsonFields fields = JsonFields.read(file);
        String title = fields.text("title");
        String description = fields.text("description");
        String licence = fields.text("licence");
        List<TextSource> texts = new ArrayList<>();
        for (JsonFields text : fields.objects("texts")) {
            texts.add(
                    new TextSource(
                            text.text("source"),
                            List.of(file.resolveSibling(text.text("file"))),
                            text.text("licence")));
            text.noOthers();
        }
        JsonFields modelFields = fields.object("model");
        TransformerConfig model = ModelConfig.transformer(modelFields);
        modelFields.noOthers();
        OptimizerSettings optimizer = optimizer(fields.object("optimizer"));
        RepeatedPassages repeatedPassages =
                fields.has("repeatedPassages")
                        ? repeatedPassages(fields.object("repeatedPassages"))
                        : null;
        Emphasis emphasis = fields.has("emphasis") ? emphasis(fields.object("emphasis")) : null;
        double embeddingDeviation = fields.number("embeddingDeviation");
        int evaluationContexts = fields.wholeNumber("evaluationContexts");
        long checkpointEvery = fields.longNumber("checkpointEvery");
        long logEvery = fields.longNumber("logEvery");
        long seed = fields.longNumber("seed");
        Path patterns = file.resolveSibling(fields.text("patterns"));
        fields.noOthers();
        try {
            return new TrainingPlan(
                    title,
                    description,
                    licence,
                    texts,
                    model,
                    embeddingDeviation,
                    repeatedPassages,
                    emphasis,
                    optimizer,
                    evaluationContexts,
                    checkpointEvery,
                    logEvery,
                    patterns,
                    seed);
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
