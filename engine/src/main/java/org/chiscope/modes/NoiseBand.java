package org.chiscope.modes;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Where the singular values of a matrix lie in 90 % of cases if there is nothing but noise, each by
 * its place in their order. The upper end of the first is the noise floor of theory.md section 4.
 *
 * @param low 5 % quantiles, the largest singular value first; NaN where no noise is known
 * @param high 95 % quantiles
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record NoiseBand(double[] low, double[] high) {
    private static final double LOW = 0.05;
    private static final double HIGH = 0.95;

    /** The band over matrices of noise, each changed before by {@code change}. */
    static NoiseBand of(List<double[][]> noise, UnaryOperator<double[][]> change, int values) {
        double[] low = new double[values];
        double[] high = new double[values];
        Arrays.fill(low, Double.NaN);
        Arrays.fill(high, Double.NaN);
        if (!noise.isEmpty()) {
            double[][] spectra =
                    noise.stream()
                            .map(matrix -> spectrum(change.apply(matrix)))
                            .toArray(double[][]::new);
            for (int i = 0; i < values; i++) {
                int place = i;
                double[] sorted =
                        Arrays.stream(spectra).mapToDouble(s -> s[place]).sorted().toArray();
                // Sorted, what is not known stands at the end.
                if (!Double.isNaN(sorted[sorted.length - 1])) {
                    low[i] = quantile(sorted, LOW);
                    high[i] = quantile(sorted, HIGH);
                }
            }
        }
        return new NoiseBand(low, high);
    }

    private static double quantile(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    /** Singular values, the largest first, through the smaller of NNᵀ and NᵀN. */
    private static double[] spectrum(double[][] rows) {
        DMatrixRMaj matrix = new DMatrixRMaj(rows);
        int small = Math.min(matrix.numRows, matrix.numCols);
        double[] values = new double[small];
        if (MatrixFeatures_DDRM.hasUncountable(matrix)) {
            Arrays.fill(values, Double.NaN);
            return values;
        }
        DMatrixRMaj product = new DMatrixRMaj(small, small);
        if (matrix.numRows == small) {
            CommonOps_DDRM.multTransB(matrix, matrix, product);
        } else {
            CommonOps_DDRM.multTransA(matrix, matrix, product);
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen =
                DecompositionFactory_DDRM.eig(small, false, true);
        if (!eigen.decompose(product)) {
            throw new IllegalStateException("The eigenvalues did not converge.");
        }
        for (int i = 0; i < small; i++) {
            values[i] = -Math.sqrt(Math.max(0, eigen.getEigenvalue(i).getReal()));
        }
        Arrays.sort(values);
        for (int i = 0; i < small; i++) {
            values[i] = -values[i];
        }
        return values;
    }
}
