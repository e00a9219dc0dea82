package org.chiscope.sampling;

import org.chiscope.math.RandomStream;
import org.chiscope.system.EnergySystem;

/**
 * Everything that fixes a chain's draws to the last bit, together with the system that it runs on.
 *
 * @param ensemble which parameters move
 * @param sampler the sampler and its settings
 * @param settings burn-in, draws, and the steps between them
 * @param seed of the experiment
 * @param chain number of the chain, from 0
 * @param checkpoint w*, all d parameters; shared, never changed
 * @param examples number of evaluation examples, whose losses a draw consists of
 */
@SuppressWarnings("ArrayRecordComponent") // shared by all chains, and never compared
public record ChainPlan(
        Ensemble ensemble,
        SamplerSettings sampler,
        ChainSettings settings,
        long seed,
        int chain,
        float[] checkpoint,
        int examples) {

    /** Stands for the chain's number in what all chains share; no chain has this number. */
    private static final int ALL_CHAINS = -2;

    /**
     * @throws IllegalArgumentException with one sentence if the ensemble does not fit the
     *     checkpoint, or the schedule the sampler
     */
    public ChainPlan {
        sampler.check(settings);
        int ranges = ensemble.moving().ranges();
        if (ensemble.moving().end(ranges - 1) > checkpoint.length) {
            throw new IllegalArgumentException(
                    "Ensemble "
                            + ensemble.name()
                            + " moves parameter "
                            + (ensemble.moving().end(ranges - 1) - 1)
                            + ", but the checkpoint has only "
                            + checkpoint.length
                            + " parameters.");
        }
    }

    /** The plan of a chain on {@code system}; to share one checkpoint, use the constructor. */
    public static ChainPlan of(
            EnergySystem system,
            Ensemble ensemble,
            SamplerSettings sampler,
            ChainSettings settings,
            long seed,
            int chain) {
        return new ChainPlan(
                ensemble, sampler, settings, seed, chain, system.checkpoint(), system.examples());
    }

    /** What a random stream of a step is for. */
    enum Purpose {
        MINIBATCH(0),
        NOISE(1),
        ACCEPT(2),
        START(3);

        /** Part of the stream's key: never renumber, or results change. */
        final long key;

        Purpose(long key) {
            this.key = key;
        }
    }

    /** The stream of step {@code step} for {@code purpose}: nothing but this plan decides it. */
    RandomStream stream(long step, Purpose purpose) {
        boolean shared = purpose == Purpose.MINIBATCH && sampler.minibatch().shared();
        return RandomStream.of(
                seed,
                RandomStream.hash(ensemble.name()),
                shared ? ALL_CHAINS : chain,
                step,
                purpose.key);
    }
}
