package org.chiscope.geometry;

import org.chiscope.sampling.PosteriorSettings;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * The Gaussian that a restricted posterior is where its loss is quadratic about w* (theory.md,
 * section 2): N(m, Σ) with Σ = P⁻¹, P = nβH + (γ + κ)I and m − v* = −Σ (nβ∇L(w*) + κv*), κ being
 * the weight decay. All derivatives are by the parameters of the component alone, so that Σ is the
 * inverse of the block, and m the conditional mean at u*.
 */
final class LaplacePosterior {
    private final DMatrixRMaj covariance;
    private final DMatrixRMaj offset;

    /**
     * @param sampled the loss that is sampled
     * @param checkpoint v*
     * @throws IllegalStateException if P is not positive definite, which is for the caller to know
     */
    LaplacePosterior(LocalQuadratic sampled, PosteriorSettings settings, float[] checkpoint) {
        int size = checkpoint.length;
        DMatrixRMaj precision = sampled.curvature().copy();
        CommonOps_DDRM.scale(settings.nBeta(), precision);
        DMatrixRMaj force = new DMatrixRMaj(size, 1);
        for (int i = 0; i < size; i++) {
            precision.add(i, i, settings.localization() + settings.weightDecay());
            force.set(
                    i,
                    -settings.nBeta() * sampled.slope().get(i)
                            - settings.weightDecay() * checkpoint[i]);
        }
        covariance = new DMatrixRMaj(size, size);
        if (!CommonOps_DDRM.invertSPD(precision, covariance)) {
            throw new IllegalStateException("The precision of a Gaussian is positive definite.");
        }
        offset = new DMatrixRMaj(size, 1);
        CommonOps_DDRM.mult(covariance, force, offset);
    }

    /** ⟨f⟩ − f(w*) = aᵀδ + ½δᵀAδ + ½ tr(AΣ), δ = m − v*. */
    double mean(LocalQuadratic f) {
        DMatrixRMaj middle = f.slopeAt(offset);
        return 0.5 * (sumOfProducts(f.slope(), offset) + sumOfProducts(middle, offset))
                + 0.5 * sumOfProducts(f.curvature(), covariance);
    }

    /** What {@link #with} needs of f: ΣAΣ and Σ(a + Aδ). */
    Spread of(LocalQuadratic f) {
        int size = covariance.numRows;
        DMatrixRMaj half = new DMatrixRMaj(size, size);
        DMatrixRMaj matrix = new DMatrixRMaj(size, size);
        DMatrixRMaj vector = new DMatrixRMaj(size, 1);
        CommonOps_DDRM.mult(covariance, f.curvature(), half);
        CommonOps_DDRM.mult(half, covariance, matrix);
        CommonOps_DDRM.mult(covariance, f.slopeAt(offset), vector);
        return new Spread(matrix, vector, offset);
    }

    /** Half of a covariance: f, seen through the Gaussian. */
    record Spread(DMatrixRMaj matrix, DMatrixRMaj vector, DMatrixRMaj offset) {

        /** Cov(f, g) = ½ tr(AΣBΣ) + (a + Aδ)ᵀ Σ (b + Bδ). */
        double with(LocalQuadratic g) {
            return 0.5 * sumOfProducts(matrix, g.curvature())
                    + sumOfProducts(vector, g.slopeAt(offset));
        }
    }

    /** Σ a_ij b_ij, which is tr(AB) of symmetric matrices and the product of vectors. */
    private static double sumOfProducts(DMatrixRMaj a, DMatrixRMaj b) {
        double sum = 0;
        for (int i = 0; i < a.data.length; i++) {
            sum += a.data[i] * b.data[i];
        }
        return sum;
    }
}
