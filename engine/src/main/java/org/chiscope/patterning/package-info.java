/**
 * Floor 7: from a wanted structural change to the data perturbation that makes it (theory.md
 * section 4; Wang and Murfet, arXiv:2601.13548): read {@link org.chiscope.patterning.Inversion}
 * first. No sampling: whether a prediction comes true is {@code experiment}'s to verify. No modes
 * to be looked at: those are Euclidean and {@code modes}' own.
 */
@NullMarked
package org.chiscope.patterning;

import org.jspecify.annotations.NullMarked;
