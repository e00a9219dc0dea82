package org.chiscope.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.format.Compression;
import org.chiscope.format.FormatException;

/** Turns text into contexts of tokens; keeps no state. */
public final class Corpus {
    private static final String SEPARATOR = "\f";

    private Corpus() {}

    /**
     * The documents of a source, in the order of its files; those whose names end in .xz are
     * compressed.
     *
     * @throws IOException with one sentence if a file is missing, is not UTF-8, or cannot be read
     */
    public static List<String> documents(TextSource source) throws IOException {
        List<String> documents = new ArrayList<>();
        for (Path file : source.files()) {
            var document = new StringBuilder();
            for (String line : read(source, file).split("\n", -1)) {
                if (line.equals(SEPARATOR)) {
                    addDocument(document, documents);
                } else {
                    document.append(line).append('\n');
                }
            }
            // The split gave an empty piece after the last newline; that newline is the file's own.
            document.setLength(document.length() - 1);
            addDocument(document, documents);
        }
        return documents;
    }

    private static void addDocument(StringBuilder document, List<String> documents) {
        if (!document.isEmpty()) {
            documents.add(document.toString());
        }
        document.setLength(0);
    }

    private static String read(TextSource source, Path file) throws IOException {
        try (InputStream bytes = Compression.open(file)) {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.readAllBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FormatException(
                    "The file "
                            + file
                            + " of the text source \""
                            + source.name()
                            + "\" is not UTF-8; convert it.",
                    e);
        } catch (IOException e) {
            throw FormatException.whileReading(file, e);
        }
    }

    /**
     * Learns a tokenizer from all documents of all sources.
     *
     * @throws IOException as {@link #documents} does
     * @throws IllegalArgumentException as {@link BytePairTokenizer#train} does
     */
    public static BytePairTokenizer trainTokenizer(List<TextSource> sources, int vocabularySize)
            throws IOException {
        List<String> texts = new ArrayList<>();
        for (TextSource source : sources) {
            texts.addAll(documents(source));
        }
        return BytePairTokenizer.train(texts, vocabularySize);
    }

    /**
     * Source by source, the tokens of the documents, an end-of-text token after each, cut into
     * contexts of {@code length} tokens; the remainder of a source, shorter than a context, is
     * dropped. So no context holds two sources, and contexts stand in the order of the text.
     *
     * @throws IOException as {@link #documents} does
     * @throws IllegalArgumentException if a source is shorter than one context
     */
    public static TokenData build(List<TextSource> sources, BytePairTokenizer tokenizer, int length)
            throws IOException {
        var tokens = new IntBuffer(1 << 20);
        var sourceOfContext = new IntBuffer(1 << 12);
        for (int s = 0; s < sources.size(); s++) {
            var text = new IntBuffer(1 << 20);
            for (String document : documents(sources.get(s))) {
                text.addAll(tokenizer.encode(document));
                text.add(tokenizer.endOfText());
            }
            int contexts = text.size() / length;
            if (contexts == 0) {
                throw new IllegalArgumentException(
                        "The text source \""
                                + sources.get(s).name()
                                + "\" has "
                                + text.size()
                                + " tokens, fewer than one context of "
                                + length
                                + "; give it more text.");
            }
            tokens.addAll(Arrays.copyOf(text.toArray(), contexts * length));
            for (int c = 0; c < contexts; c++) {
                sourceOfContext.add(s);
            }
        }
        return new TokenData(
                sourceOfContext.size(),
                length,
                tokens.toArray(),
                sourceOfContext.toArray(),
                sources.stream().map(TextSource::name).toList());
    }
}
