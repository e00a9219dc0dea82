/**
 * Measures the window for {@code chiscope bench}: how long a start and a new matrix take.
 *
 * <p>Read {@link org.chiscope.app.bench.WindowBench} first. What the engine takes is measured
 * there.
 */
@NullMarked
package org.chiscope.app.bench;

import org.jspecify.annotations.NullMarked;
