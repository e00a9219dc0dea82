package org.chiscope.app.selection;

/** A cell by name, which outlives a re-ordering and a new run. */
public record CellName(String component, String pattern) {}
