/**
 * Floor 2: physical systems as plain mathematics: energy landscapes over real coordinates, springs,
 * spins on a lattice. No sampling, and no networks.
 */
@NullMarked
package org.chiscope.physics;

import org.jspecify.annotations.NullMarked;
