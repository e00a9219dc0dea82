package org.chiscope.modes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.math.RandomStream;
import org.chiscope.response.EnsembleSummary;
import org.chiscope.response.NoiseNull;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * How large the largest singular value of a fluctuation matrix is if there is nothing but noise:
 * the 95 % quantile over matrices of the noise null (theory.md section 4).
 */
public final class NoiseFloor {
    private static final int MATRICES = 400;
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
        List<double[][]> noise = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            double[][] replicates =
                    NoiseNull.replicates(rows.get(r), MATRICES, RandomStream.of(seed, STREAM, r));
            if (replicates.length == 0) {
                return Double.NaN;
            }
            noise.add(replicates);
        }
        if (noise.isEmpty()) {
            return Double.NaN;
        }
        double[] largest = new double[MATRICES];
        for (int m = 0; m < MATRICES; m++) {
            double[][] matrix = new double[rows.size()][];
            for (int r = 0; r < matrix.length; r++) {
                matrix[r] = noise.get(r)[m];
            }
            largest[m] = largestSingularValue(matrix);
        }
        Arrays.sort(largest);
        return largest[(int) Math.ceil(QUANTILE * MATRICES) - 1];
    }

    private static double largestSingularValue(double[][] matrix) {
        SingularValueDecomposition_F64<DMatrixRMaj> decomposition =
                DecompositionFactory_DDRM.svd(matrix.length, matrix[0].length, false, false, true);
        if (!decomposition.decompose(new DMatrixRMaj(matrix))) {
            throw new IllegalStateException("The singular value decomposition did not converge.");
        }
        return Arrays.stream(decomposition.getSingularValues())
                .limit(decomposition.numberOfSingularValues())
                .max()
                .orElse(0);
    }
}
