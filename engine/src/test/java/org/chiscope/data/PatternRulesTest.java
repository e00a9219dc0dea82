package org.chiscope.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.chiscope.format.FormatException;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Batch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatternRulesTest {
    private static final Path SHIPPED = Path.of("../sample-models/language-model/patterns.json");

    /** Token t of the context has text t, so that a reader can count positions. */
    private static final List<String> CONTEXT =
            List.of(
                    " the",
                    "def",
                    " to",
                    "ken",
                    "iz",
                    "er",
                    "(",
                    "self",
                    ")",
                    ":",
                    "\n   ",
                    " x",
                    "_",
                    "1",
                    " = ",
                    "()",
                    "];",
                    " {\"",
                    "It",
                    "'s",
                    "<|endoftext|>",
                    "ab",
                    "c");

    @TempDir Path folder;

    private static TokenData counting(int length) {
        int[] tokens = new int[length];
        Arrays.setAll(tokens, t -> t);
        return new TokenData(1, length, tokens, new int[] {0}, List.of("python"));
    }

    /** Positions t (from 1) of CONTEXT that belong to a shipped pattern. */
    private static int[] positions(String pattern) throws IOException {
        List<PatternDefinition> chosen =
                PatternRules.read(SHIPPED).stream().filter(d -> d.name().equals(pattern)).toList();
        TokenData data = counting(CONTEXT.size());
        return Arrays.stream(
                        PatternRules.evaluate(chosen, set(data, data, CONTEXT::get))
                                .getFirst()
                                .examples())
                .map(data::positionOf)
                .toArray();
    }

    /**
     * By hand. 1 "def" follows a letter and is followed by a space, so it ends a word (" thedef").
     * 22 "c" would end a word, but the context ends, so nobody knows. "'s" is no word.
     */
    @ParameterizedTest
    @CsvSource({
        "word start, 2 7 11 18 21",
        "word part, 3 4",
        "word end, 1 5",
        "opening delimiter, 6 17",
        "closing delimiter, 8 16",
        "spacing, 10",
        "digit, 13",
    })
    void shippedPatternsFindThePositionsListedByHand(String pattern, String expected)
            throws IOException {
        assertArrayEquals(
                Arrays.stream(expected.split(" ")).mapToInt(Integer::parseInt).toArray(),
                positions(pattern));
    }

    @Test
    void aSourceHoldsAllExamplesOfItsContexts() {
        TokenData data =
                new TokenData(3, 3, new int[9], new int[] {1, 0, 1}, List.of("python", "java"));

        assertArrayEquals(new int[] {0, 1, 4, 5}, find(data, new PatternRule.Source("java")));
    }

    /** Against the definition: some u in 1 … t − 1 with the same pair, found by trying each. */
    @Test
    void inductionAgreesWithBruteForce() {
        RandomStream random = RandomStream.of(7);
        TokenData data = random(random, 20, 40, 12);
        TokenData sampling = random(random, 50, 40, 12);

        int[] found =
                PatternRules.evaluate(
                                List.of(definition(new PatternRule.Induction(0.08))),
                                set(data, sampling, null))
                        .getFirst()
                        .examples();

        assertArrayEquals(inductionByBruteForce(data, sampling, 0.08), found);
    }

    private static TokenData random(RandomStream random, int contexts, int length, int vocabulary) {
        int[] tokens = new int[contexts * length];
        Arrays.setAll(tokens, i -> random.nextInt(vocabulary));
        return new TokenData(contexts, length, tokens, new int[0], List.of());
    }

    private static int[] inductionByBruteForce(TokenData data, TokenData sampling, double maximum) {
        List<Integer> found = new ArrayList<>();
        for (int c = 0; c < data.contexts(); c++) {
            for (int t = 1; t < data.length(); t++) {
                boolean earlier = false;
                for (int u = 1; u < t; u++) {
                    earlier |=
                            data.token(c, u - 1) == data.token(c, t - 1)
                                    && data.token(c, u) == data.token(c, t);
                }
                int followed = 0;
                int followedByIt = 0;
                for (int k = 0; k < sampling.contexts(); k++) {
                    for (int s = 1; s < sampling.length(); s++) {
                        if (sampling.token(k, s - 1) == data.token(c, t - 1)) {
                            followed++;
                            followedByIt += sampling.token(k, s) == data.token(c, t) ? 1 : 0;
                        }
                    }
                }
                if (earlier && followedByIt <= maximum * followed) {
                    found.add(data.example(c, t));
                }
            }
        }
        return found.stream().mapToInt(i -> i).toArray();
    }

    @Test
    void numberedExamplesMayStandInAnyOrder() {
        assertArrayEquals(
                new int[] {0, 3}, find(counting(5), new PatternRule.Examples(List.of(3, 0, 3))));
    }

    @Test
    void shippedPatternsOfOneFamilyShareNoExample() throws IOException {
        List<PatternDefinition> families =
                PatternRules.read(SHIPPED).stream()
                        .filter(d -> Set.of("words", "delimiters", "symbols").contains(d.family()))
                        .toList();
        TokenData data = counting(CONTEXT.size());
        Set<Integer> seen = new HashSet<>();
        int sum = 0;
        for (Pattern pattern : PatternRules.evaluate(families, set(data, data, CONTEXT::get))) {
            Arrays.stream(pattern.examples()).forEach(seen::add);
            sum += pattern.examples().length;
        }
        assertEquals(sum, seen.size());
    }

    @Test
    void anEmptyPatternIsOneSentence() {
        refuses(
                new PatternRule.Token(PatternRule.Token.compile("zebra"), null, null),
                "Pattern \"p\" is empty: no example of the evaluation set belongs to it; widen its"
                        + " rule or use a larger evaluation set.");
    }

    @Test
    void anUnknownSourceIsOneSentence() {
        refuses(
                new PatternRule.Source("rust"),
                "Pattern \"p\" needs the source \"rust\", but the evaluation set has python.");
    }

    @Test
    void anExampleOutsideTheEvaluationSetIsOneSentence() {
        refuses(
                new PatternRule.Examples(List.of(4)),
                "Pattern \"p\" names example 4, but the evaluation examples are 0 … 3.");
    }

    private static void refuses(PatternRule rule, String sentence) {
        var failure = assertThrows(IllegalArgumentException.class, () -> find(counting(5), rule));
        assertEquals(sentence, failure.getMessage());
    }

    @Test
    void textRulesWithoutATokenizerAreOneSentence() {
        var rule = new PatternRule.Token(PatternRule.Token.compile("a"), null, null);

        var failure =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                PatternRules.evaluate(
                                        List.of(definition(rule)),
                                        set(counting(5), counting(5), null)));

        assertEquals(
                "Pattern \"p\" looks at the text of tokens, but the model has no tokeniser; add a"
                        + " tokenizer.json or take the pattern away.",
                failure.getMessage());
    }

    @Test
    void numberedExamplesNeedNoTokens() {
        var rule =
                new PatternRule.Any(
                        List.of(
                                new PatternRule.Examples(List.of(2)),
                                new PatternRule.Examples(List.of(0))));

        assertArrayEquals(
                new int[] {0, 2},
                PatternRules.evaluate(List.of(definition(rule)), numbered(3))
                        .getFirst()
                        .examples());
    }

    @Test
    void rulesAboutTokensAreRefusedWhereThereAreNone() {
        var definitions = List.of(definition(new PatternRule.Induction(0.05)));

        var failure =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> PatternRules.evaluate(definitions, numbered(10)));

        assertEquals(
                "Pattern \"p\" has a rule about tokens, but this model has no contexts of tokens;"
                        + " give a rule of type \"label\" or \"examples\".",
                failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"type\":\"verb\"} | \": unknown type \"verb\" of rule; known are source, token,"
                        + " induction, position, ngram, loss, label, labels, each, examples, any, all,"
                        + " not and probe.",
                "{\"type\":\"token\"} | \": A rule of type \"token\" needs \"matches\","
                        + " \"previous\" or \"next\".",
                "{\"type\":\"token\",\"matches\":\"(\"} | \": \"(\" is no regular expression:"
                        + " Unclosed group.",
                "{\"type\":\"induction\",\"maximumBigramProbability\":5} | \":"
                        + " \"maximumBigramProbability\" must lie between 0 and 1, but it is 5.0.",
            })
    void aRuleThatMeansNothingIsOneSentence(String rule, String end) throws IOException {
        Path file = patterns("p", rule, "q", "{\"type\":\"source\",\"source\":\"a\"}");

        var failure = assertThrows(FormatException.class, () -> PatternRules.read(file));

        assertEquals("In " + file + ": pattern \"p" + end, failure.getMessage());
    }

    @Test
    void aNameGivenTwiceIsOneSentence() throws IOException {
        String rule = "{\"type\":\"source\",\"source\":\"a\"}";
        Path file = patterns("p", rule, "p", rule);

        var failure = assertThrows(FormatException.class, () -> PatternRules.read(file));

        assertEquals(
                "In "
                        + file
                        + ": every pattern needs a name of its own, but \"p\" is blank or given"
                        + " twice.",
                failure.getMessage());
    }

    private Path patterns(String first, String firstRule, String second, String secondRule)
            throws IOException {
        Path file = folder.resolve("patterns.json");
        Files.writeString(
                file,
                "{\"patterns\":["
                        + "{\"name\":\""
                        + first
                        + "\",\"family\":\"f\",\"description\":\"d\",\"rule\":"
                        + firstRule
                        + "},{\"name\":\""
                        + second
                        + "\",\"family\":\"f\",\"description\":\"d\",\"rule\":"
                        + secondRule
                        + "}]}");
        return file;
    }

    private static PatternDefinition definition(PatternRule rule) {
        return new PatternDefinition("p", "f", "d", rule);
    }

    private static int[] find(TokenData data, PatternRule rule) {
        return find(rule, set(data, data, id -> "token " + id));
    }

    private static int[] find(PatternRule rule, ExampleSet set) {
        return PatternRules.evaluate(List.of(definition(rule)), set).getFirst().examples();
    }

    private static ExampleSet set(
            TokenData evaluation, TokenData sampling, @Nullable IntFunction<String> text) {
        return new ExampleSet(
                evaluation.examples(),
                evaluation.batch(),
                List.of(),
                null,
                () -> fail("No rule about losses was given."),
                new ExampleSet.Language(evaluation, sampling, text, null));
    }

    /** Examples that are not tokens. */
    private static ExampleSet numbered(int examples) {
        return new ExampleSet(
                examples, pairs(examples), List.of(), null, () -> new float[examples], null);
    }

    private static Batch pairs(int count) {
        return new Batch.Pairs(new float[count], new float[count], count);
    }

    /** Six examples of q and four of two probe sets, with labels and losses. */
    private static ExampleSet probed() {
        Map<String, List<String>> columns = new LinkedHashMap<>();
        columns.put("digit", List.of("3", "1", "3", "2", "1", "3", "1", "3", "3", "2"));
        columns.put("depth", List.of("0", "1", "2", "", "4", "1.5", "2", "2", "0", "9"));
        float[] losses = {5, 1, 4, 1, 3, 2, 100, 50, 200, 70};
        return new ExampleSet(
                6,
                pairs(10),
                List.of(new ExampleSet.Probe("near", 3), new ExampleSet.Probe("far", 1)),
                new Labels(columns),
                () -> losses,
                null);
    }

    @Test
    void positionsCountFromTheFirstPredictedToken() {
        TokenData data = new TokenData(2, 5, new int[10], new int[0], List.of());

        assertArrayEquals(new int[] {1, 2, 5, 6}, find(data, new PatternRule.Position(2, 3)));
        assertArrayEquals(new int[] {3, 7}, find(data, new PatternRule.Position(4, 99)));
    }

    /** Against the definition: every place of the sampling set is compared with every example. */
    @ParameterizedTest
    @CsvSource({"1, 0, 120", "1, 85, 999", "2, 1, 9", "2, 0, 4", "3, 1, 1", "3, 2, 99"})
    void ngramsAreCountedInsideContexts(int length, int least, int most) {
        RandomStream random = RandomStream.of(11);
        TokenData data = random(random, 6, 30, 12);
        TokenData sampling = random(random, 40, 25, 12);
        List<Integer> expected = new ArrayList<>();
        for (int example = 0; example < data.examples(); example++) {
            int t = data.positionOf(example);
            if (t >= length - 1) {
                int count = occurrences(data, data.contextOf(example), t, length, sampling);
                if (count >= least && count <= most) {
                    expected.add(example);
                }
            }
        }

        int[] found = find(new PatternRule.Ngram(length, least, most), set(data, sampling, null));

        assertArrayEquals(expected.stream().mapToInt(i -> i).toArray(), found);
    }

    private static int occurrences(
            TokenData data, int context, int t, int length, TokenData sampling) {
        int count = 0;
        for (int c = 0; c < sampling.contexts(); c++) {
            for (int end = length - 1; end < sampling.length(); end++) {
                boolean same = true;
                for (int back = 0; back < length; back++) {
                    same &= sampling.token(c, end - back) == data.token(context, t - back);
                }
                count += same ? 1 : 0;
            }
        }
        return count;
    }

    /** In ascending order of losses, equal ones by number: 1, 3, 5, 4, 2, 0. */
    @Test
    void lossBandsPartitionTheExamplesOfQ() {
        assertArrayEquals(new int[] {1, 3}, find(new PatternRule.LossQuantile(0, 0.3), probed()));
        assertArrayEquals(new int[] {4, 5}, find(new PatternRule.LossQuantile(0.3, 0.6), probed()));
        assertArrayEquals(new int[] {0, 2}, find(new PatternRule.LossQuantile(0.6, 1), probed()));
    }

    @Test
    void labelsAreFoundByTextAndByBand() {
        assertArrayEquals(new int[] {0, 2, 5}, find(new PatternRule.Label("digit", "3"), probed()));
        assertArrayEquals(
                new int[] {1, 2, 5}, find(new PatternRule.LabelBand("depth", 1, 2), probed()));
    }

    @Test
    void aColumnSpreadsIntoAPatternForEachOfItsValuesAscendingIfTheyAreNumbers() {
        var definition =
                new PatternDefinition(
                        "digit {}", "digit", "Drawings of {}.", new PatternRule.EachLabel("digit"));

        List<Pattern> patterns = PatternRules.evaluate(List.of(definition), probed());

        assertEquals(
                List.of("digit 1", "digit 2", "digit 3"),
                patterns.stream().map(Pattern::name).toList());
        assertEquals("Drawings of 1.", patterns.getFirst().description());
        assertArrayEquals(new int[] {1, 4}, patterns.getFirst().examples());
    }

    @Test
    void rulesAreJoinedCrossedAndNegated() {
        var three = new PatternRule.Label("digit", "3");
        var shallow = new PatternRule.LabelBand("depth", 0, 1.5);

        assertArrayEquals(
                new int[] {0, 1, 2, 5},
                find(new PatternRule.Any(List.of(three, shallow)), probed()));
        assertArrayEquals(
                new int[] {0, 5}, find(new PatternRule.All(List.of(three, shallow)), probed()));
        assertArrayEquals(new int[] {1, 3, 4}, find(new PatternRule.Not(three), probed()));
    }

    @Test
    void onlyAProbeRuleReachesBeyondQ() {
        var three = new PatternRule.Label("digit", "3");

        assertArrayEquals(new int[] {6, 7, 8}, find(new PatternRule.Probe("near", null), probed()));
        assertArrayEquals(new int[] {9}, find(new PatternRule.Probe("far", null), probed()));
        assertArrayEquals(new int[] {7, 8}, find(new PatternRule.Probe("near", three), probed()));
        assertArrayEquals(
                new int[] {6},
                find(new PatternRule.Probe("near", new PatternRule.Not(three)), probed()));
        assertArrayEquals(
                new int[] {7},
                find(
                        new PatternRule.Probe("near", new PatternRule.LossQuantile(0, 0.3)),
                        probed()));
        assertArrayEquals(
                new int[] {0, 2, 5, 9},
                find(
                        new PatternRule.Any(List.of(three, new PatternRule.Probe("far", null))),
                        probed()));
    }

    @Test
    void whatAnEvaluationSetDoesNotHaveIsOneSentence() {
        refuses(
                new PatternRule.Probe("moon", null),
                probed(),
                "Pattern \"p\" needs the probe set \"moon\", but config.json has near, far.");
        refuses(
                new PatternRule.Label("colour", "red"),
                probed(),
                "Pattern \"p\" needs a column \"colour\" of labels, but there are only digit,"
                        + " depth.");
        refuses(
                new PatternRule.Label("digit", "3"),
                numbered(4),
                "Pattern \"p\" has a rule about labels, but this model's config.json names no"
                        + " \"labels\".");
        refuses(
                new PatternRule.Not(new PatternRule.EachLabel("digit")),
                probed(),
                "Pattern \"p\" uses \"each\" inside another rule, where it has no meaning; let it"
                        + " stand alone.");
    }

    private static void refuses(PatternRule rule, ExampleSet set, String sentence) {
        var failure = assertThrows(IllegalArgumentException.class, () -> find(rule, set));
        assertEquals(sentence, failure.getMessage());
    }

    @Test
    void everyTypeOfRuleIsRead() throws IOException {
        Path file =
                patterns(
                        "a",
                        "{\"type\":\"all\",\"rules\":[{\"type\":\"position\",\"from\":2,\"to\":5},"
                                + "{\"type\":\"not\",\"rule\":{\"type\":\"ngram\",\"length\":2,"
                                + "\"most\":3}},{\"type\":\"loss\",\"from\":0.5,\"to\":1}]}",
                        "b {}",
                        "{\"type\":\"any\",\"rules\":[{\"type\":\"label\",\"column\":\"c\","
                                + "\"value\":\"x\"},{\"type\":\"labels\",\"column\":\"c\",\"from\":1,"
                                + "\"to\":2},{\"type\":\"probe\",\"probe\":\"t\",\"rule\":"
                                + "{\"type\":\"each\",\"column\":\"c\"}}]}");

        assertEquals(
                List.of(
                        new PatternRule.All(
                                List.of(
                                        new PatternRule.Position(2, 5),
                                        new PatternRule.Not(new PatternRule.Ngram(2, 0, 3)),
                                        new PatternRule.LossQuantile(0.5, 1))),
                        new PatternRule.Any(
                                List.of(
                                        new PatternRule.Label("c", "x"),
                                        new PatternRule.LabelBand("c", 1, 2),
                                        new PatternRule.Probe(
                                                "t", new PatternRule.EachLabel("c"))))),
                PatternRules.read(file).stream().map(PatternDefinition::rule).toList());
    }
}
