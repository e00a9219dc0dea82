package org.chiscope.experiment;

import java.util.LinkedHashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * Strict reading of one JSON object: every key must be asked for, every value must have its type,
 * and each complaint is a sentence that names the file and the key.
 */
final class JsonFields {
    private final JsonNode object;
    private final String file;
    private final String path;
    private final Set<String> known = new LinkedHashSet<>();

    /**
     * @param path where the object lies in the file, such as {@code sampler.}; empty at the top
     */
    JsonFields(JsonNode object, String file, String path) throws ExperimentException {
        if (!object.isObject()) {
            throw new ExperimentException(
                    where(file)
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
        this.file = file;
        this.path = path;
    }

    static String where(String file) {
        return "In " + file + ": ";
    }

    JsonNode required(String key) throws ExperimentException {
        known.add(key);
        JsonNode value = object.get(key);
        if (value == null) {
            throw new ExperimentException(
                    where(file) + "the key \"" + path + key + "\" is missing; add it.");
        }
        return value;
    }

    String text(String key) throws ExperimentException {
        JsonNode value = required(key);
        if (!value.isString()) {
            throw wrong(key, "a text in quotes", value);
        }
        return value.stringValue();
    }

    double number(String key) throws ExperimentException {
        JsonNode value = required(key);
        if (!value.isNumber()) {
            throw wrong(key, "a number", value);
        }
        return value.doubleValue();
    }

    int wholeNumber(String key) throws ExperimentException {
        JsonNode value = required(key);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw wrong(key, "a whole number", value);
        }
        return value.intValue();
    }

    long longNumber(String key) throws ExperimentException {
        JsonNode value = required(key);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw wrong(key, "a whole number of at most 64 bits", value);
        }
        return value.longValue();
    }

    JsonFields object(String key) throws ExperimentException {
        return new JsonFields(required(key), file, path + key + ".");
    }

    /**
     * @throws ExperimentException if the object has a key that nobody asked for
     */
    void noOthers() throws ExperimentException {
        for (String key : object.propertyNames()) {
            if (!known.contains(key)) {
                throw new ExperimentException(
                        where(file)
                                + "the key \""
                                + path
                                + key
                                + "\" is unknown; known are "
                                + String.join(", ", known)
                                + ".");
            }
        }
    }

    ExperimentException wrong(String key, String expected, JsonNode found) {
        return new ExperimentException(
                where(file)
                        + "\""
                        + path
                        + key
                        + "\" must be "
                        + expected
                        + ", but found "
                        + describe(found)
                        + ".");
    }

    private static String describe(JsonNode node) {
        String text = node.toString();
        return text.length() <= 40 ? text : text.substring(0, 37) + "…";
    }
}
