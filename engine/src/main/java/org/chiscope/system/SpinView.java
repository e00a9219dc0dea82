package org.chiscope.system;

import org.chiscope.physics.SpinLattice;

/** A view of a system of spins, for samplers that flip them: parameters are ±1. */
public interface SpinView extends EnergyView {

    /** The lattice that the spins stand on. */
    SpinLattice lattice();

    /** Its {@link SpinLattice#neighbours}, found once; not to be changed. */
    int[][] neighbours();

    /** The field on each site: the lattice's, or a perturbed one; not to be changed. */
    double[] fields();

    /** The energy of a configuration in these fields. */
    double energy(float[] spins);
}
