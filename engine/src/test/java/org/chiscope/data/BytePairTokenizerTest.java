package org.chiscope.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.chiscope.format.Splitting;
import org.chiscope.format.TokenizerJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytePairTokenizerTest {
    @TempDir Path folder;

    /**
     * By hand, for "low low low lower lower newest" (pre-tokens low, " low" ×2, " lower" ×2, "
     * newest"). Pairs: lo 5, ow 5, " l" 4, we 3 (2 in lower, 1 in newest), er 2, ne, ew, es, st, "
     * n" 1. Ids of single bytes are ranks in the printable order, so l = 75, o = 78, w = 86. Of lo
     * and ow the smaller left id wins: l+o = 256. Then lo+w (5) = 257. Then " "+low (4) = 258. Then
     * e+r and low-with-space+e (2 each, and w+e only 1 now): e (68) is the smaller left id, so e+r
     * = 259. Then " low"+er (2) = 260.
     */
    @Test
    void learnsTheMergesOfASmallExampleWorkedByHand() {
        BytePairTokenizer tokenizer =
                BytePairTokenizer.train(List.of("low low low lower lower newest"), 262);

        List<String> merges =
                tokenizer.toJson().merges().stream().map(m -> m[0] + "+" + m[1]).toList();
        assertEquals(List.of("l+o", "lo+w", "Ġ+low", "e+r", "Ġlow+er"), merges);
        assertArrayEquals(new int[] {257, 260, 258, 86, 68}, tokenizer.encode("low lower lowwe"));
    }

    @Test
    void endOfTextIsTheLastTokenAndIsNeverEncoded() {
        BytePairTokenizer tokenizer = BytePairTokenizer.train(List.of("aaaa bbbb"), 259);

        assertEquals(258, tokenizer.endOfText());
        assertEquals(259, tokenizer.vocabularySize());
        assertEquals("<|endoftext|>", tokenizer.tokenText(258));
        assertTrue(
                Arrays.stream(tokenizer.encode("a<|endoftext|>b")).allMatch(token -> token < 258));
    }

    @Test
    void trainingDependsOnTheTextsAlone() {
        List<String> texts = List.of("one two three two one", "three four, five four three");

        TokenizerJson first = BytePairTokenizer.train(texts, 275).toJson();
        TokenizerJson second = BytePairTokenizer.train(texts, 275).toJson();

        assertEquals(first.vocabulary(), second.vocabulary());
        assertArrayEquals(
                first.merges().toArray(String[][]::new), second.merges().toArray(String[][]::new));
    }

    @Test
    void noTokenHoldsTwoDigitsOrCrossesFromDigitToLetter() {
        BytePairTokenizer tokenizer =
                BytePairTokenizer.train(List.of("12 12 12 12 a1 a1 a1 a1 abab abab"), 260);

        assertEquals(4, tokenizer.encode("1212").length);
    }

    /** GPT-2's own rule would part the blanks, to leave the last one to the number. */
    @Test
    void whitespaceBeforeADigitStaysTogether() {
        BytePairTokenizer tokenizer = BytePairTokenizer.train(List.of("  1  2  3"), 258);

        assertEquals(
                List.of("  ", "1", "2"),
                Arrays.stream(tokenizer.encode("  12")).mapToObj(tokenizer::tokenText).toList());
    }

    @Test
    void theFileGivesTheSameTokenizer() throws IOException {
        BytePairTokenizer tokenizer =
                BytePairTokenizer.train(List.of("one two three two one 1 2"), 265);
        Path file = folder.resolve("tokenizer.json");
        tokenizer.toJson().write(file);

        BytePairTokenizer read = BytePairTokenizer.fromJson(TokenizerJson.read(file));

        String text = "one  two 12\n\n  three 3 <|endoftext|>";
        assertArrayEquals(tokenizer.encode(text), read.encode(text));
        assertEquals(tokenizer.endOfText(), read.endOfText());
        assertEquals(Splitting.GPT2_SINGLE_DIGITS, read.toJson().splitting());
    }

    @Test
    void idsNeedNotFollowTheOrderOfTheMerges() {
        TokenizerJson trained = BytePairTokenizer.train(List.of("abc abc abc"), 260).toJson();
        BytePairTokenizer reversed =
                BytePairTokenizer.fromJson(
                        new TokenizerJson(
                                trained.vocabulary().reversed(),
                                trained.merges(),
                                true,
                                trained.splitting()));

        assertEquals(0, reversed.endOfText());
        assertArrayEquals(
                ReferenceEncoder.encode(reversed.toJson(), "abc ab abcd"),
                reversed.encode("abc ab abcd"));
    }

    @Test
    void aVocabularyThatIsNotByteLevelShowsTokensButRefusesToEncode() {
        BytePairTokenizer tokenizer =
                BytePairTokenizer.fromJson(
                        new TokenizerJson(List.of("\u2581the", "ing"), List.of(), false));

        assertEquals(" the", tokenizer.tokenText(0));
        assertThrows(IllegalStateException.class, () -> tokenizer.encode("the"));
        assertThrows(IllegalStateException.class, tokenizer::endOfText);
    }

    @Test
    void aMergeWithoutItsTokenIsOneSentence() {
        var broken =
                new TokenizerJson(
                        List.of("a", "b"), List.<String[]>of(new String[] {"a", "b"}), true);

        var failure =
                assertThrows(
                        IllegalArgumentException.class, () -> BytePairTokenizer.fromJson(broken));

        assertEquals(
                "A merge of the tokeniser needs the token \"ab\", which its vocabulary lacks; export"
                        + " the tokeniser again.",
                failure.getMessage());
    }

    @Test
    void tooLittleTextIsOneSentence() {
        var failure =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> BytePairTokenizer.train(List.of("abc"), 1000));

        assertEquals(
                "The texts allow a vocabulary of 259 tokens, but 1000 were asked for; give more text"
                        + " or ask for fewer.",
                failure.getMessage());
    }

    @Test
    void aTokenOutsideTheVocabularyIsOneSentence() {
        BytePairTokenizer tokenizer = BytePairTokenizer.train(List.of("aaaa"), 258);

        var failure = assertThrows(IllegalArgumentException.class, () -> tokenizer.tokenText(258));

        assertEquals("Token 258 lies outside the vocabulary of 258 tokens.", failure.getMessage());
    }
}
