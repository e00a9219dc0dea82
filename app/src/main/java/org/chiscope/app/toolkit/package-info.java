/**
 * How JavaFX is started: on a display for the window, on its headless platform for figures.
 *
 * <p>Read {@link org.chiscope.app.toolkit.Toolkit}.
 */
@NullMarked
package org.chiscope.app.toolkit;

import org.jspecify.annotations.NullMarked;
