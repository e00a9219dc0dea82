/**
 * The one shared model of what is selected; every view shows it and may change it.
 *
 * <p>Read {@link org.chiscope.app.selection.Selection}.
 */
@NullMarked
package org.chiscope.app.selection;

import org.jspecify.annotations.NullMarked;
