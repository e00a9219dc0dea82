package org.chiscope.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class CorpusTest {
    @TempDir Path folder;

    private TextSource source(String name, String text) throws IOException {
        Path file = folder.resolve(name + ".txt");
        Files.writeString(file, text);
        return new TextSource(name, List.of(file), "CC0-1.0");
    }

    @Test
    void aLineWithAFormFeedSeparatesDocuments() throws IOException {
        TextSource source = source("a", "one\ntwo\n\f\nthree \f four\n\f\n\f\nfive");

        assertEquals(List.of("one\ntwo\n", "three \f four\n", "five"), Corpus.documents(source));
    }

    /**
     * Bytes only, so tokens are characters. Source a: "abc", line end, end, "d", end, 7 tokens: one
     * context of 4 and a remainder of 3 that is dropped. Source b: "xyzxyzx", end: two contexts.
     */
    @Test
    void contextsStandInOrderAndHoldOneSource() throws IOException {
        BytePairTokenizer bytes = BytePairTokenizer.train(List.of(), 257);
        List<TextSource> sources = List.of(source("a", "abc\n\f\nd"), source("b", "xyzxyzx"));

        TokenData data = Corpus.build(sources, bytes, 4);

        assertEquals(3, data.contexts());
        assertEquals("abc\n", bytes.decode(Arrays.copyOf(data.tokens(), 4)));
        assertEquals(
                "xyzxyzx<|endoftext|>", bytes.decode(Arrays.copyOfRange(data.tokens(), 4, 12)));
        assertArrayEquals(new int[] {0, 1, 1}, data.source());
        assertEquals(List.of("a", "b"), data.sourceNames());
    }

    @Test
    void anEndOfTextFollowsEveryDocument() throws IOException {
        BytePairTokenizer bytes = BytePairTokenizer.train(List.of(), 257);

        TokenData data = Corpus.build(List.of(source("a", "a\n\f\nbc")), bytes, 6);

        assertEquals("a\n<|endoftext|>bc<|endoftext|>", bytes.decode(data.tokens()));
    }

    @Test
    void compressedTextIsReadAlike() throws IOException {
        String text = "caf\u00e9\n\f\nnaïve\n".repeat(3000);
        Path file = folder.resolve("a.txt.xz");
        try (OutputStream out =
                new XZOutputStream(Files.newOutputStream(file), new LZMA2Options())) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }

        assertEquals(
                Corpus.documents(source("a", text)),
                Corpus.documents(new TextSource("a", List.of(file), "CC0-1.0")));
    }

    @Test
    void aMissingFileIsOneSentence() {
        Path file = folder.resolve("none.txt");
        var source = new TextSource("a", List.of(file), "CC0-1.0");

        var failure = assertThrows(IOException.class, () -> Corpus.documents(source));

        assertEquals(
                "There is no file " + file + "; check the path and its spelling.",
                failure.getMessage());
    }

    @Test
    void aFileThatIsNotUtf8IsOneSentence() throws IOException {
        Path file = folder.resolve("latin.txt");
        Files.write(file, "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        var source = new TextSource("a", List.of(file), "CC0-1.0");

        var failure = assertThrows(IOException.class, () -> Corpus.documents(source));

        assertEquals(
                "The file " + file + " of the text source \"a\" is not UTF-8; convert it.",
                failure.getMessage());
    }

    @Test
    void aSourceShorterThanAContextIsOneSentence() throws IOException {
        List<TextSource> sources = List.of(source("a", "abc"));
        BytePairTokenizer bytes = BytePairTokenizer.train(List.of(), 257);

        var failure =
                assertThrows(
                        IllegalArgumentException.class, () -> Corpus.build(sources, bytes, 128));

        assertEquals(
                "The text source \"a\" has 4 tokens, fewer than one context of 128; give it more"
                        + " text.",
                failure.getMessage());
    }
}
