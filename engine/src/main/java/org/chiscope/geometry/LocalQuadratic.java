package org.chiscope.geometry;

import org.chiscope.math.IndexSet;
import org.chiscope.system.EnergySystem;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * A function of some parameters up to second order about w*, without its value there: aᵀx + ½xᵀAx
 * of x = v − v*.
 *
 * @param slope a, a column, in nats per unit of each parameter
 * @param curvature A, symmetric
 * @param asymmetry the largest of the Hessians that it was made of, see {@link Hessian#asymmetry}
 */
record LocalQuadratic(DMatrixRMaj slope, DMatrixRMaj curvature, double asymmetry) {

    /** The loss of a system over its sampling set. */
    static LocalQuadratic of(EnergySystem system, IndexSet moving) {
        HessianProduct product = new HessianProduct(system, moving);
        double[] gradient = product.gradient();
        Hessian hessian = Hessian.of(product);
        return new LocalQuadratic(
                DMatrixRMaj.wrap(gradient.length, 1, gradient),
                hessian.matrix(),
                hessian.asymmetry());
    }

    /** The same function of fewer parameters, the others at w*; positions among those here. */
    LocalQuadratic block(int[] positions) {
        int size = positions.length;
        DMatrixRMaj a = new DMatrixRMaj(size, 1);
        DMatrixRMaj block = new DMatrixRMaj(size, size);
        CommonOps_DDRM.extract(slope, positions, size, new int[] {0}, 1, a);
        CommonOps_DDRM.extract(curvature, positions, size, positions, size, block);
        return new LocalQuadratic(a, block, asymmetry);
    }

    LocalQuadratic minus(LocalQuadratic other) {
        DMatrixRMaj a = new DMatrixRMaj(slope.numRows, 1);
        DMatrixRMaj difference = new DMatrixRMaj(slope.numRows, slope.numRows);
        CommonOps_DDRM.subtract(slope, other.slope, a);
        CommonOps_DDRM.subtract(curvature, other.curvature, difference);
        return new LocalQuadratic(a, difference, Math.max(asymmetry, other.asymmetry));
    }

    /** a + Ax: its slope at w* + x. */
    DMatrixRMaj slopeAt(DMatrixRMaj x) {
        DMatrixRMaj moved = slope.copy();
        CommonOps_DDRM.multAdd(curvature, x, moved);
        return moved;
    }
}
