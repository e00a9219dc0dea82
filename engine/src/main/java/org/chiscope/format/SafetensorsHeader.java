package org.chiscope.format;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON header of a safetensors file: for each tensor its type, shape and the bytes it occupies,
 * counted from the end of the header; and free text under {@code __metadata__}.
 *
 * @param entries in the order of the header
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
    /** The one key that is no tensor. */
    static final String METADATA = "__metadata__";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    /** One tensor: bytes {@code begin} (included) to {@code end} (excluded) of the data. */
    record Entry(String name, ElementType type, int[] shape, int size, long begin, long end) {}

    /**
     * Reads and checks a header.
     *
     * @param path for the sentences
     * @param dataLength number of bytes that follow the header
     */
    static SafetensorsHeader parse(byte[] json, Path path, long dataLength) throws FormatException {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException failure) {
            throw new FormatException(
                    notSafetensors(path)
                            + "its header is not valid JSON ("
                            + reason(failure)
                            + "); export it again.",
                    failure);
        }
        if (!root.isObject()) {
            throw new FormatException(
                    notSafetensors(path)
                            + "its header must be a JSON object of tensors; export it again.");
        }
        List<Entry> entries = new ArrayList<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> property : root.properties()) {
            if (property.getKey().equals(METADATA)) {
                readMetadata(property.getValue(), path, metadata);
            } else {
                entries.add(entry(property.getKey(), property.getValue(), path));
            }
        }
        checkLayout(entries, path, dataLength);
        return new SafetensorsHeader(List.copyOf(entries), metadata);
    }

    /** The header's bytes, padded with spaces to a multiple of 8 so that the data are aligned. */
    byte[] toBytes() {
        ObjectNode root = JSON.createObjectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = root.putObject(METADATA);
            metadata.forEach(texts::put);
        }
        for (Entry entry : entries) {
            ObjectNode node = root.putObject(entry.name);
            node.put("dtype", entry.type.name());
            ArrayNode shape = node.putArray("shape");
            for (int dimension : entry.shape) {
                shape.add(dimension);
            }
            node.putArray("data_offsets").add(entry.begin).add(entry.end);
        }
        byte[] json = JSON.writeValueAsString(root).getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
        Arrays.fill(padded, json.length, padded.length, (byte) ' ');
        return padded;
    }

    private static void readMetadata(JsonNode node, Path path, Map<String, String> metadata)
            throws FormatException {
        if (!node.isObject()) {
            throw new FormatException(
                    notSafetensors(path) + "its __metadata__ must be an object of texts.");
        }
        for (Map.Entry<String, JsonNode> property : node.properties()) {
            if (!property.getValue().isString()) {
                throw new FormatException(
                        notSafetensors(path)
                                + "the value of \""
                                + property.getKey()
                                + "\" in its __metadata__ must be a text, but it is "
                                + shorten(property.getValue())
                                + ".");
            }
            metadata.put(property.getKey(), property.getValue().stringValue());
        }
    }

    private static Entry entry(String name, JsonNode node, Path path) throws FormatException {
        String where = "Tensor \"" + name + "\" in " + path;
        JsonNode typeName = node.path("dtype");
        long[] shape = wholeNumbers(node.path("shape"));
        long[] offsets = wholeNumbers(node.path("data_offsets"));
        if (!typeName.isString() || shape == null || offsets == null || offsets.length != 2) {
            throw new FormatException(
                    where
                            + " needs a \"dtype\", a \"shape\" of numbers >= 0 and two"
                            + " \"data_offsets\", but its entry is "
                            + shorten(node)
                            + "; export it again.");
        }
        ElementType type = ElementType.named(typeName.stringValue());
        if (type == null) {
            throw new FormatException(
                    where
                            + " has the element type "
                            + shorten(typeName)
                            + ", which is not one of "
                            + ElementType.names()
                            + "; convert it to one of these.");
        }
        int size = size(where, shape);
        long begin = offsets[0];
        long end = offsets[1];
        if (begin > end) {
            throw new FormatException(
                    where
                            + " has offsets out of range: it ends at byte "
                            + end
                            + ", before it begins at byte "
                            + begin
                            + "; export it again.");
        }
        long expected = (long) size * type.bytes;
        if (end - begin != expected) {
            throw new FormatException(
                    where
                            + " has type "
                            + type
                            + " and shape "
                            + Arrays.toString(shape)
                            + ", which needs "
                            + expected
                            + " bytes, but its offsets span "
                            + (end - begin)
                            + "; export it again.");
        }
        int[] dimensions = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
        return new Entry(name, type, dimensions, size, begin, end);
    }

    private static int size(String where, long[] shape) throws FormatException {
        long product = 1;
        for (long dimension : shape) {
            // Both factors stay below 2^31, so the product cannot overflow.
            product *= Math.min(dimension, 1L << 31);
            if (product > Integer.MAX_VALUE) {
                throw new FormatException(
                        where
                                + " has shape "
                                + Arrays.toString(shape)
                                + ", but one tensor may have at most "
                                + Integer.MAX_VALUE
                                + " elements; split it.");
            }
        }
        return (int) product;
    }

    /** Tensors must fill the data from the first byte to the last, without overlap or hole. */
    private static void checkLayout(List<Entry> entries, Path path, long dataLength)
            throws FormatException {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        long at = 0;
        String previous = "";
        for (Entry entry : sorted) {
            if (entry.begin < at) {
                throw new FormatException(
                        "Tensors \""
                                + previous
                                + "\" and \""
                                + entry.name
                                + "\" in "
                                + path
                                + " overlap: the second begins at byte "
                                + entry.begin
                                + ", the first ends at byte "
                                + at
                                + "; export the file again.");
            }
            if (entry.begin > at && entry.end > dataLength) {
                throw new FormatException(
                        "Tensor \""
                                + entry.name
                                + "\" in "
                                + path
                                + " has offsets out of range: it ends at byte "
                                + entry.end
                                + ", but the file holds only "
                                + dataLength
                                + " bytes of tensors; export it again.");
            }
            if (entry.begin > at) {
                throw hole(path, at, entry.begin);
            }
            at = entry.end;
            previous = entry.name;
        }
        if (at > dataLength) {
            throw new FormatException(
                    "The file "
                            + path
                            + " is truncated: its header announces "
                            + at
                            + " bytes of tensors, but only "
                            + dataLength
                            + " follow; copy or download it again.");
        }
        if (at < dataLength) {
            throw hole(path, at, dataLength);
        }
    }

    private static FormatException hole(Path path, long begin, long end) {
        return new FormatException(
                "The tensors in "
                        + path
                        + " leave a hole: bytes "
                        + begin
                        + " to "
                        + end
                        + " belong to none; export the file again.");
    }

    /** The numbers of an array of whole numbers >= 0, or null if it is anything else. */
    private static long @Nullable [] wholeNumbers(JsonNode node) {
        if (!node.isArray()) {
            return null;
        }
        long[] numbers = new long[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode number = node.get(i);
            if (!number.isIntegralNumber()
                    || !number.canConvertToLong()
                    || number.longValue() < 0) {
                return null;
            }
            numbers[i] = number.longValue();
        }
        return numbers;
    }

    static String notSafetensors(Path path) {
        return "The file " + path + " is not a safetensors file: ";
    }

    private static String shorten(JsonNode node) {
        String text = node.toString();
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }

    private static String reason(JacksonException failure) {
        String message = failure.getOriginalMessage();
        String first = message == null ? "" : message.lines().findFirst().orElse("");
        return first.isEmpty() ? "unreadable" : first;
    }
}
