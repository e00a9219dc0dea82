/**
 * Floor 2: physical systems as plain mathematics: energy landscapes over real coordinates, springs,
 * polygons of features, spins on a lattice. No sampling, and no networks.
 */
@NullMarked
package org.chiscope.physics;

import org.jspecify.annotations.NullMarked;
