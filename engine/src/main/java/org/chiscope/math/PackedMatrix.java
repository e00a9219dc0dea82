package org.chiscope.math;

/**
 * The right factor of products, rearranged by {@link Kernels#pack} for the kernels that made it, so
 * that several products share the work. Valid as long as the matrix it was made from stays as it
 * is.
 */
public final class PackedMatrix {
    Matrix source = new Matrix(new float[0], 0, 0);
    boolean transposed;
    int rows;
    int columns;
    float[] packed = new float[0];
}
