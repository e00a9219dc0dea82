package org.chiscope.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chiscope.format.FormatException;
import org.chiscope.format.Safetensors;
import org.chiscope.format.Tensor;
import org.chiscope.format.WholeNumbers;
import org.chiscope.format.WriteException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Token data as safetensors; {@link TokenData#read} says what such a file holds. */
final class TokenFile {
    private static final String TOKENS = "tokens";
    private static final String SOURCE = "source";
    private static final String SOURCES = "sources";
    private static final JsonMapper JSON = new JsonMapper();

    private TokenFile() {}

    static TokenData read(Path path) throws FormatException {
        Safetensors file = Safetensors.read(path);
        Tensor tokens = file.require(TOKENS, path);
        if (tokens.shape().length != 2) {
            throw new FormatException(
                    "The tensor \"tokens\" in "
                            + path
                            + " needs the shape [contexts, length], but it has "
                            + Arrays.toString(tokens.shape())
                            + ".");
        }
        int contexts = tokens.shape()[0];
        List<String> names = sourceNames(file, path);
        Tensor source = file.tensors().get(SOURCE);
        if (source == null && !names.isEmpty()) {
            throw new FormatException(
                    "The file "
                            + path
                            + " names sources, but lacks the tensor \"source\" that says which"
                            + " context comes from which; add it or take the names away.");
        }
        if (source != null && names.isEmpty()) {
            throw new FormatException(
                    "The file "
                            + path
                            + " has a tensor \"source\", but its metadata lacks \"sources\", a JSON"
                            + " array of their names; add it.");
        }
        if (source != null && !Arrays.equals(source.shape(), new int[] {contexts})) {
            throw new FormatException(
                    "The tensor \"source\" in "
                            + path
                            + " needs the shape ["
                            + contexts
                            + "], one number a context, but it has "
                            + Arrays.toString(source.shape())
                            + ".");
        }
        try {
            return new TokenData(
                    contexts,
                    tokens.shape()[1],
                    WholeNumbers.of(tokens, TOKENS, path),
                    source == null ? new int[0] : WholeNumbers.of(source, SOURCE, path),
                    names);
        } catch (IllegalArgumentException contradiction) {
            throw new FormatException(
                    "The token data in " + path + " is wrong: " + contradiction.getMessage(),
                    contradiction);
        }
    }

    private static List<String> sourceNames(Safetensors file, Path path) throws FormatException {
        String json = file.metadata().get(SOURCES);
        if (json == null) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try {
            JsonNode array = JSON.readTree(json);
            boolean valid = array.isArray();
            for (JsonNode name : array) {
                valid &= name.isString();
                names.add(name.asString(""));
            }
            if (valid) {
                return names;
            }
        } catch (JacksonException malformed) {
            throw new FormatException(notNames(json, path), malformed);
        }
        throw new FormatException(notNames(json, path));
    }

    private static String notNames(String json, Path path) {
        return "The metadata \"sources\" in "
                + path
                + " needs a JSON array of names such as [\"python\",\"java\"], but it is "
                + json
                + ".";
    }

    static void write(Path path, TokenData data) throws WriteException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(
                TOKENS,
                WholeNumbers.smallest(new int[] {data.contexts(), data.length()}, data.tokens()));
        Map<String, String> metadata = new LinkedHashMap<>();
        if (!data.sourceNames().isEmpty()) {
            tensors.put(SOURCE, WholeNumbers.smallest(new int[] {data.contexts()}, data.source()));
            metadata.put(SOURCES, JSON.writeValueAsString(data.sourceNames()));
        }
        Safetensors.write(path, new Safetensors(tensors, metadata));
    }
}
