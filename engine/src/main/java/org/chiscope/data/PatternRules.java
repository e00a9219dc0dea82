package org.chiscope.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.PatternSyntaxException;
import org.chiscope.format.FormatException;
import org.chiscope.format.JsonFields;
import org.jspecify.annotations.Nullable;

/** Reads {@code patterns.json} and finds the examples that its rules name. */
public final class PatternRules {

    private PatternRules() {}

    /**
     * Reads {@code {"patterns": [{"name", "family", "description", "rule": {"type", …}}]}}, in the
     * order in which the columns are to stand. Rules: {@code source} (source), {@code token}
     * (matches, previous, next), {@code induction} (maximumBigramProbability), {@code examples}
     * (examples) and {@code any} (rules); see {@link PatternRule}.
     *
     * @throws FormatException if it is missing or malformed, or two patterns share a name: one
     *     sentence
     */
    public static List<PatternDefinition> read(Path path) throws FormatException {
        JsonFields root = JsonFields.read(path);
        List<PatternDefinition> definitions = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (JsonFields fields : root.objects("patterns")) {
            String name = fields.text("name");
            if (name.isBlank() || !names.add(name)) {
                throw fields.complaint(
                        new IllegalArgumentException(
                                "every pattern needs a name of its own, but \""
                                        + name
                                        + "\" is blank or given twice."));
            }
            definitions.add(
                    new PatternDefinition(
                            name,
                            fields.text("family"),
                            fields.text("description"),
                            rule(fields.object("rule"), name)));
            fields.noOthers();
        }
        root.noOthers();
        if (definitions.isEmpty()) {
            throw root.complaint(
                    new IllegalArgumentException("\"patterns\" is empty; give at least one."));
        }
        return definitions;
    }

    private static PatternRule rule(JsonFields fields, String name) throws FormatException {
        String type = fields.text("type");
        try {
            PatternRule rule =
                    switch (type) {
                        case "source" -> new PatternRule.Source(fields.text("source"));
                        case "token" ->
                                new PatternRule.Token(
                                        expression(fields, "matches"),
                                        expression(fields, "previous"),
                                        expression(fields, "next"));
                        case "induction" ->
                                new PatternRule.Induction(
                                        fields.number("maximumBigramProbability"));
                        case "examples" ->
                                new PatternRule.Examples(fields.wholeNumbers("examples"));
                        case "any" -> {
                            List<PatternRule> rules = new ArrayList<>();
                            for (JsonFields part : fields.objects("rules")) {
                                rules.add(rule(part, name));
                            }
                            yield new PatternRule.Any(rules);
                        }
                        default ->
                                throw new IllegalArgumentException(
                                        "unknown type \""
                                                + type
                                                + "\" of rule; known are source, token, induction,"
                                                + " examples and any.");
                    };
            fields.noOthers();
            return rule;
        } catch (PatternSyntaxException malformed) {
            throw complaint(
                    fields,
                    name,
                    "\""
                            + malformed.getPattern()
                            + "\" is no regular expression: "
                            + malformed.getDescription()
                            + ".",
                    malformed);
        } catch (IllegalArgumentException wrong) {
            throw complaint(fields, name, String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static FormatException complaint(
            JsonFields fields, String name, String what, IllegalArgumentException cause) {
        return fields.complaint(
                new IllegalArgumentException("pattern \"" + name + "\": " + what, cause));
    }

    private static java.util.regex.@Nullable Pattern expression(JsonFields fields, String key)
            throws FormatException {
        return fields.has(key) ? PatternRule.Token.compile(fields.text(key)) : null;
    }

    /**
     * The patterns of a language model's evaluation set, in the order of the definitions.
     *
     * @param sampling the whole sampling set, on which bigrams are counted
     * @param tokenText the decoded text of a token, its leading space kept (" the"); null if the
     *     model has no tokeniser, then rules of type {@code token} are refused
     * @throws IllegalArgumentException if a pattern is empty, or its rule does not fit the
     *     evaluation set: one sentence
     */
    public static List<Pattern> evaluate(
            List<PatternDefinition> definitions,
            TokenData evaluation,
            TokenData sampling,
            @Nullable IntFunction<String> tokenText) {
        var finder = new LanguageExamples(evaluation, sampling, tokenText);
        List<Pattern> patterns = new ArrayList<>();
        for (PatternDefinition definition : definitions) {
            patterns.add(pattern(definition, finder.find(definition.name(), definition.rule())));
        }
        return patterns;
    }

    /**
     * The patterns of an evaluation set that is not made of tokens: only rules of type {@code
     * examples}, and {@code any} of those, have a meaning there.
     *
     * @param examples the number of evaluation examples
     * @throws IllegalArgumentException if a pattern is empty, or its rule does not fit the
     *     evaluation set: one sentence
     */
    public static List<Pattern> evaluate(List<PatternDefinition> definitions, int examples) {
        List<Pattern> patterns = new ArrayList<>();
        for (PatternDefinition definition : definitions) {
            patterns.add(
                    pattern(definition, numbered(definition.name(), definition.rule(), examples)));
        }
        return patterns;
    }

    private static BitSet numbered(String name, PatternRule rule, int examples) {
        return switch (rule) {
            case PatternRule.Examples numbers -> numbered(name, numbers, examples);
            case PatternRule.Any any -> {
                BitSet found = new BitSet();
                any.rules().forEach(part -> found.or(numbered(name, part, examples)));
                yield found;
            }
            case PatternRule.Source s -> throw needsTokens(name);
            case PatternRule.Token t -> throw needsTokens(name);
            case PatternRule.Induction i -> throw needsTokens(name);
        };
    }

    private static IllegalArgumentException needsTokens(String name) {
        return new IllegalArgumentException(
                "Pattern \""
                        + name
                        + "\" has a rule about tokens, but this model has no contexts of tokens;"
                        + " give a rule of type \"examples\".");
    }

    static BitSet numbered(String name, PatternRule.Examples rule, int examples) {
        BitSet found = new BitSet();
        for (int example : rule.examples()) {
            if (example < 0 || example >= examples) {
                throw new IllegalArgumentException(
                        "Pattern \""
                                + name
                                + "\" names example "
                                + example
                                + ", but the evaluation examples are 0 … "
                                + (examples - 1)
                                + ".");
            }
            found.set(example);
        }
        return found;
    }

    private static Pattern pattern(PatternDefinition definition, BitSet examples) {
        return new Pattern(
                definition.name(),
                definition.family(),
                definition.description(),
                examples.stream().toArray());
    }
}
