package org.chiscope.math;

/**
 * A row-major matrix inside a flat array: element (i, j) is {@code data[at + i * stride + j]}. A
 * window, not a copy; how many rows and columns it has is said by whoever uses it.
 *
 * @param data shared
 * @param at position of element (0, 0)
 * @param stride distance from one row to the next
 */
@SuppressWarnings("ArrayRecordComponent") // a window, never compared
public record Matrix(float[] data, int at, int stride) {}
