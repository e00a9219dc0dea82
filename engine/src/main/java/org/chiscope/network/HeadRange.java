package org.chiscope.network;

/**
 * Neighbouring attention heads of one layer.
 *
 * @param from the first
 * @param to one past the last
 */
public record HeadRange(int from, int to) {}
