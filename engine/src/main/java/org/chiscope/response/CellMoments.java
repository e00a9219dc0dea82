package org.chiscope.response;

/**
 * The moments of one contrast ΔL (of a pattern, or of an example) in each block of an ensemble.
 *
 * @param mean mean of ΔL in each block, nats
 * @param coMoment Σ (φ − its mean)(ΔL − its mean) in each block, each centred on that block, nats²
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record CellMoments(double[] mean, double[] coMoment) {}
