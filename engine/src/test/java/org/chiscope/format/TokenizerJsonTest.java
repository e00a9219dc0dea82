package org.chiscope.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerJsonTest {
    @TempDir Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws IOException {
        TokenizerJson tokenizer =
                new TokenizerJson(
                        List.of("Ġ", "a", "b", "ab", "Ġab", "\"", "<|endoftext|>"),
                        List.of(new String[] {"a", "b"}, new String[] {"Ġ", "ab"}));
        Path file = folder.resolve("tokenizer.json");

        tokenizer.write(file);
        TokenizerJson read = TokenizerJson.read(file);

        assertEquals(tokenizer.vocabulary(), read.vocabulary());
        assertEquals(2, read.merges().size());
        assertArrayEquals(new String[] {"Ġ", "ab"}, read.merges().get(1));
        assertTrue(read.byteLevel());
        assertEquals(" ab", new String(read.tokenBytes(4), StandardCharsets.UTF_8));
    }

    @Test
    void declaresTokensThatNoMergeMakesAsSpecial() throws IOException {
        Path file = folder.resolve("tokenizer.json");

        new TokenizerJson(
                        List.of("a", "b", "ab", "<|endoftext|>"),
                        List.<String[]>of(new String[] {"a", "b"}))
                .write(file);

        String json = Files.readString(file);
        assertTrue(json.contains("\"content\" : \"<|endoftext|>\""), json);
        assertFalse(json.contains("\"content\" : \"ab\""), json);
    }

    @Test
    void readsMergesOfBothForms() throws IOException {
        TokenizerJson old = read(bytePair("[\"a b\"]"));
        TokenizerJson recent = read(bytePair("[[\"a\",\"b\"]]"));

        assertArrayEquals(new String[] {"a", "b"}, old.merges().getFirst());
        assertArrayEquals(new String[] {"a", "b"}, recent.merges().getFirst());
    }

    @Test
    void readsTokensThatAreOnlyAddedAndLeavesMissingIdsEmpty() throws IOException {
        TokenizerJson tokenizer =
                read(
                        "{\"added_tokens\":[{\"id\":3,\"content\":\"<pad>\"}],"
                                + "\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1},\"merges\":[]}}");
        assertEquals(List.of("a", "b", "", "<pad>"), tokenizer.vocabulary());
    }

    @Test
    void readsTheVocabularyOfAUnigramModel() throws IOException {
        TokenizerJson tokenizer =
                read(
                        "{\"model\":{\"type\":\"Unigram\","
                                + "\"vocab\":[[\"<unk>\",0],[\"▁né\",-1.5],[\"<0x0A>\",-2]]}}");

        assertEquals(List.of("<unk>", "▁né", "<0x0A>"), tokenizer.vocabulary());
        assertEquals(List.of(), tokenizer.merges());
        assertEquals(" né", new String(tokenizer.tokenBytes(1), StandardCharsets.UTF_8));
        assertArrayEquals(new byte[] {'\n'}, tokenizer.tokenBytes(2));
    }

    @Test
    void refusesToWriteWhatIsNotByteLevel() {
        TokenizerJson unigram = new TokenizerJson(List.of("▁a"), List.of(), false);
        assertThrows(
                IllegalStateException.class, () -> unigram.write(folder.resolve("tokenizer.json")));
    }

    @Test
    void saysThatTheFileIsMissing() {
        Path file = folder.resolve("tokenizer.json");
        FormatException failure =
                assertThrows(FormatException.class, () -> TokenizerJson.read(file));
        assertEquals(
                "There is no file " + file + "; check the path and its spelling.",
                failure.getMessage());
    }

    @Test
    void saysThatTheFileIsNotJson() {
        assertSentence("{\"model\":", "is not valid JSON; export it again.");
    }

    @Test
    void saysThatThereIsNoVocabulary() {
        assertSentence("{\"version\":\"1.0\"}", "has no vocabulary: \"model\" needs a \"vocab\"");
    }

    @Test
    void saysThatAnIdIsTaken() {
        assertSentence(
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":0}}}", "have the same id 0");
    }

    @Test
    void saysThatAnIdIsOutOfRange() {
        assertSentence(
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":-1}}}",
                "needs an id from 0 to 16777215, but it has -1.");
        assertSentence("{\"model\":{\"vocab\":{\"a\":\"x\"}}}", "but it has \"x\".");
    }

    @Test
    void saysWhichMergeIsNotAPair() {
        assertSentence(bytePair("[\"a b\",\"ab\"]"), "Merge 1 in ");
    }

    @Test
    void mapsEveryByteToItsOwnPrintableCharacterAndBack() {
        byte[] all = new byte[256];
        for (int b = 0; b < 256; b++) {
            all[b] = (byte) b;
        }

        String text = ByteLevel.text(all);

        assertEquals(256, text.chars().distinct().count());
        assertTrue(text.chars().allMatch(c -> c > ' ' && c != 0xAD && (c < 0x7F || c > 0xA0)));
        assertArrayEquals(all, ByteLevel.bytes(text));
        assertEquals("Ġ", ByteLevel.text(new byte[] {' '}));
        assertEquals("Ċ", ByteLevel.text(new byte[] {'\n'}));
    }

    @Test
    void takesASpecialTokenOutsideTheTableAsItReads() {
        assertEquals("<a b>", new String(ByteLevel.bytes("<a b>"), StandardCharsets.UTF_8));
    }

    private static String bytePair(String merges) {
        return "{\"pre_tokenizer\":{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"ByteLevel\"}]},"
                + "\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1,\"ab\":2},\"merges\":"
                + merges
                + "}}";
    }

    private TokenizerJson read(String json) throws IOException {
        return TokenizerJson.read(Files.writeString(folder.resolve("tokenizer.json"), json));
    }

    private void assertSentence(String json, String part) {
        FormatException failure = assertThrows(FormatException.class, () -> read(json));
        String message = String.valueOf(failure.getMessage());
        assertTrue(message.contains(part), message);
        assertFalse(message.contains("\n"), message);
    }
}
