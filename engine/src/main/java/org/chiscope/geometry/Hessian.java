package org.chiscope.geometry;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.chiscope.math.IndexSet;
import org.chiscope.system.EnergySystem;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The loss's second derivatives at w* by some parameters, as a symmetric matrix: a column a {@link
 * HessianProduct}, then the mean of the matrix and its transpose. The unit of an entry is nats per
 * unit of both parameters. Immutable.
 */
public final class Hessian {
    /** Parameters up to which the matrix is formed: 8 MB, and 4,000 gradients. */
    public static final int LIMIT = 1000;

    private final DMatrixRMaj matrix;
    private final double asymmetry;

    private Hessian(DMatrixRMaj matrix, double asymmetry) {
        this.matrix = matrix;
        this.asymmetry = asymmetry;
    }

    /**
     * Computes it; four gradients over the sampling set for each parameter.
     *
     * @param system over whose sampling set the loss is taken
     * @param moving at most {@value #LIMIT} parameters
     * @throws IllegalArgumentException with one sentence if there are more, if the system consists
     *     of spins, or if a derivative is no number
     */
    public static Hessian of(EnergySystem system, IndexSet moving) {
        if (moving.size() > LIMIT) {
            throw new IllegalArgumentException(
                    "A Hessian is formed for at most "
                            + LIMIT
                            + " parameters, but "
                            + moving.size()
                            + " move here; choose a smaller component, or ask for its largest"
                            + " eigenvalue alone.");
        }
        return of(new HessianProduct(system, moving));
    }

    static Hessian of(HessianProduct product) {
        int size = product.size();
        double[] unit = new double[size];
        double[] column = new double[size];
        double[][] columns = new double[size][];
        for (int j = 0; j < size; j++) {
            unit[j] = 1;
            product.multiply(unit, column);
            unit[j] = 0;
            columns[j] = column.clone();
        }
        double apart = 0;
        double largest = 0;
        DMatrixRMaj matrix = new DMatrixRMaj(size, size);
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double entry = 0.5 * (columns[i][j] + columns[j][i]);
                if (!Double.isFinite(entry)) {
                    throw new IllegalArgumentException(
                            "Second derivatives at the checkpoint should be numbers, but that by"
                                    + " moving parameters "
                                    + i
                                    + " and "
                                    + j
                                    + " is "
                                    + entry
                                    + "; the weights or the data are not usable.");
                }
                matrix.set(i, j, entry);
                largest = Math.max(largest, Math.abs(entry));
                apart = Math.max(apart, Math.abs(columns[i][j] - columns[j][i]));
            }
        }
        return new Hessian(matrix, largest == 0 ? 0 : apart / largest);
    }

    /** Number of parameters. */
    public int size() {
        return matrix.numRows;
    }

    /** The entry of row {@code i} and column {@code j}, in compact coordinates. */
    public double entry(int i, int j) {
        return matrix.get(i, j);
    }

    /**
     * The largest |H_ij − H_ji| before they were averaged, as a share of the largest entry: a
     * measure of the error, about 1e−5 where the loss is smooth, and far more where it has kinks.
     */
    public double asymmetry() {
        return asymmetry;
    }

    /**
     * The eigenvalues, ascending; a fresh array. Each errs by at most the norm of the error of the
     * matrix.
     */
    public double[] eigenvalues() {
        return eigenvalues(matrix);
    }

    /** Those of a symmetric matrix, ascending. */
    static double[] eigenvalues(DMatrixRMaj matrix) {
        EigenDecomposition_F64<DMatrixRMaj> decomposition =
                DecompositionFactory_DDRM.eig(matrix.numRows, false, true);
        if (!decomposition.decompose(matrix.copy())) {
            throw new IllegalStateException(
                    "The eigenvalues of a symmetric matrix were not found.");
        }
        double[] values = new double[matrix.numRows];
        Arrays.setAll(values, i -> decomposition.getEigenvalue(i).getReal());
        return DoubleStream.of(values).sorted().toArray();
    }

    /** The matrix itself, not to be changed. */
    DMatrixRMaj matrix() {
        return matrix;
    }
}
