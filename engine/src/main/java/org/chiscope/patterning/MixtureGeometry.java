package org.chiscope.patterning;

import java.util.ArrayList;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The metric of a mixture and what follows from its eigenvalues.
 *
 * @param metric G
 * @param halfInverse G^{+½}, symmetric
 * @param inverse G⁺, symmetric
 * @param gauge an orthonormal basis of the directions with Gh = 0, one a column
 */
record MixtureGeometry(
        DMatrixRMaj metric, DMatrixRMaj halfInverse, DMatrixRMaj inverse, DMatrixRMaj gauge) {
    /** Eigenvalues of the metric below this share of the largest are zero. */
    private static final double NULL_SHARE = 1e-10;

    static MixtureGeometry of(DMatrixRMaj metric) {
        int size = metric.numRows;
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
        if (!eigen.decompose(metric.copy())) {
            throw new IllegalStateException("The eigenvalues of the metric did not converge.");
        }
        double largest = 0;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, eigen.getEigenvalue(i).getReal());
        }
        DMatrixRMaj half = new DMatrixRMaj(size, size);
        List<DMatrixRMaj> unseen = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            double value = eigen.getEigenvalue(i).getReal();
            DMatrixRMaj vector = eigen.getEigenVector(i);
            // A metric of rounding alone is that of patterns that all are q.
            if (value <= NULL_SHARE * Math.max(largest, 1e-3)) {
                unseen.add(vector);
            } else {
                CommonOps_DDRM.multAddTransB(1 / Math.sqrt(value), vector, vector, half);
            }
        }
        DMatrixRMaj gauge = new DMatrixRMaj(size, unseen.size());
        for (int j = 0; j < unseen.size(); j++) {
            CommonOps_DDRM.insert(unseen.get(j), gauge, 0, j);
        }
        DMatrixRMaj inverse = new DMatrixRMaj(size, size);
        CommonOps_DDRM.mult(half, half, inverse);
        return new MixtureGeometry(metric, half, inverse, gauge);
    }
}
