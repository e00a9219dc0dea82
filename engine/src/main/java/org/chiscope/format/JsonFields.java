package org.chiscope.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Strict reading of one JSON object: every key must be asked for, every value must have its type,
 * and each complaint is one sentence that names the file and the key.
 */
public final class JsonFields {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final JsonNode object;
    private final Path file;
    private final String path;
    private final Set<String> known = new LinkedHashSet<>();

    private JsonFields(JsonNode object, Path file, String path) throws FormatException {
        this.file = file;
        this.path = path;
        if (!object.isObject()) {
            throw new FormatException(
                    where()
                            + (path.isEmpty()
                                    ? "an object { … } was expected at the top"
                                    : "\""
                                            + path.substring(0, path.length() - 1)
                                            + "\" must be an object { … }")
                            + ", but found "
                            + describe(object)
                            + ".");
        }
        this.object = object;
    }

    /** The object that a JSON file holds. */
    public static JsonFields read(Path file) throws FormatException {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException failure) {
            throw FormatException.whileReading(file, failure);
        }
        return parse(text, file);
    }

    /**
     * The object that a text holds.
     *
     * @param file what complaints name
     */
    public static JsonFields parse(String text, Path file) throws FormatException {
        try {
            return new JsonFields(MAPPER.readTree(text), file, "");
        } catch (JacksonException failure) {
            var at = failure.getLocation();
            throw new FormatException(
                    "The file "
                            + file
                            + " should be JSON, but line "
                            + (at == null ? 1 : at.getLineNr())
                            + " is not: "
                            + FormatException.reason(new IOException(failure.getOriginalMessage()))
                            + ".",
                    failure);
        }
    }

    /** The file that this was read from. */
    public Path file() {
        return file;
    }

    /** Whether the key is there and not null. */
    public boolean has(String key) {
        known.add(key);
        JsonNode value = object.get(key);
        return value != null && !value.isNull();
    }

    /** The number at {@code key}, or {@code usual} where there is no such key. */
    public double number(String key, double usual) throws FormatException {
        return has(key) ? number(key) : usual;
    }

    /** A value that must be there. */
    private JsonNode required(String key) throws FormatException {
        known.add(key);
        JsonNode value = object.get(key);
        if (value == null) {
            throw new FormatException(
                    where() + "the key \"" + path + key + "\" is missing; add it.");
        }
        return value;
    }

    public String text(String key) throws FormatException {
        JsonNode value = required(key);
        if (!value.isString()) {
            throw wrong(key, "a text in quotes", value);
        }
        return value.stringValue();
    }

    public boolean flag(String key) throws FormatException {
        JsonNode value = required(key);
        if (!value.isBoolean()) {
            throw wrong(key, "true or false", value);
        }
        return value.booleanValue();
    }

    public double number(String key) throws FormatException {
        JsonNode value = required(key);
        if (!value.isNumber()) {
            throw wrong(key, "a number", value);
        }
        return value.doubleValue();
    }

    public int wholeNumber(String key) throws FormatException {
        JsonNode value = required(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(key, "a whole number", value);
        }
        return value.intValue();
    }

    public long longNumber(String key) throws FormatException {
        JsonNode value = required(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(key, "a whole number of at most 64 bits", value);
        }
        return value.longValue();
    }

    /** One of an enum's constants, written in any case, blanks and hyphens as underscores. */
    public <E extends Enum<E>> E choice(String key, Class<E> type) throws FormatException {
        String text = text(key);
        for (E constant : type.getEnumConstants()) {
            if (constant.name()
                    .equals(text.toUpperCase(Locale.ROOT).replace('-', '_').replace(' ', '_'))) {
                return constant;
            }
        }
        String names =
                String.join(
                        ", ",
                        Arrays.stream(type.getEnumConstants())
                                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                .toList());
        throw wrong(key, "one of " + names, required(key));
    }

    public JsonFields object(String key) throws FormatException {
        return new JsonFields(required(key), file, path + key + ".");
    }

    public List<JsonFields> objects(String key) throws FormatException {
        JsonNode value = required(key);
        if (!value.isArray()) {
            throw wrong(key, "a list [ … ]", value);
        }
        List<JsonFields> list = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            list.add(new JsonFields(value.get(i), file, path + key + "[" + i + "]."));
        }
        return list;
    }

    public List<Integer> wholeNumbers(String key) throws FormatException {
        JsonNode value = required(key);
        List<Integer> list = new ArrayList<>();
        if (value.isArray()) {
            for (JsonNode item : value) {
                if (!item.isIntegralNumber() || !item.canConvertToInt()) {
                    throw wrong(key, "a list of whole numbers", value);
                }
                list.add(item.intValue());
            }
            return list;
        }
        throw wrong(key, "a list of whole numbers", value);
    }

    /** Whether the value, which must be there, is a text. */
    public boolean isText(String key) throws FormatException {
        return required(key).isString();
    }

    /** A list of texts; {@code expected} says what it is, should it be something else. */
    public List<String> texts(String key, String expected) throws FormatException {
        JsonNode value = required(key);
        List<String> list = new ArrayList<>();
        if (value.isArray()) {
            for (JsonNode item : value) {
                if (!item.isString()) {
                    throw wrong(key, expected, value);
                }
                list.add(item.stringValue());
            }
            return list;
        }
        throw wrong(key, expected, value);
    }

    /** A list of numbers; null stands for NaN. */
    public double[] numbers(String key) throws FormatException {
        JsonNode value = required(key);
        if (!value.isArray()) {
            throw wrong(key, "a list of numbers", value);
        }
        double[] numbers = new double[value.size()];
        for (int i = 0; i < numbers.length; i++) {
            JsonNode item = value.get(i);
            if (!item.isNumber() && !item.isNull()) {
                throw wrong(key, "a list of numbers", value);
            }
            numbers[i] = item.isNull() ? Double.NaN : item.doubleValue();
        }
        return numbers;
    }

    /** An object whose values are numbers, in its order. */
    public Map<String, Double> numbersByName(String key) throws FormatException {
        JsonNode value = required(key);
        Map<String, Double> numbers = new LinkedHashMap<>();
        if (!value.isObject()) {
            throw wrong(key, "an object of names and numbers", value);
        }
        for (String name : value.propertyNames()) {
            JsonNode number = value.get(name);
            if (!number.isNumber()) {
                throw wrong(key, "an object of names and numbers", value);
            }
            numbers.put(name, number.doubleValue());
        }
        return numbers;
    }

    /** An object whose values are texts, in its order. */
    public Map<String, String> textsByName(String key) throws FormatException {
        JsonFields fields = object(key);
        Map<String, String> texts = new LinkedHashMap<>();
        for (String name : fields.object.propertyNames()) {
            texts.put(name, fields.text(name));
        }
        return texts;
    }

    /** A list of lists of numbers. */
    public double[][] rows(String key) throws FormatException {
        JsonNode value = required(key);
        if (!value.isArray()) {
            throw wrong(key, "a list of rows of numbers", value);
        }
        double[][] rows = new double[value.size()][];
        for (int r = 0; r < rows.length; r++) {
            JsonNode row = value.get(r);
            rows[r] = new double[row.size()];
            for (int i = 0; i < rows[r].length; i++) {
                if (!row.isArray() || !row.get(i).isNumber()) {
                    throw wrong(key, "a list of rows of numbers", value);
                }
                rows[r][i] = row.get(i).doubleValue();
            }
        }
        return rows;
    }

    /**
     * @throws FormatException if the object has a key that nobody asked for
     */
    public void noOthers() throws FormatException {
        for (String key : object.propertyNames()) {
            if (!known.contains(key)) {
                throw new FormatException(
                        where()
                                + "the key \""
                                + path
                                + key
                                + "\" is unknown; known are "
                                + String.join(", ", known)
                                + ".");
            }
        }
    }

    /** The complaint of a constructor about values of this object, with the file named. */
    public FormatException complaint(IllegalArgumentException failure) {
        return new FormatException(where() + failure.getMessage(), failure);
    }

    private FormatException wrong(String key, String expected, JsonNode found) {
        return new FormatException(
                where()
                        + "\""
                        + path
                        + key
                        + "\" must be "
                        + expected
                        + ", but found "
                        + describe(found)
                        + ".");
    }

    private String where() {
        return "In " + file + ": ";
    }

    private static String describe(JsonNode node) {
        String text = node.toString();
        return text.length() <= 40 ? text : text.substring(0, 37) + "…";
    }
}
