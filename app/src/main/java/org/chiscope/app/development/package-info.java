/**
 * How structure develops over the checkpoints of a training: a figure, and the perspective.
 *
 * <p>Read {@link org.chiscope.app.development.DevelopmentViewModel}: a development comes with the
 * model, or is sampled checkpoint by checkpoint. Numbers and errors are the engine's; nothing is
 * estimated here.
 */
@NullMarked
package org.chiscope.app.development;

import org.jspecify.annotations.NullMarked;
