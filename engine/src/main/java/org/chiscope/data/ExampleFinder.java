package org.chiscope.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the examples that rules name. */
final class ExampleFinder {
    private static final java.util.regex.Pattern NUMBER =
            java.util.regex.Pattern.compile("-?\\d+(\\.\\d+)?");

    private final ExampleSet set;
    private final @Nullable TokenFinder tokens;
    private float @Nullable [] losses;

    ExampleFinder(ExampleSet set) {
        this.set = set;
        this.tokens = set.language() == null ? null : new TokenFinder(set.language());
    }

    /**
     * The examples of a rule.
     *
     * @throws UnfitRule with one sentence if the rule does not fit the examples
     */
    BitSet find(PatternRule rule) {
        return find(rule, 0, set.baseExamples());
    }

    /** The same, looking at examples {@code from} to {@code to} (excluded). */
    private BitSet find(PatternRule rule, int from, int to) {
        return switch (rule) {
            case PatternRule.Source source -> among(tokens().source(source), from, to);
            case PatternRule.Token token -> among(tokens().token(token), from, to);
            case PatternRule.Induction induction -> among(tokens().induction(induction), from, to);
            case PatternRule.Position position -> among(tokens().position(position), from, to);
            case PatternRule.Ngram ngram -> among(tokens().ngram(ngram), from, to);
            case PatternRule.LossQuantile band -> quantile(band, from, to);
            case PatternRule.Label label -> among(label(label), from, to);
            case PatternRule.LabelBand band -> among(label(band), from, to);
            case PatternRule.EachLabel _ ->
                    throw new UnfitRule(
                            "uses \"each\" inside another rule, where it has no meaning; let it stand"
                                    + " alone.");
            case PatternRule.Examples examples -> numbered(examples, from, to);
            case PatternRule.Any(List<PatternRule> rules) -> {
                BitSet union = new BitSet();
                rules.forEach(part -> union.or(find(part, from, to)));
                yield union;
            }
            case PatternRule.All(List<PatternRule> rules) -> {
                BitSet common = find(rules.getFirst(), from, to);
                rules.forEach(part -> common.and(find(part, from, to)));
                yield common;
            }
            case PatternRule.Not(PatternRule negated) -> {
                BitSet rest = range(from, to);
                rest.andNot(find(negated, from, to));
                yield rest;
            }
            case PatternRule.Probe probe -> probe(probe);
        };
    }

    private static BitSet among(BitSet found, int from, int to) {
        found.and(range(from, to));
        return found;
    }

    private static BitSet range(int from, int to) {
        BitSet all = new BitSet();
        all.set(from, to);
        return all;
    }

    private TokenFinder tokens() {
        if (tokens == null) {
            throw new UnfitRule(
                    "has a rule about tokens, but this model has no contexts of tokens; give a rule of"
                            + " type \"label\" or \"examples\".");
        }
        return tokens;
    }

    /** Computed for the first rule that asks. */
    private float[] losses() {
        float[] known = losses;
        if (known == null) {
            known = set.losses().get();
            losses = known;
        }
        return known;
    }

    private BitSet quantile(PatternRule.LossQuantile band, int from, int to) {
        float[] all = losses();
        int[] order =
                IntStream.range(from, to)
                        .boxed()
                        .sorted(Comparator.comparingDouble(z -> all[z]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        BitSet found = new BitSet();
        int end = (int) Math.ceil(band.to() * order.length);
        for (int i = (int) Math.ceil(band.from() * order.length); i < end; i++) {
            found.set(order[i]);
        }
        return found;
    }

    private List<String> column(String name) {
        Labels labels = set.labels();
        if (labels == null) {
            throw new UnfitRule(
                    "has a rule about labels, but this model's config.json names no \"labels\".");
        }
        List<String> values = labels.columns().get(name);
        if (values == null) {
            throw new UnfitRule(
                    "needs a column \""
                            + name
                            + "\" of labels, but there are only "
                            + String.join(", ", labels.columns().keySet())
                            + ".");
        }
        return values;
    }

    /**
     * The different values of a column among the examples of q: ascending if all are numbers, else
     * in order of appearance.
     */
    List<String> values(String column) {
        List<String> values = column(column).stream().limit(set.baseExamples()).distinct().toList();
        boolean numbers = values.stream().allMatch(value -> NUMBER.matcher(value).matches());
        return numbers
                ? values.stream().sorted(Comparator.comparingDouble(Double::parseDouble)).toList()
                : values;
    }

    private BitSet label(PatternRule.Label rule) {
        List<String> values = column(rule.column());
        BitSet found = new BitSet();
        for (int z = 0; z < values.size(); z++) {
            if (values.get(z).equals(rule.value())) {
                found.set(z);
            }
        }
        return found;
    }

    private BitSet label(PatternRule.LabelBand rule) {
        List<String> values = column(rule.column());
        BitSet found = new BitSet();
        for (int z = 0; z < values.size(); z++) {
            String text = values.get(z);
            try {
                double value = Double.parseDouble(text);
                if (value >= rule.from() && value <= rule.to()) {
                    found.set(z);
                }
            } catch (NumberFormatException _) {
                if (!text.isBlank()) {
                    throw new UnfitRule(
                            "asks for a band of numbers in column \""
                                    + rule.column()
                                    + "\", but the label of example "
                                    + z
                                    + " is \""
                                    + text
                                    + "\"; leave it blank where there is no number.");
                }
            }
        }
        return found;
    }

    /** Numbers count from the first example that is looked at. */
    private static BitSet numbered(PatternRule.Examples rule, int from, int to) {
        BitSet found = new BitSet();
        for (int example : rule.examples()) {
            if (example < 0 || example >= to - from) {
                throw new UnfitRule(
                        "names example "
                                + example
                                + ", but the evaluation examples are 0 … "
                                + (to - from - 1)
                                + ".");
            }
            found.set(from + example);
        }
        return found;
    }

    private BitSet probe(PatternRule.Probe rule) {
        int from = set.baseExamples();
        List<String> known = new ArrayList<>();
        for (ExampleSet.Probe probe : set.probes()) {
            int to = from + probe.examples();
            if (probe.name().equals(rule.probe())) {
                return rule.rule() == null ? range(from, to) : find(rule.rule(), from, to);
            }
            known.add(probe.name());
            from = to;
        }
        throw new UnfitRule(
                "needs the probe set \""
                        + rule.probe()
                        + "\", but config.json "
                        + (known.isEmpty()
                                ? "names no probe sets."
                                : "has " + String.join(", ", known) + "."));
    }
}
