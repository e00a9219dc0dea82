/**
 * The Patterning perspective: a wanted structural change on the left, the data perturbation that
 * makes it in the middle, and on the right whether it comes true. Read {@link
 * org.chiscope.app.patterning.PatterningViewModel} first. Nothing is computed here: the engine's
 * {@code Inversion} and {@code Verification} are asked, off the FX thread.
 */
@NullMarked
package org.chiscope.app.patterning;

import org.jspecify.annotations.NullMarked;
