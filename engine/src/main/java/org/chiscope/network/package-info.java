/**
 * Floor 2: differentiable computations and their named parameters; samples nothing, reads no file.
 *
 * <p>Read {@link org.chiscope.network.Network} first.
 */
@NullMarked
package org.chiscope.network;

import org.jspecify.annotations.NullMarked;
