/**
 * Floor 5: ensembles, samplers and chains; knows no susceptibility.
 *
 * <p>Read {@link org.chiscope.sampling.Chain} first.
 */
@NullMarked
package org.chiscope.sampling;

import org.jspecify.annotations.NullMarked;
