package org.chiscope.data;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Byte-level byte-pair encoding (Radford et al., 2019): any text becomes tokens and comes back the
 * same. Immutable.
 *
 * <p>Merges are applied in the order in which they were learnt, as Hugging Face's tokenizers do.
 * (Encoders in the manner of tiktoken, jtokkit among them, join whichever neighbours give the token
 * of the lowest id, by any split; that differs where a token can be reached in two ways.)
 */
public final class BytePairTokenizer {
    /** The token that stands between documents; it never comes out of {@link #encode}. */
    public static final String END_OF_TEXT = "<|endoftext|>";

    private final List<byte[]> tokens;
    private final int[] idOfByte;
    private final List<int[]> merges;
    private final Map<Long, int[]> rankAndResult;
    private final int endOfText;

    private BytePairTokenizer(
            List<byte[]> tokens, List<int[]> merges, int[] results, int endOfText) {
        this.tokens = tokens;
        this.merges = merges;
        this.endOfText = endOfText;
        idOfByte = new int[ByteAlphabet.SIZE];
        Arrays.fill(idOfByte, -1);
        for (int id = 0; id < tokens.size(); id++) {
            if (tokens.get(id).length == 1 && id != endOfText) {
                idOfByte[tokens.get(id)[0] & 0xFF] = id;
            }
        }
        rankAndResult = new HashMap<>();
        for (int rank = 0; rank < merges.size(); rank++) {
            int[] merge = merges.get(rank);
            rankAndResult.putIfAbsent(
                    BytePairTrainer.pair(merge[0], merge[1]), new int[] {rank, results[rank]});
        }
    }

    /**
     * Learns a vocabulary: ids 0 … 255 are the single bytes (in GPT-2's order), the next are merges
     * in the order learnt, and the last is {@link #END_OF_TEXT}. The result depends on the texts
     * alone.
     *
     * @param vocabularySize at least 257
     * @throws IllegalArgumentException if the texts hold too few distinct pairs for that many
     *     tokens
     */
    public static BytePairTokenizer train(List<String> texts, int vocabularySize) {
        int wanted = vocabularySize - ByteAlphabet.SIZE - 1;
        if (wanted < 0) {
            throw new IllegalArgumentException(
                    "A byte-level vocabulary needs at least 257 tokens (256 bytes and "
                            + END_OF_TEXT
                            + "), but "
                            + vocabularySize
                            + " were asked for.");
        }
        List<int[]> merges = BytePairTrainer.train(texts, wanted);
        if (merges.size() < wanted) {
            throw new IllegalArgumentException(
                    "The texts allow a vocabulary of "
                            + (merges.size() + ByteAlphabet.SIZE + 1)
                            + " tokens, but "
                            + vocabularySize
                            + " were asked for; give more text or ask for fewer.");
        }
        List<byte[]> tokens = new ArrayList<>();
        for (int id = 0; id < ByteAlphabet.SIZE; id++) {
            tokens.add(new byte[] {ByteAlphabet.byteOf(id)});
        }
        int[] results = new int[wanted];
        for (int rank = 0; rank < wanted; rank++) {
            int[] merge = merges.get(rank);
            results[rank] = tokens.size();
            tokens.add(join(tokens.get(merge[0]), tokens.get(merge[1])));
        }
        tokens.add(END_OF_TEXT.getBytes(StandardCharsets.UTF_8));
        return new BytePairTokenizer(tokens, merges, results, tokens.size() - 1);
    }

    /** The number of tokens, {@link #END_OF_TEXT} included. */
    public int vocabularySize() {
        return tokens.size();
    }

    /** The id of {@link #END_OF_TEXT}. */
    public int endOfText() {
        return endOfText;
    }

    /** The merges in the order learnt: each a pair of ids. */
    List<int[]> merges() {
        return merges;
    }

    /**
     * The tokens of {@code text}, each 0 … vocabularySize − 1. {@link #END_OF_TEXT} inside the text
     * is ordinary text. An unpaired surrogate, which UTF-8 cannot hold, becomes a question mark.
     */
    public int[] encode(String text) {
        Map<String, int[]> known = new HashMap<>();
        IntBuffer result = new IntBuffer(text.length() / 2 + 16);
        PreTokens.forEach(
                text, word -> result.addAll(known.computeIfAbsent(word, this::encodePreToken)));
        return result.toArray();
    }

    private int[] encodePreToken(String word) {
        byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
        int[] ids = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            ids[i] = idOfByte[bytes[i] & 0xFF];
            if (ids[i] < 0) {
                throw new IllegalArgumentException(
                        String.format(
                                "The vocabulary has no token for the byte 0x%02X in \"%s\"; a byte-level"
                                        + " vocabulary holds all 256 bytes.",
                                bytes[i] & 0xFF, word));
            }
        }
        while (ids.length > 1) {
            int lowest = Integer.MAX_VALUE;
            int at = -1;
            int merged = -1;
            for (int i = 0; i + 1 < ids.length; i++) {
                int[] found = rankAndResult.get(BytePairTrainer.pair(ids[i], ids[i + 1]));
                if (found != null && found[0] < lowest) {
                    lowest = found[0];
                    at = i;
                    merged = found[1];
                }
            }
            if (at < 0) {
                break;
            }
            ids = BytePairTrainer.replace(ids, ids[at], ids[at + 1], merged);
        }
        return ids;
    }

    /**
     * The text of {@code ids}; bytes that form no character become U+FFFD.
     *
     * @throws IllegalArgumentException if an id lies outside the vocabulary
     */
    public String decode(int... ids) {
        var bytes = new ByteArrayOutputStream();
        for (int id : ids) {
            bytes.writeBytes(bytesOf(id));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** The text of one token, a leading space included; part of a character shows as U+FFFD. */
    public String tokenText(int id) {
        return new String(bytesOf(id), StandardCharsets.UTF_8);
    }

    private byte[] bytesOf(int id) {
        if (id < 0 || id >= tokens.size()) {
            throw new IllegalArgumentException(
                    "Token "
                            + id
                            + " lies outside the vocabulary of "
                            + tokens.size()
                            + " tokens.");
        }
        return tokens.get(id);
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] result = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, result, a.length, b.length);
        return result;
    }
}
