/**
 * Floor 6: statistics of draws, and the susceptibilities with their standard errors; knows no
 * window and no file.
 *
 * <p>Read {@link org.chiscope.response.SusceptibilityRow} first.
 */
@NullMarked
package org.chiscope.response;

import org.jspecify.annotations.NullMarked;
