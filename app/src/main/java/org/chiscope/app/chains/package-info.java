/**
 * The Sampling perspective: how good the chains of every ensemble are, in words first, then in
 * numbers and pictures, and what would make them better.
 *
 * <p>Read {@link org.chiscope.app.chains.SamplingViewModel} first. Nothing is computed here: the
 * diagnostics are {@code org.chiscope.sampling}'s, what they mean is {@code
 * org.chiscope.experiment}'s.
 */
@NullMarked
package org.chiscope.app.chains;

import org.jspecify.annotations.NullMarked;
