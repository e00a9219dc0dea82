package org.chiscope.sampling;

import org.chiscope.math.RandomStream;
import org.chiscope.physics.SpinLattice;

/**
 * Wolff's clusters: from a random site, satisfied bonds are followed with probability 1 −
 * e^{−2β|J|}, and the cluster is flipped. A field is a bond of strength |f| from each spin that
 * points along it to a spin that never flips, and so is a bond to a spin that does not move: a
 * cluster that holds such a bond stays as it is (Swendsen and Wang, 1987, with a ghost spin). Where
 * no flip costs anything every second cluster stays as well: else the parity of the spins that are
 * down would follow from the step's number.
 */
record WolffFlips() implements Sampler {

    @Override
    public Step step(LocalPosterior target, SamplerState state, StepContext context) {
        SpinLattice lattice = target.spins().lattice();
        int[][] neighbours = target.spins().neighbours();
        double[] fields = target.spins().fields();
        int[] sites = target.moving().members();
        float[] spins = target.parameters(state.position()).clone();
        boolean[] free = new boolean[spins.length];
        for (int site : sites) {
            free[site] = true;
        }
        RandomStream random = context.stream(ChainPlan.Purpose.NOISE);
        double bond = 1 - Math.exp(-2 * target.nBeta() * Math.abs(lattice.coupling()));
        boolean[] inCluster = new boolean[spins.length];
        int[] cluster = new int[spins.length];
        int size = 0;
        boolean held = target.isFlat() && random.nextDouble() < 0.5;
        int seed = sites[random.nextInt(sites.length)];
        inCluster[seed] = true;
        cluster[size++] = seed;
        for (int next = 0; next < size; next++) {
            int site = cluster[next];
            if (spins[site] * fields[site] > 0) {
                double ghost = 1 - Math.exp(-2 * target.nBeta() * Math.abs(fields[site]));
                held |= random.nextDouble() < ghost;
            }
            for (int neighbour : neighbours[site]) {
                boolean satisfied = spins[site] * spins[neighbour] * lattice.coupling() > 0;
                if (satisfied && !inCluster[neighbour] && random.nextDouble() < bond) {
                    if (free[neighbour]) {
                        inCluster[neighbour] = true;
                        cluster[size++] = neighbour;
                    } else {
                        held = true;
                    }
                }
            }
        }
        for (int i = 0; i < size && !held; i++) {
            spins[cluster[i]] = -spins[cluster[i]];
        }
        float[] moved = new float[sites.length];
        target.moving().gather(spins, moved);
        return new Step(
                state.moved(moved, null), new Info(target.spins().energy(spins), held ? 0 : 1));
    }
}
