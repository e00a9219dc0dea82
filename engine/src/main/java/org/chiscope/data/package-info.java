/**
 * Floor 3: examples, tokenisers and data patterns; samples nothing.
 *
 * <p>Read {@link org.chiscope.data.TokenData} first, then {@link org.chiscope.data.Pattern}.
 */
@NullMarked
package org.chiscope.data;

import org.jspecify.annotations.NullMarked;
