package org.chiscope.experiment;

/**
 * A column of the susceptibility matrix.
 *
 * @param name what a person reads at its head
 * @param family patterns of one family are shown together
 * @param description one sentence that says which examples belong to it
 * @param tokens examples that it holds
 * @param contexts contexts that these lie in
 */
public record PatternInfo(
        String name, String family, String description, int tokens, int contexts) {}
