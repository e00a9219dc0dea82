package org.chiscope.data;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the examples of a language model's evaluation set that rules name. */
final class LanguageExamples {
    private final TokenData evaluation;
    private final TokenData sampling;
    private final @Nullable IntFunction<String> tokenText;
    private @Nullable BigramModel bigrams;

    LanguageExamples(
            TokenData evaluation, TokenData sampling, @Nullable IntFunction<String> tokenText) {
        this.evaluation = evaluation;
        this.sampling = sampling;
        this.tokenText = tokenText;
    }

    /** The examples of {@code rule}; {@code name} of its pattern stands in complaints. */
    BitSet find(String name, PatternRule rule) {
        return switch (rule) {
            case PatternRule.Source source -> source(name, source);
            case PatternRule.Token token -> token(name, token);
            case PatternRule.Induction induction -> induction(induction);
            case PatternRule.Examples examples ->
                    PatternRules.numbered(name, examples, evaluation.examples());
            case PatternRule.Any any -> {
                BitSet found = new BitSet();
                any.rules().forEach(part -> found.or(find(name, part)));
                yield found;
            }
        };
    }

    private BitSet source(String name, PatternRule.Source rule) {
        int source = evaluation.sourceNames().indexOf(rule.source());
        if (source < 0) {
            throw new IllegalArgumentException(
                    "Pattern \""
                            + name
                            + "\" needs the source \""
                            + rule.source()
                            + "\", but the evaluation set "
                            + (evaluation.sourceNames().isEmpty()
                                    ? "names no sources."
                                    : "has " + String.join(", ", evaluation.sourceNames()) + "."));
        }
        BitSet found = new BitSet();
        for (int context = 0; context < evaluation.contexts(); context++) {
            if (evaluation.source()[context] == source) {
                found.set(
                        evaluation.example(context, 1),
                        evaluation.example(context, evaluation.length() - 1) + 1);
            }
        }
        return found;
    }

    private BitSet token(String name, PatternRule.Token rule) {
        if (tokenText == null) {
            throw new IllegalArgumentException(
                    "Pattern \""
                            + name
                            + "\" looks at the text of tokens, but the model has no tokeniser; add"
                            + " a tokenizer.json or take the pattern away.");
        }
        Map<Integer, String> texts = new HashMap<>();
        BitSet all = new BitSet();
        for (int token : evaluation.tokens()) {
            if (!all.get(token)) {
                all.set(token);
                texts.put(token, tokenText.apply(token));
            }
        }
        BitSet here = matching(rule.matches(), texts);
        BitSet before = matching(rule.previous(), texts);
        BitSet after = matching(rule.next(), texts);
        BitSet found = new BitSet();
        for (int example = 0; example < evaluation.examples(); example++) {
            int context = evaluation.contextOf(example);
            int t = evaluation.positionOf(example);
            boolean nextFits =
                    rule.next() == null
                            || (t + 1 < evaluation.length()
                                    && after.get(evaluation.token(context, t + 1)));
            if (nextFits
                    && here.get(evaluation.token(context, t))
                    && before.get(evaluation.token(context, t - 1))) {
                found.set(example);
            }
        }
        return found;
    }

    /** The tokens whose whole text matches; all of them if there is no expression. */
    private static BitSet matching(@Nullable Pattern expression, Map<Integer, String> texts) {
        BitSet tokens = new BitSet();
        texts.forEach(
                (token, text) -> {
                    if (expression == null || expression.matcher(text).matches()) {
                        tokens.set(token);
                    }
                });
        return tokens;
    }

    private BitSet induction(PatternRule.Induction rule) {
        if (bigrams == null) {
            bigrams = BigramModel.count(sampling);
        }
        BitSet found = new BitSet();
        Set<Long> seen = new HashSet<>();
        for (int context = 0; context < evaluation.contexts(); context++) {
            seen.clear();
            for (int t = 1; t < evaluation.length(); t++) {
                int previous = evaluation.token(context, t - 1);
                int token = evaluation.token(context, t);
                boolean repeated = !seen.add((long) previous << 32 | token);
                if (repeated
                        && bigrams.probability(previous, token)
                                <= rule.maximumBigramProbability()) {
                    found.set(evaluation.example(context, t));
                }
            }
        }
        return found;
    }
}
