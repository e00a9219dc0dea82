package org.chiscope.data;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.GptBytePairEncodingParams;
import com.knuddels.jtokkit.api.IntArrayList;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chiscope.format.ByteLevel;
import org.chiscope.format.Splitting;
import org.chiscope.format.TokenizerJson;
import org.jspecify.annotations.Nullable;

/**
 * Byte-level byte-pair encoding (Radford et al., 2019): any text becomes tokens and comes back the
 * same. Immutable.
 *
 * <p>jtokkit does the encoding. It joins the neighbours that give the token of the lowest rank,
 * while Hugging Face's tokenizers join the pair of the lowest rank. Both give the same tokens where
 * every token is learnt from two earlier ones: as long as no merge crosses the ends of a stretch of
 * text, it is joined as if it stood alone, so its last two parts are those that it was learnt from.
 */
public final class BytePairTokenizer {
    /** The token that stands between documents; it never comes out of {@link #encode}. */
    public static final String END_OF_TEXT = "<|endoftext|>";

    private final List<byte[]> tokens;
    private final List<int[]> merges;
    private final Splitting splitting;
    private final int endOfText;

    /** jtokkit knows tokens by rank: first the 256 bytes, then the merged ones in their order. */
    private final int[] idOfRank;

    private final @Nullable Encoding encoding;

    /** Each of {@code merges} is the ids of the left and right part and of the result. */
    private BytePairTokenizer(
            List<byte[]> tokens, List<int[]> merges, Splitting splitting, int endOfText) {
        this.tokens = tokens;
        this.merges = merges;
        this.splitting = splitting;
        this.endOfText = endOfText;
        Set<Integer> byRank = new LinkedHashSet<>();
        for (int id = 0; id < tokens.size(); id++) {
            if (tokens.get(id).length == 1) {
                byRank.add(id);
            }
        }
        boolean allBytes = byRank.size() == ByteAlphabet.SIZE;
        merges.forEach(merge -> byRank.add(merge[2]));
        idOfRank = byRank.stream().mapToInt(id -> id).toArray();
        encoding = allBytes && splitting != Splitting.OTHER ? encoding() : null;
    }

    private Encoding encoding() {
        Map<byte[], Integer> ranks = new HashMap<>();
        for (int rank = 0; rank < idOfRank.length; rank++) {
            ranks.put(tokens.get(idOfRank[rank]), rank);
        }
        String name = "chiscope";
        return Encodings.newLazyEncodingRegistry()
                .registerGptBytePairEncoding(
                        new GptBytePairEncodingParams(
                                name, PreTokens.rule(splitting), ranks, Map.of()))
                .getEncoding(name)
                .orElseThrow();
    }

    /**
     * Learns a vocabulary: ids 0 … 255 are the single bytes (in GPT-2's order), the next are merged
     * tokens in the order learnt, and the last is {@link #END_OF_TEXT}. The result depends on the
     * texts alone. Every digit is a token of its own.
     *
     * @param vocabularySize at least 257
     * @throws IllegalArgumentException if the texts hold too few distinct pairs for that many
     *     tokens
     */
    public static BytePairTokenizer train(List<String> texts, int vocabularySize) {
        if (vocabularySize <= ByteAlphabet.SIZE) {
            throw new IllegalArgumentException(
                    "A byte-level vocabulary needs at least 257 tokens (256 bytes and "
                            + END_OF_TEXT
                            + "), but "
                            + vocabularySize
                            + " were asked for.");
        }
        Splitting splitting = Splitting.GPT2_SINGLE_DIGITS;
        BytePairTrainer.Vocabulary learnt =
                BytePairTrainer.train(texts, PreTokens.rule(splitting), vocabularySize - 1);
        List<byte[]> tokens = new ArrayList<>(learnt.tokens());
        tokens.add(END_OF_TEXT.getBytes(StandardCharsets.UTF_8));
        if (tokens.size() < vocabularySize) {
            throw new IllegalArgumentException(
                    "The texts allow a vocabulary of "
                            + tokens.size()
                            + " tokens, but "
                            + vocabularySize
                            + " were asked for; give more text or ask for fewer.");
        }
        return new BytePairTokenizer(tokens, learnt.merges(), splitting, tokens.size() - 1);
    }

    /**
     * The tokeniser of a {@code tokenizer.json}. If that is no byte-level BPE over all 256 bytes,
     * or splits text in an unknown way, tokens can be shown and decoded, but {@link #encode}
     * refuses.
     *
     * @throws IllegalArgumentException if a merge names a token that the vocabulary lacks
     */
    public static BytePairTokenizer fromJson(TokenizerJson json) {
        List<byte[]> tokens = new ArrayList<>();
        Map<String, Integer> ids = new HashMap<>();
        for (int id = 0; id < json.vocabulary().size(); id++) {
            tokens.add(json.tokenBytes(id));
            ids.putIfAbsent(json.vocabulary().get(id), id);
        }
        List<int[]> merges = new ArrayList<>();
        if (json.byteLevel()) {
            for (String[] pair : json.merges()) {
                merges.add(
                        new int[] {
                            require(ids, pair[0]),
                            require(ids, pair[1]),
                            require(ids, pair[0] + pair[1])
                        });
            }
        }
        Splitting splitting = json.byteLevel() ? json.splitting() : Splitting.OTHER;
        return new BytePairTokenizer(tokens, merges, splitting, ids.getOrDefault(END_OF_TEXT, -1));
    }

    private static int require(Map<String, Integer> ids, String token) {
        Integer id = ids.get(token);
        if (id == null) {
            throw new IllegalArgumentException(
                    "A merge of the tokeniser needs the token \""
                            + token
                            + "\", which its vocabulary lacks; export the tokeniser again.");
        }
        return id;
    }

    /** In the form that {@link TokenizerJson#write} saves for Hugging Face's tokenizers. */
    public TokenizerJson toJson() {
        List<String> vocabulary = new ArrayList<>();
        for (int id = 0; id < tokens.size(); id++) {
            vocabulary.add(id == endOfText ? END_OF_TEXT : ByteLevel.text(tokens.get(id)));
        }
        List<String[]> pairs = new ArrayList<>();
        for (int[] merge : merges) {
            pairs.add(new String[] {vocabulary.get(merge[0]), vocabulary.get(merge[1])});
        }
        return new TokenizerJson(vocabulary, pairs, true, splitting);
    }

    /** The number of tokens, {@link #END_OF_TEXT} included. */
    public int vocabularySize() {
        return tokens.size();
    }

    /**
     * The id of {@link #END_OF_TEXT}.
     *
     * @throws IllegalStateException if the vocabulary has no such token
     */
    public int endOfText() {
        if (endOfText < 0) {
            throw new IllegalStateException(
                    "The tokeniser has no token "
                            + END_OF_TEXT
                            + " to stand between documents; add one to its vocabulary.");
        }
        return endOfText;
    }

    /**
     * The tokens of {@code text}, each 0 … vocabularySize − 1. {@link #END_OF_TEXT} inside the text
     * is ordinary text. An unpaired surrogate, which UTF-8 cannot hold, becomes a question mark.
     *
     * @throws IllegalStateException if the tokeniser can only show tokens (see {@link #fromJson})
     */
    public int[] encode(String text) {
        if (encoding == null) {
            throw new IllegalStateException(
                    "This tokeniser can show tokens but not encode text: it is not byte-level BPE"
                            + " over all 256 bytes split in GPT-2's way; encode the text with the"
                            + " tool that made it.");
        }
        IntArrayList ranks = encoding.encodeOrdinary(text);
        int[] ids = new int[ranks.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = idOfRank[ranks.get(i)];
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
}
