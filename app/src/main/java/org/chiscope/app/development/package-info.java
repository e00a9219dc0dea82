/** How structure develops over the checkpoints of a training. */
@NullMarked
package org.chiscope.app.development;

import org.jspecify.annotations.NullMarked;
