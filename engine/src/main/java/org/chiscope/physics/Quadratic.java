package org.chiscope.physics;

/**
 * ½wᵀAw + bᵀw + c. Coupled springs with stiffness K under a force f are A = K, b = −f.
 *
 * @param matrix A, d × d and symmetric
 * @param slope b, length d
 * @param constant c
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Quadratic(double[][] matrix, double[] slope, double constant) implements Landscape {

    /**
     * @throws IllegalArgumentException with one sentence if A is not square and symmetric, or b of
     *     another size
     */
    public Quadratic {
        for (int i = 0; i < matrix.length; i++) {
            if (matrix[i].length != matrix.length || slope.length != matrix.length) {
                throw new IllegalArgumentException(
                        "A quadratic energy needs a square matrix and a slope of its size, but row "
                                + i
                                + " of "
                                + matrix.length
                                + " has "
                                + matrix[i].length
                                + " entries and the slope "
                                + slope.length
                                + ".");
            }
            for (int j = 0; j < i; j++) {
                if (matrix[i][j] != matrix[j][i]) {
                    throw new IllegalArgumentException(
                            "A quadratic energy needs a symmetric matrix, but entry ("
                                    + i
                                    + ", "
                                    + j
                                    + ") is "
                                    + matrix[i][j]
                                    + " and entry ("
                                    + j
                                    + ", "
                                    + i
                                    + ") is "
                                    + matrix[j][i]
                                    + ".");
                }
            }
        }
    }

    /** Without constant. */
    public Quadratic(double[][] matrix, double[] slope) {
        this(matrix, slope, 0);
    }

    @Override
    public int dimension() {
        return slope.length;
    }

    @Override
    public double energy(double[] w) {
        double sum = constant;
        for (int i = 0; i < slope.length; i++) {
            double row = 0;
            for (int j = 0; j < slope.length; j++) {
                row += matrix[i][j] * w[j];
            }
            sum += w[i] * (0.5 * row + slope[i]);
        }
        return sum;
    }

    @Override
    public void gradient(double[] w, double[] gradient) {
        for (int i = 0; i < slope.length; i++) {
            double row = slope[i];
            for (int j = 0; j < slope.length; j++) {
                row += matrix[i][j] * w[j];
            }
            gradient[i] = row;
        }
    }
}
