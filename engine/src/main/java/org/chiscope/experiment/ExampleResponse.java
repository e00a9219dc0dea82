package org.chiscope.experiment;

/**
 * A component's susceptibility to every evaluation example on its own: ℓ_z − L in place of ΔL_k
 * (theory.md section 2, "Per-example"). Its mean over a pattern's examples is that pattern's cell.
 *
 * @param component the row's name
 * @param fluctuation one an example, nats²
 * @param shift one an example, nats²; NaN where the full ensemble has no draws
 * @param draws draws that it rests on
 */
@SuppressWarnings("ArrayRecordComponent") // read-only by contract: made for its reader
public record ExampleResponse(String component, double[] fluctuation, double[] shift, int draws) {}
