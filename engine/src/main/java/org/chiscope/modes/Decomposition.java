package org.chiscope.modes;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * A singular value decomposition, the largest value first.
 *
 * @param values s_i, as many as the shorter side is long
 * @param left u_i as {@code [mode][row]}
 * @param right v_i as {@code [mode][column]}; the entry of largest size is positive
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Decomposition(double[] values, double[][] left, double[][] right) {

    /** That of {@code rows}; all of it is not a number where any of them is not. */
    static Decomposition of(double[][] rows) {
        DMatrixRMaj matrix = new DMatrixRMaj(rows);
        int count = Math.min(matrix.numRows, matrix.numCols);
        if (MatrixFeatures_DDRM.hasUncountable(matrix)) {
            return new Decomposition(
                    unknown(count), unknown(count, matrix.numRows), unknown(count, matrix.numCols));
        }
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(matrix.numRows, matrix.numCols, true, true, true);
        if (!svd.decompose(matrix.copy())) {
            throw new IllegalStateException("The singular value decomposition did not converge.");
        }
        DMatrixRMaj u = svd.getU(null, false);
        DMatrixRMaj v = svd.getV(null, false);
        double[] values = Arrays.copyOf(svd.getSingularValues(), count);
        SingularOps_DDRM.descendingOrder(u, false, values, count, v, false);
        double[][] left = new double[count][];
        double[][] right = new double[count][];
        for (int i = 0; i < count; i++) {
            left[i] = column(u, i, matrix.numRows);
            right[i] = column(v, i, matrix.numCols);
            if (right[i][largest(right[i])] < 0) {
                flip(left[i]);
                flip(right[i]);
            }
        }
        return new Decomposition(values, left, right);
    }

    /**
     * The same modes in the order and with the signs of another decomposition, of a matrix that
     * differs a little: each mode of that one, the strongest first, takes of those that are left
     * the one with the largest |u·u′|·|v·v′|, signed so that u·u′ + v·v′ ≥ 0. Where two singular
     * values are as close as noise is large, modes mix, and errors from such replicates say so.
     */
    Decomposition alignedTo(Decomposition reference) {
        int count = values.length;
        double[] orderedValues = new double[count];
        double[][] orderedLeft = new double[count][];
        double[][] orderedRight = new double[count][];
        boolean[] taken = new boolean[count];
        for (int i = 0; i < count; i++) {
            int best = -1;
            double most = -1;
            double sign = 1;
            for (int j = 0; j < count; j++) {
                if (taken[j]) {
                    continue;
                }
                double ofLeft = FormedMatrix.dot(reference.left[i], left[j]);
                double ofRight = FormedMatrix.dot(reference.right[i], right[j]);
                double match = Math.abs(ofLeft * ofRight);
                if (best < 0 || match > most) {
                    best = j;
                    most = match;
                    sign = ofLeft + ofRight < 0 ? -1 : 1;
                }
            }
            taken[best] = true;
            orderedValues[i] = values[best];
            orderedLeft[i] = left[best].clone();
            orderedRight[i] = right[best].clone();
            if (sign < 0) {
                flip(orderedLeft[i]);
                flip(orderedRight[i]);
            }
        }
        return new Decomposition(orderedValues, orderedLeft, orderedRight);
    }

    private static int largest(double[] values) {
        int largest = 0;
        for (int k = 1; k < values.length; k++) {
            if (Math.abs(values[k]) > Math.abs(values[largest])) {
                largest = k;
            }
        }
        return largest;
    }

    private static void flip(double[] values) {
        for (int k = 0; k < values.length; k++) {
            values[k] = -values[k];
        }
    }

    private static double[] column(DMatrixRMaj matrix, int column, int length) {
        double[] values = new double[length];
        for (int row = 0; row < length; row++) {
            values[row] = matrix.get(row, column);
        }
        return values;
    }

    private static double[] unknown(int length) {
        double[] values = new double[length];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private static double[][] unknown(int count, int length) {
        double[][] values = new double[count][];
        for (int i = 0; i < count; i++) {
            values[i] = unknown(length);
        }
        return values;
    }
}
