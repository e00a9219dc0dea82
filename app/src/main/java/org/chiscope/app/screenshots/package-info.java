/**
 * Pictures without a display: the figure of a run, and screenshots of the window, drawn by the very
 * controls of the window.
 *
 * <p>Read {@link org.chiscope.app.screenshots.Figures} first.
 */
@NullMarked
package org.chiscope.app.screenshots;

import org.jspecify.annotations.NullMarked;
