package org.chiscope.training;

import java.util.List;
import org.chiscope.data.Generator;
import org.chiscope.data.RepeatedPassages;
import org.chiscope.data.TextSource;
import org.jspecify.annotations.Nullable;

/** What a model is trained on. */
public sealed interface TrainingData {

    /**
     * Texts, for a language model.
     *
     * @param texts training text, its licence recorded
     * @param repeatedPassages a further source, made from the texts; or null
     * @param emphasis a source that is seen more often at first; or null
     * @param evaluationContexts how many contexts of the sampling set, drawn by the seed, form the
     *     evaluation set
     */
    record Texts(
            List<TextSource> texts,
            @Nullable RepeatedPassages repeatedPassages,
            @Nullable Emphasis emphasis,
            int evaluationContexts)
            implements TrainingData {

        /**
         * @throws IllegalArgumentException with one sentence that names the bad value
         */
        public Texts {
            texts = List.copyOf(texts);
            if (texts.isEmpty()) {
                throw new IllegalArgumentException(
                        "A training on texts needs at least one, but \"texts\" is empty.");
            }
            if (evaluationContexts < 1) {
                throw new IllegalArgumentException(
                        "evaluationContexts must be at least 1, but it is "
                                + evaluationContexts
                                + ".");
            }
        }
    }

    /** Data that a rule makes, of which it says which are the evaluation set. */
    record Generated(Generator generator) implements TrainingData {}
}
