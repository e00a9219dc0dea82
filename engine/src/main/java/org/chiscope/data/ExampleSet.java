package org.chiscope.data;

import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.chiscope.network.Batch;
import org.jspecify.annotations.Nullable;

/**
 * The evaluation examples as pattern rules see them: those of q, then those of the probe sets one
 * after another.
 *
 * @param baseExamples how many examples q has
 * @param batch the evaluation examples as the network reads them
 * @param probes in the order of their examples
 * @param labels one line an example; null where there are none
 * @param losses computes ℓ_z(w*) of all examples in nats; asked for only if a rule needs it
 * @param language the tokens; null where examples are not tokens
 */
public record ExampleSet(
        int baseExamples,
        Batch batch,
        List<Probe> probes,
        @Nullable Labels labels,
        Supplier<float[]> losses,
        @Nullable Language language) {

    public ExampleSet {
        probes = List.copyOf(probes);
    }

    /** How many examples there are, those of the probe sets included. */
    public int examples() {
        return batch.examples();
    }

    /**
     * A probe set.
     *
     * @param name by which rules ask for it
     * @param examples how many it has
     */
    public record Probe(String name, int examples) {}

    /**
     * Tokens.
     *
     * @param evaluation contexts of q, then of the probe sets
     * @param sampling the whole sampling set, on which n-grams are counted
     * @param tokenText the decoded text of a token, its leading space kept (" the"); null if the
     *     model has no tokeniser, then rules of type {@code token} are refused
     * @param tokenizer the model's own; null if it has none
     */
    public record Language(
            TokenData evaluation,
            TokenData sampling,
            @Nullable IntFunction<String> tokenText,
            @Nullable BytePairTokenizer tokenizer) {}
}
