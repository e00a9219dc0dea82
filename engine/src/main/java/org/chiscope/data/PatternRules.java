package org.chiscope.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
     * (matches, previous, next), {@code induction} (maximumBigramProbability), {@code position}
     * (from, to), {@code ngram} (length, least, most), {@code loss} (from, to), {@code label}
     * (column, value), {@code labels} (column, from, to), {@code each} (column), {@code examples}
     * (examples), {@code any} and {@code all} (rules), {@code not} (rule) and {@code probe} (probe,
     * rule); see {@link PatternRule}.
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

    /**
     * Reads one rule.
     *
     * @param json its object, as {@code patterns.json} has it
     * @param from where it comes from, for complaints
     * @param name of the pattern
     * @throws FormatException with one sentence if it is malformed
     */
    public static PatternRule read(String json, Path from, String name) throws FormatException {
        return rule(JsonFields.parse(json, from), name);
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
                        case "position" ->
                                new PatternRule.Position(
                                        fields.wholeNumber("from"), fields.wholeNumber("to"));
                        case "ngram" ->
                                new PatternRule.Ngram(
                                        fields.wholeNumber("length"),
                                        fields.has("least") ? fields.wholeNumber("least") : 0,
                                        fields.has("most")
                                                ? fields.wholeNumber("most")
                                                : Integer.MAX_VALUE);
                        case "loss" ->
                                new PatternRule.LossQuantile(
                                        fields.number("from"), fields.number("to"));
                        case "label" ->
                                new PatternRule.Label(fields.text("column"), fields.text("value"));
                        case "labels" ->
                                new PatternRule.LabelBand(
                                        fields.text("column"),
                                        fields.number("from"),
                                        fields.number("to"));
                        case "each" -> new PatternRule.EachLabel(fields.text("column"));
                        case "examples" ->
                                new PatternRule.Examples(fields.wholeNumbers("examples"));
                        case "any" -> new PatternRule.Any(rules(fields, name));
                        case "all" -> new PatternRule.All(rules(fields, name));
                        case "not" -> new PatternRule.Not(rule(fields.object("rule"), name));
                        case "probe" ->
                                new PatternRule.Probe(
                                        fields.text("probe"),
                                        fields.has("rule")
                                                ? rule(fields.object("rule"), name)
                                                : null);
                        default ->
                                throw new IllegalArgumentException(
                                        "unknown type \""
                                                + type
                                                + "\" of rule; known are source, token, induction,"
                                                + " position, ngram, loss, label, labels, each,"
                                                + " examples, any, all, not and probe.");
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

    private static List<PatternRule> rules(JsonFields fields, String name) throws FormatException {
        List<PatternRule> rules = new ArrayList<>();
        for (JsonFields part : fields.objects("rules")) {
            rules.add(rule(part, name));
        }
        return rules;
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
     * The patterns of an evaluation set, in the order of the definitions.
     *
     * @throws IllegalArgumentException if a pattern is empty, or its rule does not fit the
     *     evaluation set: one sentence
     */
    public static List<Pattern> evaluate(List<PatternDefinition> definitions, ExampleSet set) {
        var finder = new ExampleFinder(set);
        List<Pattern> patterns = new ArrayList<>();
        for (PatternDefinition definition : definitions) {
            try {
                for (PatternDefinition one : spread(definition, finder)) {
                    patterns.add(
                            new Pattern(
                                    one.name(),
                                    one.family(),
                                    one.description(),
                                    finder.find(one.rule()).stream().toArray()));
                }
            } catch (UnfitRule unfit) {
                throw new IllegalArgumentException(
                        "Pattern \"" + definition.name() + "\" " + unfit.getMessage(), unfit);
            }
        }
        return patterns;
    }

    /** A definition with the column's value for each {} in its texts, one for each value. */
    private static List<PatternDefinition> spread(
            PatternDefinition definition, ExampleFinder finder) {
        if (!(definition.rule() instanceof PatternRule.EachLabel(String column))) {
            return List.of(definition);
        }
        return finder.values(column).stream()
                .map(
                        value ->
                                new PatternDefinition(
                                        definition.name().replace("{}", value),
                                        definition.family(),
                                        definition.description().replace("{}", value),
                                        new PatternRule.Label(column, value)))
                .toList();
    }
}
