package org.chiscope.experiment;

import java.util.List;
import org.chiscope.response.Estimate;

/**
 * What the draws of one ensemble say of its chains (theory.md section 3, "Diagnostics"). NaN where
 * a number is not known yet.
 *
 * @param rHat split-R̂ of φ = L − L(w*) over the chains
 * @param ess effective sample size of φ, all chains together
 * @param autocorrelationTime of φ, in draws
 * @param drift of φ from the chains' first to their second halves, in standard errors
 * @param acceptance acceptance rate of MALA; for SGLD the mean Metropolis acceptance along the
 *     chains, 0 … 1; without meaning (NaN) for Gaussian draws
 * @param minibatchHeat (ε/4)(nβ)² Var(∇L_B), the mean over coordinates, against 1; 0 without
 *     minibatches, without meaning (NaN) for Gaussian draws
 * @param meanLoss ⟨L⟩, nats
 * @param lambda λ̂ = nβ(⟨L⟩ − L(w*)); without meaning (NaN) at nβ = 0
 * @param chainLambdas λ̂ of each chain that has draws and did not fail, in their order; empty where
 *     λ̂ has no meaning
 * @param belowCheckpoint whether ⟨L⟩ &lt; L(w*) beyond its error, so that w* is no minimum for this
 *     posterior
 */
public record EnsembleDiagnostics(
        double rHat,
        double ess,
        double autocorrelationTime,
        double drift,
        double acceptance,
        double minibatchHeat,
        double meanLoss,
        Estimate lambda,
        List<Double> chainLambdas,
        boolean belowCheckpoint) {

    /** Copies the list. */
    public EnsembleDiagnostics {
        chainLambdas = List.copyOf(chainLambdas);
    }

    /** Of an ensemble without draws: everything unknown. */
    public static EnsembleDiagnostics unknown() {
        Estimate none = new Estimate(Double.NaN, Double.NaN, Double.NaN, 0);
        return new EnsembleDiagnostics(
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                none,
                List.of(),
                false);
    }
}
