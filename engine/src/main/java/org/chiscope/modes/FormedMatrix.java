package org.chiscope.modes;

import java.util.Arrays;
import java.util.List;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityRow;

/**
 * A matrix brought into a {@link MatrixForm}, which can bring others into the same: replicates, and
 * matrices of noise.
 */
final class FormedMatrix {
    private final MatrixForm form;
    private final double[][] weights;
    private final double[][] matrix;
    private final double[] norms;

    /**
     * @throws IllegalArgumentException with one sentence if a cell that is to be divided by its
     *     error has none
     */
    FormedMatrix(List<SusceptibilityRow> rows, Part part, MatrixForm form) {
        this.form = form;
        int columns = rows.getFirst().cells().size();
        double[][] raw = new double[rows.size()][columns];
        weights = new double[rows.size()][columns];
        for (int r = 0; r < raw.length; r++) {
            for (int k = 0; k < columns; k++) {
                var estimate = part.of(rows.get(r).cells().get(k));
                raw[r][k] = estimate.value();
                weights[r][k] = form.whitened() ? 1 / estimate.monteCarloError() : 1;
                if (!Double.isFinite(weights[r][k])) {
                    throw new IllegalArgumentException(
                            "Whitening divides each cell by its standard error, but that of "
                                    + rows.get(r).component()
                                    + " is not known; sample on, or take the cells as they are.");
                }
            }
        }
        double[][] formed = weighedAndCentred(raw);
        norms = new double[formed.length];
        for (int r = 0; r < formed.length; r++) {
            norms[r] = form.norm() ? norm(formed[r]) : 1;
        }
        matrix = divided(formed, norms);
    }

    /** The matrix itself in this form, {@code [row][pattern]}; read only. */
    double[][] matrix() {
        return matrix;
    }

    /** What a row was divided by after the other steps: its norm, or 1. */
    double norm(int row) {
        return norms[row];
    }

    /** Another estimate of the same matrix in this form: its rows have norms of their own. */
    double[][] replicate(double[][] other) {
        double[][] formed = weighedAndCentred(other);
        double[] own = norms.clone();
        for (int r = 0; r < own.length && form.norm(); r++) {
            own[r] = norm(formed[r]);
        }
        return divided(formed, own);
    }

    /** What is added to the matrix, such as noise, in this form: divided by the matrix' norms. */
    double[][] addition(double[][] noise) {
        return divided(weighedAndCentred(noise), norms);
    }

    /**
     * The coefficients of u·v in the raw cells: to first order, uᵀ(F + dF)v is uᵀFv + Σ c dχ.
     * Dividing a row y by its norm changes it by (1 − ŷŷᵀ) dy / |y|.
     */
    double[][] coefficients(double[] u, double[] v) {
        double[][] coefficients = new double[matrix.length][];
        for (int r = 0; r < matrix.length; r++) {
            double[] c = v.clone();
            if (form.norm()) {
                double along = dot(matrix[r], v);
                for (int k = 0; k < c.length; k++) {
                    c[k] -= along * matrix[r][k];
                }
            }
            if (form.centred()) {
                centre(c);
            }
            for (int k = 0; k < c.length; k++) {
                c[k] *= u[r] / norms[r] * weights[r][k];
            }
            coefficients[r] = c;
        }
        return coefficients;
    }

    private double[][] weighedAndCentred(double[][] raw) {
        double[][] formed = new double[raw.length][];
        for (int r = 0; r < raw.length; r++) {
            formed[r] = raw[r].clone();
            for (int k = 0; k < formed[r].length; k++) {
                formed[r][k] *= weights[r][k];
            }
            if (form.centred()) {
                centre(formed[r]);
            }
        }
        return formed;
    }

    private static void centre(double[] row) {
        double mean = Arrays.stream(row).average().orElse(0);
        for (int k = 0; k < row.length; k++) {
            row[k] -= mean;
        }
    }

    /** A row of zeros stays one. */
    private static double norm(double[] row) {
        double norm = Math.sqrt(dot(row, row));
        return norm == 0 ? 1 : norm;
    }

    private static double[][] divided(double[][] rows, double[] by) {
        for (int r = 0; r < rows.length; r++) {
            for (int k = 0; k < rows[r].length; k++) {
                rows[r][k] /= by[r];
            }
        }
        return rows;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
