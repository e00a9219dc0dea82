package org.chiscope.experiment;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Doubles in the files of a results folder: the shortest decimal that reads back to the same bits,
 * whatever the machine's language; what is unknown is empty in CSV and null in JSON.
 */
final class Numbers {

    private Numbers() {}

    static String csv(double value) {
        return Double.isFinite(value) ? Double.toString(value) : "";
    }

    static void put(ObjectNode object, String key, double value) {
        if (Double.isFinite(value)) {
            object.put(key, value);
        } else {
            object.putNull(key);
        }
    }

    static void put(ObjectNode object, String key, double[] values) {
        ArrayNode array = object.putArray(key);
        for (double value : values) {
            if (Double.isFinite(value)) {
                array.add(value);
            } else {
                array.addNull();
            }
        }
    }
}
