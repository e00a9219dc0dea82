package org.chiscope.response;

/**
 * The statistics of single examples over one super-block of one chain. Immutable; the arrays are
 * shared and never changed.
 *
 * @param chain number of the chain
 * @param draws draws in the block
 * @param meanObservable mean of φ, nats
 * @param observableSquares Σ (φ − its mean)², nats²
 * @param meanLoss mean of ℓ_z, nats, one an example
 * @param coMoment Σ (φ − its mean)(ℓ_z − its mean), nats², one an example
 */
@SuppressWarnings("ArrayRecordComponent") // buffers of many examples, never compared
public record ExampleBlock(
        int chain,
        int draws,
        double meanObservable,
        double observableSquares,
        float[] meanLoss,
        float[] coMoment) {}
