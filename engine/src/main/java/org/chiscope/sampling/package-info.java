/**
 * Floor 5: ensembles, samplers and chains; knows no susceptibility.
 *
 * <p>Read {@link org.chiscope.sampling.Chain} first. A chain is a function of its {@link
 * org.chiscope.sampling.ChainPlan} and the system, whatever the thread that advances it. Positions
 * are floats; SGLD is biased by its step size and by its minibatches, MALA is exact.
 */
@NullMarked
package org.chiscope.sampling;

import org.jspecify.annotations.NullMarked;
