/**
 * The Matrix perspective: χ of components × patterns, live while chains run.
 *
 * <p>Read {@link org.chiscope.app.matrix.MatrixViewModel} first: what is shown of a snapshot.
 * {@link org.chiscope.app.matrix.MatrixView} lays it out; {@link
 * org.chiscope.app.matrix.MatrixValues} turns estimates into what the chart draws.
 */
@NullMarked
package org.chiscope.app.matrix;

import org.jspecify.annotations.NullMarked;
