package org.chiscope.geometry;

import java.util.Locale;

/** What the Laplace approximation says of an ensemble. */
public sealed interface LaplaceRow {

    /** The component, or {@code full}. */
    String component();

    /** Parameters that move. */
    int parameters();

    /**
     * The leading Laplace term of a row of the susceptibility matrix.
     *
     * @param component the component, or {@code full}
     * @param parameters that move
     * @param lambda λ̂ = nβ⟨φ⟩; NaN where the row follows a coordinate
     * @param smallest the smallest eigenvalue of the sampled loss's Hessian by the parameters that
     *     move, in nats per squared unit of a parameter
     * @param largest the largest
     * @param asymmetry the largest of the Hessians behind the row, see {@link Hessian#asymmetry}:
     *     about the relative error of the numbers
     * @param fluctuation −Cov(φ, ΔL_k), one a pattern, in nats²
     * @param shift −⟨φ⟩_C (⟨ΔL_k⟩_C − ⟨ΔL_k⟩), in nats²; NaN where there is no approximation of the
     *     full ensemble
     */
    @SuppressWarnings("ArrayRecordComponent") // read-only by contract, never compared
    record Found(
            String component,
            int parameters,
            double lambda,
            double smallest,
            double largest,
            double asymmetry,
            double[] fluctuation,
            double[] shift)
            implements LaplaceRow {

        /** Fluctuation and shift together, in nats². */
        public double joint(int pattern) {
            return fluctuation[pattern] + shift[pattern];
        }
    }

    /**
     * More parameters move than a Hessian is formed for.
     *
     * @param limit the largest number
     */
    record TooLarge(String component, int parameters, int limit) implements LaplaceRow {}

    /**
     * nβH + (γ + κ)I is not positive definite, so that there is no Gaussian.
     *
     * @param smallest the smallest eigenvalue of the Hessian H
     * @param precision the smallest eigenvalue of the whole
     * @param localization a γ above which the whole is positive definite
     */
    record Indefinite(
            String component,
            int parameters,
            double smallest,
            double precision,
            double localization)
            implements LaplaceRow {

        /** What is wrong, and what to do. */
        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "The posterior of %s has no Gaussian approximation: nBeta times the Hessian plus"
                            + " localization should be positive definite, but its smallest"
                            + " eigenvalue is %.3g (that of the Hessian is %.3g); raise the"
                            + " localization above %.2g.",
                    component,
                    precision,
                    smallest,
                    localization);
        }
    }
}
