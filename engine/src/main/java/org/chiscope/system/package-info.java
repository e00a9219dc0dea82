/**
 * Floor 4: what a sampler and an estimator see of a network or a physical system, and the loading
 * of model folders; estimates nothing.
 *
 * <p>Read {@link org.chiscope.system.EnergySystem} first.
 */
@NullMarked
package org.chiscope.system;

import org.jspecify.annotations.NullMarked;
