package org.chiscope.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.chiscope.format.FormatException;
import org.chiscope.math.RandomStream;
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
                        PatternRules.evaluate(chosen, data, data, CONTEXT::get)
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
                                data,
                                sampling,
                                null)
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
        for (Pattern pattern : PatternRules.evaluate(families, data, data, CONTEXT::get)) {
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
                                        List.of(definition(rule)), counting(5), counting(5), null));

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
                PatternRules.evaluate(List.of(definition(rule)), 3).getFirst().examples());
    }

    @Test
    void rulesAboutTokensAreRefusedWhereThereAreNone() {
        var definitions = List.of(definition(new PatternRule.Induction(0.05)));

        var failure =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> PatternRules.evaluate(definitions, 10));

        assertEquals(
                "Pattern \"p\" has a rule about tokens, but this model has no contexts of tokens;"
                        + " give a rule of type \"examples\".",
                failure.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"type\":\"verb\"} | \": unknown type \"verb\" of rule; known are source, token,"
                        + " induction, examples and any.",
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
        return PatternRules.evaluate(List.of(definition(rule)), data, data, id -> "token " + id)
                .getFirst()
                .examples();
    }
}
