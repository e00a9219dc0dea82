package org.chiscope.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The vocabulary and merges of a Hugging Face {@code tokenizer.json}.
 *
 * <p>Byte-level BPE files (GPT-2 and its kin) are read and written. Of other files (WordPiece,
 * Unigram, SentencePiece-style BPE) the vocabulary can be read, to show tokens; their normalisation
 * is not kept, so they cannot be written.
 *
 * @param vocabulary the tokens in the order of their ids, as the file writes them; an id that the
 *     file leaves out is an empty text
 * @param merges pairs of tokens, the first to be merged first; empty if the model is not BPE
 * @param byteLevel whether the vocabulary is in the byte-level form of {@link ByteLevel}
 * @param splitting how text is cut before the merges
 */
public record TokenizerJson(
        List<String> vocabulary, List<String[]> merges, boolean byteLevel, Splitting splitting) {
    /** Larger ids are taken for a mistake: the list of tokens would fill the memory. */
    private static final int LARGEST_ID = (1 << 24) - 1;

    private static final JsonMapper JSON = new JsonMapper();

    public TokenizerJson {
        vocabulary = List.copyOf(vocabulary);
        merges = List.copyOf(merges);
    }

    /** A tokeniser that splits as GPT-2 if it is byte-level, and in an unknown way if not. */
    public TokenizerJson(List<String> vocabulary, List<String[]> merges, boolean byteLevel) {
        this(vocabulary, merges, byteLevel, byteLevel ? Splitting.GPT2 : Splitting.OTHER);
    }

    /** A byte-level BPE tokeniser that splits as GPT-2. */
    public TokenizerJson(List<String> vocabulary, List<String[]> merges) {
        this(vocabulary, merges, true);
    }

    /**
     * The bytes that a token stands for.
     *
     * @throws IndexOutOfBoundsException if there is no such id
     */
    public byte[] tokenBytes(int id) {
        String token = vocabulary.get(id);
        if (byteLevel) {
            return ByteLevel.bytes(token);
        }
        // SentencePiece writes a space as U+2581 and a byte without a token as <0x0A>.
        if (token.matches("<0x[0-9A-Fa-f]{2}>")) {
            return new byte[] {(byte) Integer.parseInt(token.substring(3, 5), 16)};
        }
        return token.replace('\u2581', ' ').getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a {@code tokenizer.json}.
     *
     * @throws FormatException if it is missing, unreadable or malformed: one sentence
     */
    public static TokenizerJson read(Path path) throws FormatException {
        JsonNode root;
        try {
            root = JSON.readTree(Files.readAllBytes(path));
        } catch (IOException failure) {
            throw FormatException.whileReading(path, failure);
        } catch (JacksonException failure) {
            throw new FormatException(
                    "The tokeniser file " + path + " is not valid JSON; export it again.", failure);
        }
        JsonNode model = root.path("model");
        JsonNode vocabulary = model.path("vocab");
        TreeMap<Integer, String> tokens = new TreeMap<>();
        if (vocabulary.isObject()) {
            for (Map.Entry<String, JsonNode> token : vocabulary.properties()) {
                put(tokens, token.getValue(), token.getKey(), path);
            }
        } else if (vocabulary.isArray()) {
            for (int id = 0; id < vocabulary.size(); id++) {
                tokens.put(id, vocabulary.get(id).path(0).asString(""));
            }
        } else {
            throw new FormatException(
                    "The tokeniser file "
                            + path
                            + " has no vocabulary: \"model\" needs a \"vocab\", as in a Hugging"
                            + " Face tokenizer.json.");
        }
        for (JsonNode added : root.path("added_tokens")) {
            put(tokens, added.path("id"), added.path("content").asString(""), path);
        }
        boolean bytePair = model.path("type").asString("").equals("BPE") || model.has("merges");
        return new TokenizerJson(
                inOrder(tokens),
                bytePair ? merges(model.path("merges"), path) : List.of(),
                bytePair
                        && (mentionsByteLevel(root.path("pre_tokenizer"))
                                || mentionsByteLevel(root.path("decoder"))),
                splitting(root));
    }

    /**
     * Writes a byte-level BPE tokeniser, in the form that Hugging Face's library loads. Tokens of
     * more than one character that no merge makes are declared as special ones.
     *
     * @throws IllegalStateException if this is not byte-level, or splits in an unknown way
     * @throws WriteException if the file cannot be written: one sentence
     */
    public void write(Path path) throws WriteException {
        if (!byteLevel || splitting == Splitting.OTHER) {
            throw new IllegalStateException(
                    "Only byte-level BPE tokenisers can be written, but this one was read from"
                            + " another kind of file; copy that file instead.");
        }
        Set<String> merged = new HashSet<>();
        for (String[] pair : merges) {
            merged.add(pair[0] + pair[1]);
        }
        ObjectNode root = JSON.createObjectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < vocabulary.size(); id++) {
            String token = vocabulary.get(id);
            if (token.length() > 1 && !merged.contains(token)) {
                ObjectNode special = added.addObject().put("id", id).put("content", token);
                special.put("single_word", false).put("lstrip", false).put("rstrip", false);
                special.put("normalized", false).put("special", true);
            }
        }
        root.putNull("normalizer");
        root.set("pre_tokenizer", preTokenizerNode());
        root.putNull("post_processor");
        root.set("decoder", byteLevelNode());
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE").putNull("dropout").putNull("unk_token");
        model.putNull("continuing_subword_prefix").putNull("end_of_word_suffix");
        model.put("fuse_unk", false).put("byte_fallback", false);
        ObjectNode ids = model.putObject("vocab");
        for (int id = 0; id < vocabulary.size(); id++) {
            if (!vocabulary.get(id).isEmpty()) {
                ids.put(vocabulary.get(id), id);
            }
        }
        ArrayNode pairs = model.putArray("merges");
        for (String[] pair : merges) {
            pairs.add(pair[0] + " " + pair[1]);
        }
        AtomicFiles.writeString(
                path, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n");
    }

    private ObjectNode preTokenizerNode() {
        if (splitting == Splitting.GPT2) {
            return byteLevelNode();
        }
        ObjectNode sequence = JSON.createObjectNode().put("type", "Sequence");
        ArrayNode parts = sequence.putArray("pretokenizers");
        parts.addObject().put("type", "Digits").put("individual_digits", true);
        parts.add(byteLevelNode());
        return sequence;
    }

    /** Known only where nothing else changes the text on its way to the merges. */
    private static Splitting splitting(JsonNode root) {
        JsonNode node = root.path("pre_tokenizer");
        JsonNode normalizer = root.path("normalizer");
        if (!normalizer.isNull() && !normalizer.isMissingNode()) {
            return Splitting.OTHER;
        }
        if (splitsAsGpt2(node)) {
            return Splitting.GPT2;
        }
        JsonNode parts = node.path("pretokenizers");
        if (parts.size() == 1 && splitsAsGpt2(parts.path(0))) {
            return Splitting.GPT2;
        }
        if (parts.size() == 2
                && parts.path(0).path("type").asString("").equals("Digits")
                && parts.path(0).path("individual_digits").asBoolean(false)
                && splitsAsGpt2(parts.path(1))) {
            return Splitting.GPT2_SINGLE_DIGITS;
        }
        return Splitting.OTHER;
    }

    private static boolean splitsAsGpt2(JsonNode node) {
        return node.path("type").asString("").equals("ByteLevel")
                && node.path("use_regex").asBoolean(true)
                && !node.path("add_prefix_space").asBoolean(true);
    }

    private static ObjectNode byteLevelNode() {
        return JSON.createObjectNode()
                .put("type", "ByteLevel")
                .put("add_prefix_space", false)
                .put("trim_offsets", true)
                .put("use_regex", true);
    }

    private static void put(Map<Integer, String> tokens, JsonNode id, String token, Path path)
            throws FormatException {
        if (!id.isIntegralNumber()
                || !id.canConvertToInt()
                || id.intValue() < 0
                || id.intValue() > LARGEST_ID) {
            throw new FormatException(
                    "Token \""
                            + token
                            + "\" in "
                            + path
                            + " needs an id from 0 to "
                            + LARGEST_ID
                            + ", but it has "
                            + id
                            + ".");
        }
        String before = tokens.put(id.intValue(), token);
        if (before != null && !before.equals(token)) {
            throw new FormatException(
                    "Tokens \""
                            + before
                            + "\" and \""
                            + token
                            + "\" in "
                            + path
                            + " have the same id "
                            + id
                            + "; each needs its own.");
        }
    }

    private static List<String> inOrder(TreeMap<Integer, String> tokens) {
        List<String> vocabulary = new ArrayList<>();
        tokens.forEach(
                (id, token) -> {
                    while (vocabulary.size() < id) {
                        vocabulary.add("");
                    }
                    vocabulary.add(token);
                });
        return vocabulary;
    }

    /** Merges are written as {@code "a b"} by older versions and as {@code ["a", "b"]} since. */
    private static List<String[]> merges(JsonNode node, Path path) throws FormatException {
        List<String[]> merges = new ArrayList<>();
        for (JsonNode merge : node) {
            String[] pair =
                    merge.isArray()
                            ? new String[] {merge.path(0).asString(""), merge.path(1).asString("")}
                            : merge.asString("").split(" ", -1);
            if (pair.length != 2 || pair[0].isEmpty() || pair[1].isEmpty()) {
                throw new FormatException(
                        "Merge "
                                + merges.size()
                                + " in "
                                + path
                                + " must be two tokens, but it is "
                                + merge
                                + ".");
            }
            merges.add(pair);
        }
        return merges;
    }

    /** Whether a pre-tokeniser or decoder, or a member of a sequence of them, is ByteLevel. */
    private static boolean mentionsByteLevel(JsonNode node) {
        if (node.path("type").asString("").equals("ByteLevel")) {
            return true;
        }
        for (JsonNode child : node) {
            if (mentionsByteLevel(child)) {
                return true;
            }
        }
        return false;
    }
}
