package org.chiscope.experiment;

import org.apache.commons.statistics.distribution.TDistribution;
import org.chiscope.response.Estimate;

/**
 * One cell's fluctuation by the three routes of theory.md section 2, in nats².
 *
 * @param row the component, or the coordinate
 * @param pattern the pattern, or the field
 * @param strength h of route 2
 * @param covariance route 1: −Cov(φ, ΔL_k)
 * @param bias what routes 2 and 3 are expected to differ by from route 1, because of the sampler's
 *     step size; 0 for samplers without such a bias
 * @param perturbation route 2: [μ(h) − μ(−h)] ÷ (2h nβ)
 * @param temperature route 3: d⟨ΔL_k⟩ ÷ d(nβ); {@link Estimate#UNKNOWN} where rows follow
 *     coordinates, which it does not speak of
 */
public record RouteCheck(
        String row,
        String pattern,
        double strength,
        Estimate covariance,
        Estimate bias,
        Estimate perturbation,
        Estimate temperature) {

    /** Route 2 less what is expected of it, in standard errors; NaN where unknown. */
    public double perturbationAway() {
        return away(perturbation);
    }

    /** Route 3 less what is expected of it, in standard errors; NaN where unknown. */
    public double temperatureAway() {
        return away(temperature);
    }

    private double away(Estimate route) {
        return (route.value() - covariance.value() - bias.value()) / error(route);
    }

    private double error(Estimate route) {
        return Math.sqrt(
                square(route.monteCarloError())
                        + square(covariance.monteCarloError())
                        + square(bias.monteCarloError()));
    }

    /**
     * The probability that a route of the true value lies as far away, by Student's t with the
     * degrees of freedom of Welch (1947); NaN where unknown.
     */
    double chance(Estimate route) {
        double away = Math.abs(away(route));
        if (Double.isNaN(away)) {
            return Double.NaN;
        }
        double freedom =
                square(square(error(route))) / (part(route) + part(covariance) + part(bias));
        return 2 * TDistribution.of(Math.max(1, freedom)).survivalProbability(away);
    }

    private static double part(Estimate estimate) {
        return estimate.monteCarloError() == 0
                ? 0
                : square(square(estimate.monteCarloError())) / Math.max(1, estimate.blocks() - 1);
    }

    private static double square(double value) {
        return value * value;
    }
}
