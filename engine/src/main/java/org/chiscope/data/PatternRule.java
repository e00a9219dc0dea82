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

    /**
     * The examples at these positions t of their contexts; what is predicted is token t, and the
     * first example of a context has t = 1.
     *
     * @param from first position, at least 1
     * @param to last position, included
     */
    record Position(int from, int to) implements PatternRule {
        /**
         * @throws IllegalArgumentException if there is no such position
         */
        public Position {
            if (from < 1 || to < from) {
                throw new IllegalArgumentException(
                        "A position rule needs 1 ≤ \"from\" ≤ \"to\", but they are "
                                + from
                                + " and "
                                + to
                                + ".");
            }
        }
    }

    /**
     * The examples whose last tokens, x_{t−n+1} … x_t, occur so often in the sampling set, inside
     * contexts. An example with fewer than n − 1 tokens before it does not belong.
     *
     * @param length n, 1 to {@value #LONGEST_NGRAM}
     * @param least fewest occurrences
     * @param most most of them
     */
    record Ngram(int length, int least, int most) implements PatternRule {
        /** Longest n-gram that can be counted. */
        public static final int LONGEST_NGRAM = 3;

        /**
         * @throws IllegalArgumentException if a number is out of range
         */
        public Ngram {
            if (length < 1 || length > LONGEST_NGRAM || least < 0 || most < least) {
                throw new IllegalArgumentException(
                        "An n-gram rule needs a length of 1 to "
                                + LONGEST_NGRAM
                                + " and 0 ≤ \"least\" ≤ \"most\", but they are "
                                + length
                                + ", "
                                + least
                                + " and "
                                + most
                                + ".");
            }
        }
    }

    /**
     * The examples whose loss at the checkpoint lies in a band of quantiles: in ascending order of
     * losses (equal ones in order of examples), those from place {@code from}·n up to place {@code
     * to}·n, excluded.
     *
     * @param from in [0, 1)
     * @param to in (from, 1]
     */
    record LossQuantile(double from, double to) implements PatternRule {
        /**
         * @throws IllegalArgumentException if the band is no part of [0, 1]
         */
        public LossQuantile {
            if (!(from >= 0 && from < to && to <= 1)) {
                throw new IllegalArgumentException(
                        "A band of loss quantiles needs 0 ≤ \"from\" < \"to\" ≤ 1, but they are "
                                + from
                                + " and "
                                + to
                                + ".");
            }
        }
    }

    /**
     * The examples whose label in a column of the model's table is this text.
     *
     * @param column its head
     * @param value as it stands in the table
     */
    record Label(String column, String value) implements PatternRule {}

    /**
     * The examples whose label in a column is a number in a band.
     *
     * @param column its head
     * @param from least number
     * @param to largest number, included
     */
    record LabelBand(String column, double from, double to) implements PatternRule {
        /**
         * @throws IllegalArgumentException if the band is empty
         */
        public LabelBand {
            if (!(from <= to)) {
                throw new IllegalArgumentException(
                        "A band of labels needs \"from\" ≤ \"to\", but they are "
                                + from
                                + " and "
                                + to
                                + ".");
            }
        }
    }

    /**
     * A pattern for each value of a column, in order of appearance among q: {@code {}} in the
     * pattern's name and description stands for the value. Only a whole rule, never part of one.
     *
     * @param column its head
     */
    record EachLabel(String column) implements PatternRule {}

    /** The examples with these numbers, in any order; those of a probe set count from 0. */
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

    /** The examples that belong to all of the rules. */
    record All(List<PatternRule> rules) implements PatternRule {
        /**
         * @throws IllegalArgumentException if there is no rule
         */
        public All {
            rules = List.copyOf(rules);
            if (rules.isEmpty()) {
                throw new IllegalArgumentException(
                        "A rule of type \"all\" needs at least one rule in \"rules\".");
            }
        }
    }

    /** The examples that do not belong to the rule. */
    record Not(PatternRule rule) implements PatternRule {}

    /**
     * The examples of a probe set: data that q does not have. Every other rule looks at q alone,
     * unless it stands in here.
     *
     * @param probe name of the probe set
     * @param rule which of its examples; null for all
     */
    record Probe(String probe, @Nullable PatternRule rule) implements PatternRule {}
}
