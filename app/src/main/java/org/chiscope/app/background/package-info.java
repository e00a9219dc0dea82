/**
 * Work off the FX thread: finite jobs whose result is published only if it is still wanted.
 *
 * <p>Read {@link org.chiscope.app.background.LatestJob}. Chains are not sampled here but by the
 * engine's own threads.
 */
@NullMarked
package org.chiscope.app.background;

import org.jspecify.annotations.NullMarked;
