/**
 * Floor 7: modes of a susceptibility matrix, and maps of examples: read {@link
 * org.chiscope.modes.Modes} first, then {@link org.chiscope.modes.ModeEstimates}. No sampling, and
 * no inversion: that is patterning's. Everything is Euclidean.
 */
@NullMarked
package org.chiscope.modes;

import org.jspecify.annotations.NullMarked;
