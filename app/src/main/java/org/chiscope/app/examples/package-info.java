/**
 * The Examples perspective: the data itself, coloured by the susceptibility of one component.
 *
 * <p>Read {@link org.chiscope.app.examples.ExamplesViewModel} first, then {@link
 * org.chiscope.app.examples.ExamplesState}. Numbers come from the engine's statistics of single
 * examples; nothing is sampled here.
 */
@NullMarked
package org.chiscope.app.examples;

import org.jspecify.annotations.NullMarked;
