package org.chiscope.response;

import java.util.Arrays;
import org.chiscope.math.IndexSet;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Bayesian linear regression in closed form (theory, section 2). With losses ½(y_i − x_iᵀw)², the
 * restricted posterior of v = w_C at u = u* is N(m, Σ) with P = nβH_CC + γI, Σ = P⁻¹ and m = P⁻¹(nβ
 * b + γv*), b = mean of (y_i − x_{i,U}ᵀu*) x_{i,C}. Any L_k is a quadratic ½vᵀAv + aᵀv + c, and
 *
 * <pre>
 * ⟨½vᵀAv + aᵀv + c⟩ = ½ tr(AΣ) + ½ mᵀAm + aᵀm + c
 * Cov(½vᵀAv + aᵀv, ½vᵀBv + bᵀv) = ½ tr(AΣBΣ) + (a + Am)ᵀ Σ (b + Bm).
 * </pre>
 *
 * Full-batch SGLD of step ε samples N(m, Σ_ε) with Σ_ε = [P(I − εP/4)]⁻¹: from v − m ← (I − εP/2)(v
 * − m) + N(0, ε), Σ_ε = (I − εP/2) Σ_ε (I − εP/2) + εI.
 */
public final class GaussianTruth {
    private final double[][] inputs;
    private final double[] residualTargets;
    private final int[] moving;
    private final double[] checkpoint;
    private final double nBeta;
    private final double localization;
    private final DMatrixRMaj mean;
    private final DMatrixRMaj covariance;

    /** ½vᵀAv + aᵀv + c. */
    private record Quadratic(DMatrixRMaj matrix, DMatrixRMaj vector, double constant) {

        Quadratic minus(Quadratic other) {
            DMatrixRMaj a = matrix.copy();
            CommonOps_DDRM.subtractEquals(a, other.matrix);
            DMatrixRMaj b = vector.copy();
            CommonOps_DDRM.subtractEquals(b, other.vector);
            return new Quadratic(a, b, constant - other.constant);
        }
    }

    /**
     * The exact posterior.
     *
     * @param stepSize 0 for the exact posterior, ε for full-batch SGLD's discrete one
     */
    GaussianTruth(
            double[][] inputs,
            double[] targets,
            float[] checkpoint,
            IndexSet component,
            double nBeta,
            double localization,
            double stepSize) {
        this(
                inputs,
                targets,
                checkpoint,
                component,
                nBeta,
                localization,
                stepSize,
                ones(inputs.length));
    }

    /**
     * The posterior of perturbed data; φ and ΔL_k stay those of the unperturbed.
     *
     * @param weights weight of each example in the loss that is sampled, of mean 1
     */
    GaussianTruth(
            double[][] inputs,
            double[] targets,
            float[] checkpoint,
            IndexSet component,
            double nBeta,
            double localization,
            double stepSize,
            double[] weights) {
        this.inputs = inputs;
        this.nBeta = nBeta;
        this.localization = localization;
        moving = new int[component.size()];
        boolean[] moves = new boolean[checkpoint.length];
        int at = 0;
        for (int j = 0; j < checkpoint.length; j++) {
            if (component.intersects(j, j + 1)) {
                moving[at++] = j;
                moves[j] = true;
            }
        }
        this.checkpoint = new double[moving.length];
        for (int j = 0; j < moving.length; j++) {
            this.checkpoint[j] = checkpoint[moving[j]];
        }
        residualTargets = targets.clone();
        for (int i = 0; i < targets.length; i++) {
            for (int j = 0; j < checkpoint.length; j++) {
                if (!moves[j]) {
                    residualTargets[i] -= inputs[i][j] * checkpoint[j];
                }
            }
        }

        Quadratic loss = loss(all(), weights);
        int d = moving.length;
        DMatrixRMaj precision = loss.matrix().copy();
        CommonOps_DDRM.scale(nBeta, precision);
        DMatrixRMaj linear = new DMatrixRMaj(d, 1);
        for (int j = 0; j < d; j++) {
            precision.add(j, j, localization);
            linear.set(j, -nBeta * loss.vector().get(j) + localization * this.checkpoint[j]);
        }
        mean = new DMatrixRMaj(d, 1);
        CommonOps_DDRM.solve(precision, linear, mean);
        DMatrixRMaj discrete = precision.copy();
        CommonOps_DDRM.multAdd(-stepSize / 4, precision, precision, discrete);
        covariance = new DMatrixRMaj(d, d);
        CommonOps_DDRM.invert(discrete, covariance);
    }

    /** −Cov_C(φ, ΔL_k) for the pattern of those examples. */
    public double fluctuation(int[] examples) {
        return -covariance(loss(all()), contrast(examples));
    }

    /** ⟨φ⟩_C. */
    public double observable() {
        Quadratic loss = loss(all());
        return mean(loss) - value(loss, checkpoint);
    }

    /** λ̂ = nβ⟨φ⟩_C. */
    public double lambda() {
        return nBeta * observable();
    }

    /** ⟨ΔL_k⟩_C. */
    public double meanContrast(int[] examples) {
        return mean(contrast(examples));
    }

    /** −⟨φ⟩_C (⟨ΔL_k⟩_C − ⟨ΔL_k⟩). */
    public double shift(int[] examples, GaussianTruth full) {
        return -observable() * (meanContrast(examples) - full.meanContrast(examples));
    }

    /** Cov(ℓ_i, ℓ_j). */
    double covarianceOfLosses(int i, int j) {
        return covariance(loss(new int[] {i}), loss(new int[] {j}));
    }

    /**
     * log ⟨e^{−nβD}⟩ for D = L_h − L, here ½vᵀAv + aᵀv + c: with g = a + Am and Σ = RRᵀ,
     *
     * <pre>
     * log ⟨e^{−nβD}⟩ = −nβ D(m) − ½ log det(I + nβ RᵀAR) + ½ (nβ)² gᵀR (I + nβ RᵀAR)⁻¹ Rᵀg,
     * </pre>
     *
     * which is computed from the small D alone, by the eigenvalues of nβ RᵀAR: nothing cancels.
     *
     * @param weights weight of each example in L_h, of mean 1
     */
    public double logMeanWeight(double[] weights) {
        double[] change = weights.clone();
        for (int i = 0; i < change.length; i++) {
            change[i] -= 1;
        }
        Quadratic difference = loss(all(), change);
        int d = moving.length;
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(d, true);
        if (!cholesky.decompose(covariance.copy())) {
            throw new AssertionError("no covariance");
        }
        DMatrixRMaj root = cholesky.getT(null);
        DMatrixRMaj half = new DMatrixRMaj(d, d);
        CommonOps_DDRM.mult(difference.matrix(), root, half);
        DMatrixRMaj curvature = new DMatrixRMaj(d, d);
        CommonOps_DDRM.multTransA(nBeta, root, half, curvature);
        DMatrixRMaj slope = difference.vector().copy();
        CommonOps_DDRM.multAdd(difference.matrix(), mean, slope);
        DMatrixRMaj along = new DMatrixRMaj(d, 1);
        CommonOps_DDRM.multTransA(nBeta, root, slope, along);
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, true, true);
        if (!eigen.decompose(curvature)) {
            throw new AssertionError("no eigenvalues");
        }
        double log = -nBeta * value(difference, mean.data);
        for (int i = 0; i < d; i++) {
            double more = eigen.getEigenvalue(i).getReal();
            double part = CommonOps_DDRM.dot(eigen.getEigenVector(i), along);
            log += -0.5 * Math.log1p(more) + 0.5 * part * part / (1 + more);
        }
        return log;
    }

    /** The posterior's mean. */
    double[] posteriorMean() {
        return mean.data.clone();
    }

    /** Entry of the posterior's covariance. */
    double posteriorCovariance(int i, int j) {
        return covariance.get(i, j);
    }

    private int[] all() {
        int[] all = new int[inputs.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return all;
    }

    private Quadratic contrast(int[] examples) {
        return loss(examples).minus(loss(all()));
    }

    private static double[] ones(int length) {
        double[] ones = new double[length];
        Arrays.fill(ones, 1);
        return ones;
    }

    private Quadratic loss(int[] examples) {
        return loss(examples, ones(inputs.length));
    }

    private Quadratic loss(int[] examples, double[] weights) {
        int d = moving.length;
        DMatrixRMaj matrix = new DMatrixRMaj(d, d);
        DMatrixRMaj vector = new DMatrixRMaj(d, 1);
        double constant = 0;
        for (int i : examples) {
            double share = weights[i] / examples.length;
            double y = residualTargets[i];
            constant += share * 0.5 * y * y;
            for (int j = 0; j < d; j++) {
                double x = inputs[i][moving[j]];
                vector.add(j, 0, -share * y * x);
                for (int k = 0; k < d; k++) {
                    matrix.add(j, k, share * x * inputs[i][moving[k]]);
                }
            }
        }
        return new Quadratic(matrix, vector, constant);
    }

    private double mean(Quadratic q) {
        DMatrixRMaj product = new DMatrixRMaj(moving.length, moving.length);
        CommonOps_DDRM.mult(q.matrix(), covariance, product);
        return 0.5 * CommonOps_DDRM.trace(product) + value(q, mean.data);
    }

    private static double value(Quadratic q, double[] at) {
        DMatrixRMaj v = DMatrixRMaj.wrap(at.length, 1, at);
        DMatrixRMaj product = new DMatrixRMaj(at.length, 1);
        CommonOps_DDRM.mult(q.matrix(), v, product);
        return 0.5 * CommonOps_DDRM.dot(v, product)
                + CommonOps_DDRM.dot(q.vector(), v)
                + q.constant();
    }

    private double covariance(Quadratic a, Quadratic b) {
        int d = moving.length;
        DMatrixRMaj left = new DMatrixRMaj(d, d);
        DMatrixRMaj right = new DMatrixRMaj(d, d);
        DMatrixRMaj product = new DMatrixRMaj(d, d);
        CommonOps_DDRM.mult(a.matrix(), covariance, left);
        CommonOps_DDRM.mult(b.matrix(), covariance, right);
        CommonOps_DDRM.mult(left, right, product);
        DMatrixRMaj slopeA = a.vector().copy();
        CommonOps_DDRM.multAdd(a.matrix(), mean, slopeA);
        DMatrixRMaj slopeB = b.vector().copy();
        CommonOps_DDRM.multAdd(b.matrix(), mean, slopeB);
        DMatrixRMaj spread = new DMatrixRMaj(d, 1);
        CommonOps_DDRM.mult(covariance, slopeB, spread);
        return 0.5 * CommonOps_DDRM.trace(product) + CommonOps_DDRM.dot(slopeA, spread);
    }
}
