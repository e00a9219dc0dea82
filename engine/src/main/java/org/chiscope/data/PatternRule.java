package org.chiscope.data;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which examples of an evaluation set belong to a pattern. {@link PatternRules} applies it. */
public sealed interface PatternRule {

    /** The examples of the contexts that come from the named source. */
    record Source(String source) implements PatternRule {}

    /**
     * The examples whose texts match all expressions that are given. Each must match the whole text
     * of its token; a dot also matches a line end, and character classes are those of Unicode.
     *
     * @param matches token t, the one that is predicted
     * @param previous token t − 1
     * @param next token t + 1; the last example of a context has none and does not belong
     */
    record Token(@Nullable Pattern matches, @Nullable Pattern previous, @Nullable Pattern next)
            implements PatternRule {
        /**
         * @throws IllegalArgumentException if no expression is given
         */
        public Token {
            if (matches == null && previous == null && next == null) {
                throw new IllegalArgumentException(
                        "A rule of type \"token\" needs \"matches\", \"previous\" or \"next\".");
            }
        }

        static Pattern compile(String expression) {
            return Pattern.compile(expression, Pattern.DOTALL | Pattern.UNICODE_CHARACTER_CLASS);
        }
    }

    /**
     * The examples that copying can predict and the token before can not: the pair (x_{t−1}, x_t)
     * occurred earlier in the context, as (x_{u−1}, x_u) with u &lt; t, and the bigram probability
     * p(x_t | x_{t−1}), counted on the sampling set, is at most the maximum. After the induction
     * pattern of Baker et al. (2025).
     *
     * @param maximumBigramProbability 0 … 1
     */
    record Induction(double maximumBigramProbability) implements PatternRule {
        /**
         * @throws IllegalArgumentException if the probability lies outside 0 … 1
         */
        public Induction {
            if (!(maximumBigramProbability >= 0 && maximumBigramProbability <= 1)) {
                throw new IllegalArgumentException(
                        "\"maximumBigramProbability\" must lie between 0 and 1, but it is "
                                + maximumBigramProbability
                                + ".");
            }
        }
    }

    /** The examples with these numbers, in any order. */
    record Examples(List<Integer> examples) implements PatternRule {
        public Examples {
            examples = List.copyOf(examples);
        }
    }

    /** The examples that belong to at least one of the rules. */
    record Any(List<PatternRule> rules) implements PatternRule {
        public Any {
            rules = List.copyOf(rules);
        }
    }
}
