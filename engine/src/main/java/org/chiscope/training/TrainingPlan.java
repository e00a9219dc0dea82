package org.chiscope.training;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chiscope.format.FormatException;
import org.chiscope.system.ModelConfig;

/**
 * The description of a training: the same plan gives the same weights, to the last bit on machines
 * of equal vector width.
 *
 * @param title of the model, for people
 * @param description one sentence about the model
 * @param licence of the weights
 * @param data what it is trained on
 * @param model its shape
 * @param start its first parameters
 * @param optimizer optimiser and schedule
 * @param checkpoints which steps are kept
 * @param logEvery steps between lines of the log, and between saved states from which a killed
 *     training goes on
 * @param patterns file of the pattern rules that the model folder receives
 * @param seed all randomness derives from it
 * @param variants further trainings
 */
public record TrainingPlan(
        String title,
        String description,
        String licence,
        TrainingData data,
        ModelConfig.Architecture.OfNetwork model,
        Start start,
        OptimizerSettings optimizer,
        Checkpoints checkpoints,
        long logEvery,
        Path patterns,
        long seed,
        List<Variant> variants) {

    /**
     * @throws IllegalArgumentException with one sentence that names the bad value
     */
    public TrainingPlan {
        variants = List.copyOf(variants);
        if (logEvery < 1) {
            throw new IllegalArgumentException(
                    "logEvery must be at least 1, but it is " + logEvery + ".");
        }
        Set<String> names = new HashSet<>();
        for (Variant variant : variants) {
            if (!names.add(variant.name())) {
                throw new IllegalArgumentException(
                        "Every variant needs a name of its own, but \""
                                + variant.name()
                                + "\" is given twice.");
            }
        }
        boolean ofTexts = data instanceof TrainingData.Texts;
        if (ofTexts != model instanceof ModelConfig.Architecture.OfTransformer) {
            throw new IllegalArgumentException(
                    ofTexts
                            ? "Texts train a model of the family transformer, but this is a "
                                    + model.summary()
                                    + "."
                            : "A model of the family transformer needs texts, but the data are made by a"
                                    + " rule.");
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
