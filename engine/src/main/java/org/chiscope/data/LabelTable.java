package org.chiscope.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Labels in the making, example by example. */
final class LabelTable {
    private final Map<String, List<String>> columns = new LinkedHashMap<>();

    /** Adds the next example's label to a column. */
    void add(String column, String value) {
        columns.computeIfAbsent(column, unused -> new ArrayList<>()).add(value);
    }

    void add(String column, int value) {
        add(column, Integer.toString(value));
    }

    void add(String column, double value) {
        add(column, String.format(Locale.ROOT, "%.4f", value));
    }

    Labels labels() {
        return new Labels(columns);
    }
}
