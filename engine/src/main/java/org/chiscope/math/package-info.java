/**
 * Floor 1: dense kernels on {@code float[]}, decompositions and random streams; knows no model.
 *
 * <p>Read {@link org.chiscope.math.Kernels} first, then {@link org.chiscope.math.RandomStream}.
 * This is the only package that touches the Vector API, which is an incubator module: without it
 * the scalar kernels are used. Results are bit-identical on machines of equal vector width.
 */
@NullMarked
package org.chiscope.math;

import org.jspecify.annotations.NullMarked;
