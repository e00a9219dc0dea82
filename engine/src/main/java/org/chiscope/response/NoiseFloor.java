package org.chiscope.response;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.chiscope.math.RandomStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * How large the largest singular value of a fluctuation matrix is if there is nothing but noise:
 * the 95 % quantile over matrices of the noise null (theory.md section 4).
 */
public final class NoiseFloor {
    private static final int MATRICES = 400;
    private static final int FEWEST = 60;

    /** Numbers that all matrices together may have, unless the fewest have more. */
    private static final long LARGEST = 4_000_000;

    private static final double QUANTILE = 0.95;
    private static final long STREAM = RandomStream.hash("noise floor");

    private NoiseFloor() {}

    /**
     * The floor of the fluctuation, nats².
     *
     * @param rows summaries of the rows' ensembles, whose chains do not share minibatches
     * @param seed of the signs and shifts
     * @return NaN where a row has fewer than two chains, or there are no rows
     */
    public static double of(List<EnsembleSummary> rows, long seed) {
        return of(noise(rows, seed), UnaryOperator.identity());
    }

    /**
     * Matrices of the noise null of the fluctuation.
     *
     * @return {@code [row][pattern]} each, nats²; none where a row has fewer than two chains
     */
    public static List<double[][]> noise(List<EnsembleSummary> rows, long seed) {
        if (rows.isEmpty()) {
            return List.of();
        }
        int count = matrices(rows.size(), rows.getFirst().patterns());
        List<double[][]> noise = new ArrayList<>();
        for (int m = 0; m < count; m++) {
            noise.add(new double[rows.size()][]);
        }
        for (int r = 0; r < rows.size(); r++) {
            double[][] replicates =
                    NoiseNull.replicates(rows.get(r), count, RandomStream.of(seed, STREAM, r));
            if (replicates.length == 0) {
                return List.of();
            }
            for (int m = 0; m < count; m++) {
                noise.get(m)[r] = replicates[m];
            }
        }
        return noise;
    }

    /** As many matrices as the quantile is taken over; fewer if they are large. */
    public static int matrices(int rows, int columns) {
        return (int) Math.clamp(LARGEST / ((long) rows * columns), FEWEST, MATRICES);
    }

    /**
     * The 95 % quantile of the largest singular value of matrices of noise.
     *
     * @param change what is done to each of them before, such as the choice of rows and a metric
     * @return NaN of no matrices
     */
    public static double of(List<double[][]> noise, UnaryOperator<double[][]> change) {
        if (noise.isEmpty()) {
            return Double.NaN;
        }
        double[] largest =
                noise.stream()
                        .mapToDouble(matrix -> largestSingularValue(change.apply(matrix)))
                        .sorted()
                        .toArray();
        // Sorted, what is not known stands at the end.
        return Double.isNaN(largest[largest.length - 1])
                ? Double.NaN
                : largest[(int) Math.ceil(QUANTILE * largest.length) - 1];
    }

    /** Through the small side: the root of the largest eigenvalue of NNᵀ, or NᵀN. */
    private static double largestSingularValue(double[][] rows) {
        if (rows.length == 0 || rows[0].length == 0) {
            return 0;
        }
        DMatrixRMaj matrix = new DMatrixRMaj(rows);
        if (MatrixFeatures_DDRM.hasUncountable(matrix)) {
            return Double.NaN;
        }
        boolean wide = matrix.numCols >= matrix.numRows;
        int small = Math.min(matrix.numRows, matrix.numCols);
        DMatrixRMaj product = new DMatrixRMaj(small, small);
        if (wide) {
            CommonOps_DDRM.multTransB(matrix, matrix, product);
        } else {
            CommonOps_DDRM.multTransA(matrix, matrix, product);
        }
        EigenDecomposition_F64<DMatrixRMaj> decomposition =
                DecompositionFactory_DDRM.eig(small, false, true);
        if (!decomposition.decompose(product)) {
            throw new IllegalStateException("The eigenvalues did not converge.");
        }
        double largest = 0;
        for (int i = 0; i < small; i++) {
            largest = Math.max(largest, decomposition.getEigenvalue(i).getReal());
        }
        return Math.sqrt(largest);
    }
}
