/**
 * The window: top bar, rail, the perspective that is shown, inspector and run bar.
 *
 * <p>Read {@link org.chiscope.app.workbench.Workbench}, which composes everything. Perspectives do
 * not know each other; they share the document and the selection.
 */
@NullMarked
package org.chiscope.app.workbench;

import org.jspecify.annotations.NullMarked;
