/**
 * Floor 7: modes of a susceptibility matrix: read {@link org.chiscope.modes.Modes} first. No
 * sampling, and no inversion: that is patterning's.
 */
@NullMarked
package org.chiscope.modes;

import org.jspecify.annotations.NullMarked;
