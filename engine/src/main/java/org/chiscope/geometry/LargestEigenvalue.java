package org.chiscope.geometry;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.system.EnergySystem;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * The largest eigenvalue of a Hessian that is too large to be formed, by the method of Lanczos
 * (1950) with full reorthogonalisation, from a random start. An eigenvalue lies within the residual
 * of the value (Parlett, <em>The Symmetric Eigenvalue Problem</em>, theorem 4.5.1); that it is the
 * largest one is not certain, but a random start misses it with probability 0.
 *
 * @param value the eigenvalue, in nats per squared unit of the parameters
 * @param residual ‖H y − value · y‖ of its unit vector y
 * @param products of the Hessian and a vector that were computed
 * @param converged whether the residual has come below {@value #TOLERANCE} of the value; if not,
 *     the value is a lower bound up to the products' errors
 */
public record LargestEigenvalue(double value, double residual, int products, boolean converged) {
    /** Well above the relative error of a product, below which no residual can be trusted. */
    static final double TOLERANCE = 1e-4;

    private static final int PRODUCTS = 100;

    /**
     * Finds it; four gradients over the sampling set for each product, of which there are at most
     * 100, and one vector in double is kept for each.
     *
     * @param system over whose sampling set the loss is taken
     * @param moving any number of parameters
     * @param seed of the start
     * @throws IllegalArgumentException with one sentence if the system consists of spins
     */
    public static LargestEigenvalue of(EnergySystem system, IndexSet moving, long seed) {
        HessianProduct product = new HessianProduct(system, moving);
        int size = product.size();
        RandomStream random = RandomStream.of(seed, RandomStream.hash("largest eigenvalue"));
        double[] vector = new double[size];
        for (int i = 0; i < size; i++) {
            vector[i] = random.nextGaussian();
        }
        scale(vector, 1 / norm(vector));
        List<double[]> basis = new ArrayList<>();
        List<Double> diagonal = new ArrayList<>();
        List<Double> beside = new ArrayList<>();
        while (true) {
            basis.add(vector);
            double[] next = new double[size];
            product.multiply(vector, next);
            diagonal.add(dot(vector, next));
            // Twice is enough (Parlett): after it rounding alone is left of the basis.
            for (int pass = 0; pass < 2; pass++) {
                for (double[] known : basis) {
                    add(-dot(known, next), known, next);
                }
            }
            double length = norm(next);
            LargestEigenvalue found = found(diagonal, beside, length);
            if (found.converged() || basis.size() == Math.min(size, PRODUCTS)) {
                return found;
            }
            beside.add(length);
            scale(next, 1 / length);
            vector = next;
        }
    }

    /** The largest eigenvalue of the tridiagonal matrix; its residual is β times a last entry. */
    private static LargestEigenvalue found(
            List<Double> diagonal, List<Double> beside, double length) {
        int steps = diagonal.size();
        DMatrixRMaj tridiagonal = new DMatrixRMaj(steps, steps);
        for (int i = 0; i < steps; i++) {
            tridiagonal.set(i, i, diagonal.get(i));
            if (i > 0) {
                tridiagonal.set(i, i - 1, beside.get(i - 1));
                tridiagonal.set(i - 1, i, beside.get(i - 1));
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> decomposition =
                DecompositionFactory_DDRM.eig(steps, true, true);
        if (!decomposition.decompose(tridiagonal)) {
            throw new IllegalStateException(
                    "The eigenvalues of a symmetric matrix were not found.");
        }
        int best = 0;
        for (int i = 1; i < steps; i++) {
            if (decomposition.getEigenvalue(i).getReal()
                    > decomposition.getEigenvalue(best).getReal()) {
                best = i;
            }
        }
        double value = decomposition.getEigenvalue(best).getReal();
        double residual = length * Math.abs(decomposition.getEigenVector(best).get(steps - 1, 0));
        return new LargestEigenvalue(
                value, residual, steps, residual <= TOLERANCE * Math.abs(value));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    private static void add(double factor, double[] from, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * from[i];
        }
    }

    private static void scale(double[] a, double factor) {
        for (int i = 0; i < a.length; i++) {
            a[i] *= factor;
        }
    }
}
