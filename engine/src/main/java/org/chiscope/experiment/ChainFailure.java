package org.chiscope.experiment;

/**
 * A chain that could not go on; the others do.
 *
 * @param ensemble its ensemble's name
 * @param chain its number, from 0
 * @param draw the draw that it was on its way to, from 0
 * @param sentence what happened
 */
public record ChainFailure(String ensemble, int chain, int draw, String sentence) {}
