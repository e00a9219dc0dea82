package org.chiscope.experiment;

/**
 * How far a chain is.
 *
 * @param steps steps made, burn-in included
 * @param draws draws made
 * @param running whether a worker advances it at this moment
 * @param failed whether it failed; the snapshot's failures tell why
 */
public record ChainProgress(long steps, int draws, boolean running, boolean failed) {}
