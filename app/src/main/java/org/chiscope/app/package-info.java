/**
 * The explorer's way in: a window without arguments, commands otherwise.
 *
 * <p>Read {@link org.chiscope.app.Launcher} first. The app computes nothing itself: the engine
 * does.
 */
@NullMarked
package org.chiscope.app;

import org.jspecify.annotations.NullMarked;
