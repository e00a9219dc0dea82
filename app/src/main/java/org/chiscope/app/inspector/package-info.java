/**
 * The inspector: everything known of the selected cell, with the draws behind it.
 *
 * <p>Read {@link org.chiscope.app.inspector.InspectorViewModel} first. The charts here are
 * ChartFX's; their colours come from {@code assets/styles/charts.css}.
 */
@NullMarked
package org.chiscope.app.inspector;

import org.jspecify.annotations.NullMarked;
