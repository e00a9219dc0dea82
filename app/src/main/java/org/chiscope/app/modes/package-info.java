/**
 * The Modes perspective: the singular values of the matrix over those of noise, the loadings of a
 * mode with their errors, and the examples on two modes.
 *
 * <p>Read {@link org.chiscope.app.modes.ModesViewModel} first. Everything is Euclidean; the modes
 * that Patterning inverts are those of another metric. Nothing is computed here: that is the
 * engine's {@code ModesData}.
 */
@NullMarked
package org.chiscope.app.modes;

import org.jspecify.annotations.NullMarked;
