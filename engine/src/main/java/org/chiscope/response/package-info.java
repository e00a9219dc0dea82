/**
 * Floor 6: statistics of draws, and the susceptibilities with their standard errors; knows no
 * window and no file, and cannot tell a network from a physical system.
 *
 * <p>Read {@link org.chiscope.response.SusceptibilityEstimator} first: a {@link
 * org.chiscope.response.ChainStatistics} takes the draws of a chain, its snapshots are summarised
 * an ensemble at a time, and a component's summary beside the full ensemble's gives a {@link
 * org.chiscope.response.SusceptibilityRow}.
 *
 * <p>Limits: the scalars of every draw are held in memory; for each chain two floats an example and
 * super-block, and two doubles an example while one is unfinished, are held where {@link
 * org.chiscope.response.ExampleBuffers} says. Errors need at least two chains, and are worth little
 * with fewer than four.
 */
@NullMarked
package org.chiscope.response;

import org.jspecify.annotations.NullMarked;
