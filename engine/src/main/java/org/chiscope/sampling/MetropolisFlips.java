package org.chiscope.sampling;

import org.chiscope.math.RandomStream;
import org.chiscope.physics.SpinLattice;

/**
 * Metropolis' single flips at random sites: each is accepted with probability min(1, e^{−β ΔH}). A
 * step proposes as many as there are moving spins. Where no flip costs anything, all would be
 * accepted and the parity of the spins that are down would follow from the step's number: half are.
 */
record MetropolisFlips() implements Sampler {

    @Override
    public Step step(LocalPosterior target, SamplerState state, StepContext context) {
        SpinLattice lattice = target.spins().lattice();
        int[][] neighbours = target.spins().neighbours();
        double[] fields = target.spins().fields();
        int[] sites = target.moving().members();
        float[] spins = target.parameters(state.position()).clone();
        RandomStream random = context.stream(ChainPlan.Purpose.NOISE);
        double most = target.isFlat() ? 0.5 : 1;
        double acceptance = 0;
        for (int proposal = 0; proposal < sites.length; proposal++) {
            int site = sites[random.nextInt(sites.length)];
            double pull = fields[site];
            for (int neighbour : neighbours[site]) {
                pull += lattice.coupling() * spins[neighbour];
            }
            double probability = Math.min(most, Math.exp(-2 * target.nBeta() * spins[site] * pull));
            acceptance += probability / sites.length;
            if (random.nextDouble() < probability) {
                spins[site] = -spins[site];
            }
        }
        float[] moved = new float[sites.length];
        target.moving().gather(spins, moved);
        return new Step(
                state.moved(moved, null), new Info(target.spins().energy(spins), acceptance));
    }
}
