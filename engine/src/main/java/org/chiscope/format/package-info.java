/**
 * Floor 2: files to plain arrays and back; knows no business rule.
 *
 * <p>Read {@link org.chiscope.format.Safetensors} first.
 */
@NullMarked
package org.chiscope.format;

import org.jspecify.annotations.NullMarked;
