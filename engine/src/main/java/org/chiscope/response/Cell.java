package org.chiscope.response;

/**
 * One component's response to one pattern. All estimates have the unit of φ · ΔL_k, nats².
 *
 * @param fluctuation −Cov_C(φ, ΔL_k) (CONDITIONAL)
 * @param shift −⟨φ⟩_C (⟨ΔL_k⟩_C − ⟨ΔL_k⟩)
 * @param joint their sum (JOINT)
 * @param draws draws of the component's ensemble
 * @param ess effective sample size of the fluctuation: that of the products of centred φ and ΔL_k
 * @param tokens examples in the pattern
 * @param contexts contexts that hold at least one of them
 */
public record Cell(
        Estimate fluctuation,
        Estimate shift,
        Estimate joint,
        int draws,
        double ess,
        int tokens,
        int contexts) {}
