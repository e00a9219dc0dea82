package org.chiscope.response;

/**
 * The refined local learning coefficient λ̂_C = nβ(⟨L⟩_C − L(w*)) (Lau et al., arXiv:2308.12108,
 * for the full ensemble; Wang et al., arXiv:2410.02984, for a component). d/2 in the limit of a
 * regular model of d parameters, less for a singular one.
 */
public final class LocalLearningCoefficient {

    private LocalLearningCoefficient() {}

    /**
     * λ̂ of an ensemble, without unit.
     *
     * @param nBeta nβ of the run, in 1/nats; at 0 the draws do not follow the loss, and λ̂ is
     *     unknown
     */
    public static Estimate of(EnsembleSummary ensemble, double nBeta) {
        if (nBeta == 0) {
            return Estimate.UNKNOWN;
        }
        Estimate observable = new CellEstimator(ensemble.blocks(), null, false).observable();
        return new Estimate(
                nBeta * observable.value(),
                nBeta * observable.monteCarloError(),
                Double.NaN,
                observable.blocks());
    }
}
