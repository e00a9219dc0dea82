package org.chiscope.data;

/**
 * A pattern before it meets an evaluation set.
 *
 * @param name what a person reads at the head of its column
 * @param family patterns of one family are shown together, under one colour
 * @param description one sentence that says which examples belong to it
 * @param rule the same, for the program
 */
public record PatternDefinition(String name, String family, String description, PatternRule rule) {}
