package org.chiscope.response;

import java.nio.FloatBuffer;

/**
 * The statistics of single examples over one super-block of one chain. Immutable; the buffers, on
 * the heap or mapped, are shared and never changed, nor are their positions and limits.
 *
 * @param chain number of the chain
 * @param draws draws in the block
 * @param meanObservable mean of φ, nats
 * @param observableSquares Σ (φ − its mean)², nats²
 * @param meanLoss mean of ℓ_z, nats, one an example
 * @param coMoment Σ (φ − its mean)(ℓ_z − its mean), nats², one an example
 */
public record ExampleBlock(
        int chain,
        int draws,
        double meanObservable,
        double observableSquares,
        FloatBuffer meanLoss,
        FloatBuffer coMoment) {}
