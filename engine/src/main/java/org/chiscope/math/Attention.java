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
 * @param kept receives what {@link Kernels#attentionGradient} needs, {@link
 *     Kernels#keptOfAttention} numbers from {@code keptAt} on
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Attention(
        int length,
        int width,
        float scale,
        Matrix queries,
        Matrix keys,
        Matrix values,
        float[] kept,
        int keptAt) {}
