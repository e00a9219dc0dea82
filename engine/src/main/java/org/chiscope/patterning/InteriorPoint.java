package org.chiscope.patterning;

import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.jspecify.annotations.Nullable;

/**
 * A convex programme of which x = 0 keeps to every constraint with room to spare: minimise ½xᵀQx −
 * cᵀx subject to a·x ≤ b with b &gt; 0, Ex = 0, and g(x) ≤ G for one convex g with g(0) &lt; G.
 * Solved by Newton's method on the logarithmic barrier (Boyd and Vandenberghe, Convex Optimization,
 * chapter 11): from 0 along the central path, every point of which keeps to all of it. Equations
 * are met to rounding, as x moves in their null space. Nearly parallel constraints, on which the
 * sets of active constraints of other methods go round in circles, do it no harm.
 */
final class InteriorPoint {
    /** Barrier terms over t: how far above its least the objective ends. */
    private static final double GAP = 1e-11;

    private static final double FASTER = 20;
    private static final int MOST_STEPS = 60;

    /** A convex function with its slope and curvature. */
    interface Convex {
        double value(double[] x);

        double[] slope(double[] x);

        DMatrixRMaj curvature(double[] x);

        /** The same seen from another origin. */
        default Convex from(double[] origin) {
            Convex here = this;
            return new Convex() {
                private double[] there(double[] x) {
                    double[] moved = origin.clone();
                    for (int k = 0; k < moved.length; k++) {
                        moved[k] += x[k];
                    }
                    return moved;
                }

                @Override
                public double value(double[] x) {
                    return here.value(there(x));
                }

                @Override
                public double[] slope(double[] x) {
                    return here.slope(there(x));
                }

                @Override
                public DMatrixRMaj curvature(double[] x) {
                    return here.curvature(there(x));
                }
            };
        }
    }

    private final DMatrixRMaj basis;
    private final DMatrixRMaj quadratic;
    private final DMatrixRMaj linear;
    private final DMatrixRMaj rows;
    private final double[] limits;
    private final @Nullable Convex convex;
    private final double bound;

    /**
     * @param quadratic Q, positive definite
     * @param linear c
     * @param rows a, one a constraint
     * @param limits b, above 0
     * @param equations rows of E
     * @param convex g, or null for none
     * @param bound G
     */
    InteriorPoint(
            double[][] quadratic,
            double[] linear,
            List<double[]> rows,
            List<Double> limits,
            List<double[]> equations,
            @Nullable Convex convex,
            double bound) {
        basis = nullSpace(equations, linear.length);
        this.quadratic = congruent(new DMatrixRMaj(quadratic));
        this.linear = new DMatrixRMaj(basis.numCols, 1);
        CommonOps_DDRM.multTransA(basis, DMatrixRMaj.wrap(linear.length, 1, linear), this.linear);
        DMatrixRMaj all = new DMatrixRMaj(rows.size(), linear.length);
        for (int c = 0; c < rows.size(); c++) {
            System.arraycopy(rows.get(c), 0, all.data, c * linear.length, linear.length);
        }
        this.rows = new DMatrixRMaj(rows.size(), basis.numCols);
        CommonOps_DDRM.mult(all, basis, this.rows);
        this.limits = limits.stream().mapToDouble(Double::doubleValue).toArray();
        this.convex = convex;
        this.bound = bound;
    }

    /** Orthonormal columns that span what the equations leave. */
    static DMatrixRMaj nullSpace(List<double[]> equations, int size) {
        if (equations.isEmpty()) {
            return CommonOps_DDRM.identity(size);
        }
        DMatrixRMaj matrix = new DMatrixRMaj(equations.toArray(double[][]::new));
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(matrix.numRows, size, false, true, false);
        if (!svd.decompose(matrix)) {
            throw new IllegalStateException("The singular value decomposition did not converge.");
        }
        DMatrixRMaj transposed = svd.getV(null, true);
        double[] values = svd.getSingularValues().clone();
        int count = svd.numberOfSingularValues();
        SingularOps_DDRM.descendingOrder(null, false, values, count, transposed, true);
        int rank = 0;
        while (rank < count && values[rank] > 1e-10 * values[0]) {
            rank++;
        }
        DMatrixRMaj basis = new DMatrixRMaj(size, size - rank);
        for (int j = 0; j < basis.numCols; j++) {
            for (int k = 0; k < size; k++) {
                basis.set(k, j, transposed.get(rank + j, k));
            }
        }
        return basis;
    }

    /** BᵀMB. */
    private DMatrixRMaj congruent(DMatrixRMaj matrix) {
        DMatrixRMaj half = new DMatrixRMaj(matrix.numRows, basis.numCols);
        CommonOps_DDRM.mult(matrix, basis, half);
        DMatrixRMaj whole = new DMatrixRMaj(basis.numCols, basis.numCols);
        CommonOps_DDRM.multTransA(basis, half, whole);
        return whole;
    }

    /** The solution. */
    double[] solve() {
        DMatrixRMaj y = new DMatrixRMaj(basis.numCols, 1);
        int terms = limits.length + (convex == null ? 0 : 1);
        if (basis.numCols == 0) {
            return point(y);
        }
        double t = 1;
        do {
            t = terms == 0 ? 1 : Math.min(t * FASTER, terms / GAP);
            centre(y, t);
        } while (terms > 0 && t < terms / GAP);
        return point(y);
    }

    private double[] point(DMatrixRMaj y) {
        DMatrixRMaj x = new DMatrixRMaj(basis.numRows, 1);
        CommonOps_DDRM.mult(basis, y, x);
        return x.data;
    }

    /** Newton's method for the least t(½yᵀQy − cᵀy) − Σ log(b − a·y) − log(G − g), from y. */
    private void centre(DMatrixRMaj y, double t) {
        int size = y.numRows;
        DMatrixRMaj slope = new DMatrixRMaj(size, 1);
        DMatrixRMaj curvature = new DMatrixRMaj(size, size);
        DMatrixRMaj step = new DMatrixRMaj(size, 1);
        DMatrixRMaj next = new DMatrixRMaj(size, 1);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(size);
        for (int n = 0; n < MOST_STEPS; n++) {
            derivatives(y, t, slope, curvature);
            CommonOps_DDRM.changeSign(slope);
            if (!solver.setA(curvature.copy())) {
                return; // flat to rounding
            }
            solver.solve(slope, step);
            double decrease = CommonOps_DDRM.dot(slope, step);
            if (!(decrease > 1e-14)) {
                return;
            }
            double value = value(y, t);
            double length = 1;
            while (true) {
                CommonOps_DDRM.add(y, length, step, next);
                double moved = value(next, t);
                // Where steps are lost in the rounding of the value, Newton's own is right.
                boolean lost = decrease < 1e-12 * Math.abs(value);
                if (moved <= value - 0.1 * length * decrease
                        || (lost && moved < Double.MAX_VALUE)) {
                    break;
                }
                length /= 2;
                if (length < 1e-14) {
                    return;
                }
            }
            y.setTo(next);
            if (decrease < 1e-10) {
                return;
            }
        }
    }

    /** The barrier's value; infinite where a constraint is broken. */
    private double value(DMatrixRMaj y, double t) {
        DMatrixRMaj curved = new DMatrixRMaj(y.numRows, 1);
        CommonOps_DDRM.mult(quadratic, y, curved);
        double value = t * (0.5 * CommonOps_DDRM.dot(y, curved) - CommonOps_DDRM.dot(linear, y));
        double[] room = room(y);
        for (double left : room) {
            if (!(left > 0)) {
                return Double.POSITIVE_INFINITY;
            }
            value -= Math.log(left);
        }
        if (convex != null) {
            double left = bound - convex.value(point(y));
            if (!(left > 0)) {
                return Double.POSITIVE_INFINITY;
            }
            value -= Math.log(left / bound);
        }
        return value;
    }

    private double[] room(DMatrixRMaj y) {
        DMatrixRMaj used = new DMatrixRMaj(limits.length, 1);
        CommonOps_DDRM.mult(rows, y, used);
        double[] room = limits.clone();
        for (int c = 0; c < room.length; c++) {
            room[c] -= used.get(c);
        }
        return room;
    }

    private void derivatives(DMatrixRMaj y, double t, DMatrixRMaj slope, DMatrixRMaj curvature) {
        CommonOps_DDRM.mult(t, quadratic, y, slope);
        CommonOps_DDRM.addEquals(slope, -t, linear);
        CommonOps_DDRM.scale(t, quadratic, curvature);
        double[] room = room(y);
        DMatrixRMaj scaled = rows.copy();
        for (int c = 0; c < room.length; c++) {
            for (int k = 0; k < y.numRows; k++) {
                double a = rows.get(c, k) / room[c];
                slope.add(k, 0, a);
                scaled.set(c, k, a);
            }
        }
        CommonOps_DDRM.multAddTransA(scaled, scaled, curvature);
        if (convex != null) {
            double[] x = point(y);
            double left = bound - convex.value(x);
            DMatrixRMaj ofConvex = new DMatrixRMaj(y.numRows, 1);
            CommonOps_DDRM.multTransA(
                    1 / left, basis, DMatrixRMaj.wrap(x.length, 1, convex.slope(x)), ofConvex);
            CommonOps_DDRM.addEquals(slope, ofConvex);
            CommonOps_DDRM.multAddTransB(ofConvex, ofConvex, curvature);
            CommonOps_DDRM.addEquals(curvature, 1 / left, congruent(convex.curvature(x)));
        }
    }
}
