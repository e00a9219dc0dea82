package org.chiscope.data;

import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the examples that rules about tokens name, among q and the probe sets. */
final class TokenFinder {
    /** Bits of a token in the key of an n-gram of the longest kind. */
    private static final int TOKEN_BITS = 21;

    private final TokenData evaluation;
    private final TokenData sampling;
    private final @Nullable IntFunction<String> tokenText;
    private @Nullable BigramModel bigrams;

    TokenFinder(ExampleSet.Language language) {
        this.evaluation = language.evaluation();
        this.sampling = language.sampling();
        this.tokenText = language.tokenText();
    }

    BitSet source(PatternRule.Source rule) {
        int source = evaluation.sourceNames().indexOf(rule.source());
        if (source < 0) {
            throw new UnfitRule(
                    "needs the source \""
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

    BitSet token(PatternRule.Token rule) {
        if (tokenText == null) {
            throw new UnfitRule(
                    "looks at the text of tokens, but the model has no tokeniser; add a tokenizer.json"
                            + " or take the pattern away.");
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

    BitSet induction(PatternRule.Induction rule) {
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

    BitSet position(PatternRule.Position rule) {
        BitSet found = new BitSet();
        int last = Math.min(rule.to(), evaluation.length() - 1);
        for (int context = 0; context < evaluation.contexts(); context++) {
            for (int t = rule.from(); t <= last; t++) {
                found.set(evaluation.example(context, t));
            }
        }
        return found;
    }

    BitSet ngram(PatternRule.Ngram rule) {
        if (Math.max(sampling.largestToken(), evaluation.largestToken()) >= 1 << TOKEN_BITS) {
            throw new UnfitRule(
                    "counts n-grams, which works for vocabularies of up to "
                            + (1 << TOKEN_BITS)
                            + " tokens only.");
        }
        Map<Long, Integer> counts = new HashMap<>();
        int n = rule.length();
        for (int context = 0; context < evaluation.contexts(); context++) {
            for (int t = Math.max(1, n - 1); t < evaluation.length(); t++) {
                counts.put(key(evaluation, context, t, n), 0);
            }
        }
        for (int context = 0; context < sampling.contexts(); context++) {
            for (int t = n - 1; t < sampling.length(); t++) {
                counts.computeIfPresent(key(sampling, context, t, n), (key, count) -> count + 1);
            }
        }
        BitSet found = new BitSet();
        for (int context = 0; context < evaluation.contexts(); context++) {
            for (int t = Math.max(1, n - 1); t < evaluation.length(); t++) {
                int count = counts.getOrDefault(key(evaluation, context, t, n), 0);
                if (count >= rule.least() && count <= rule.most()) {
                    found.set(evaluation.example(context, t));
                }
            }
        }
        return found;
    }

    private static long key(TokenData data, int context, int t, int n) {
        long key = 0;
        for (int i = t - n + 1; i <= t; i++) {
            key = key << TOKEN_BITS | data.token(context, i);
        }
        return key;
    }
}
