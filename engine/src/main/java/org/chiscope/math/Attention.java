package org.chiscope.math;

/**
 * Causal softmax attention of one head over one context (Vaswani et al., 2017): position i mixes
 * the values of positions j ≤ i by P = softmax(scale · QKᵀ).
 *
 * @param length number of positions
 * @param width of a query, key or value
 * @param scale of the scores, commonly 1/√width
 * @param queries length × width
 * @param keys length × width
 * @param values length × width
 * @param probabilities P, with the stride and room that {@link Kernels} ask for
 */
public record Attention(
        int length,
        int width,
        float scale,
        Matrix queries,
        Matrix keys,
        Matrix values,
        Matrix probabilities) {}
