package org.chiscope.training;

import java.nio.file.Path;
import java.util.List;
import org.chiscope.data.RepeatedPassages;
import org.chiscope.data.TextSource;
import org.chiscope.format.FormatException;
import org.chiscope.network.TransformerConfig;
import org.jspecify.annotations.Nullable;

/**
 * The description of a training: the same plan gives the same weights, to the last bit on machines
 * of equal vector width.
 *
 * @param title of the model, for people
 * @param description one sentence about the model
 * @param licence of the weights
 * @param texts training text, its licence recorded
 * @param model shape of the transformer
 * @param embeddingDeviation standard deviation of embedding and positions at the start
 * @param repeatedPassages a further source, made from the texts; or null
 * @param emphasis a source that is seen more often at first; or null
 * @param optimizer optimiser and schedule
 * @param evaluationContexts how many contexts of the sampling set, drawn by the seed, form the
 *     evaluation set
 * @param checkpointEvery steps between kept checkpoints
 * @param logEvery steps between lines of the log
 * @param patterns file of the pattern rules that the model folder receives
 * @param seed all randomness derives from it
 */
public record TrainingPlan(
        String title,
        String description,
        String licence,
        List<TextSource> texts,
        TransformerConfig model,
        double embeddingDeviation,
        @Nullable RepeatedPassages repeatedPassages,
        @Nullable Emphasis emphasis,
        OptimizerSettings optimizer,
        int evaluationContexts,
        long checkpointEvery,
        long logEvery,
        Path patterns,
        long seed) {

    /**
     * @throws IllegalArgumentException with one sentence that names the bad value
     */
    public TrainingPlan {
        texts = List.copyOf(texts);
        if (texts.isEmpty()) {
            throw new IllegalArgumentException(
                    "A training needs at least one text, but \"texts\" is empty.");
        }
        if (!(embeddingDeviation > 0)) {
            throw new IllegalArgumentException(
                    "embeddingDeviation must be positive, but it is " + embeddingDeviation + ".");
        }
        if (evaluationContexts < 1 || checkpointEvery < 1 || logEvery < 1) {
            throw new IllegalArgumentException(
                    "evaluationContexts, checkpointEvery and logEvery must be at least 1, but they are "
                            + evaluationContexts
                            + ", "
                            + checkpointEvery
                            + " and "
                            + logEvery
                            + ".");
        }
    }

    /**
     * Reads a plan from JSON; paths in it are relative to its own folder.
     *
     * @throws FormatException with one sentence if the file is missing or malformed
     */
    public static TrainingPlan read(Path file) throws FormatException {
        return TrainingPlanFile.read(file);
    }
}
