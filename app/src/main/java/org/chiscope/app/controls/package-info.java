/**
 * Small pieces that several views are made of: labels of one style, icons, messages.
 *
 * <p>Read {@link org.chiscope.app.controls.Parts}. Their looks are in {@code assets/styles}.
 */
@NullMarked
package org.chiscope.app.controls;

import org.jspecify.annotations.NullMarked;
