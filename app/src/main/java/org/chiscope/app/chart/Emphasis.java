package org.chiscope.app.chart;

import java.util.Set;

/**
 * Rows and columns of a matrix whose names stand out in the accent colour, because something else
 * speaks of them.
 *
 * @param rows names of components
 * @param columns names of patterns
 * @param words what it means, for the legend; empty where nothing stands out
 */
public record Emphasis(Set<String> rows, Set<String> columns, String words) {
    /** Nothing stands out. */
    public static final Emphasis NONE = new Emphasis(Set.of(), Set.of(), "");

    /** Copies the sets. */
    public Emphasis {
        rows = Set.copyOf(rows);
        columns = Set.copyOf(columns);
    }
}
