/**
 * The look of the window: colour tokens, fonts, and the switch between light and dark.
 *
 * <p>Read {@link org.chiscope.app.theme.Theme} first. The tokens themselves are written in {@code
 * assets/styles}, nowhere in Java; {@link org.chiscope.app.theme.Palette} hands them to controls
 * that paint.
 */
@NullMarked
package org.chiscope.app.theme;

import org.jspecify.annotations.NullMarked;
