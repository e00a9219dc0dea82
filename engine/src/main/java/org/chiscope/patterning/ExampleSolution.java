package org.chiscope.patterning;

/**
 * A perturbation of the weights of single examples that was found for a target: q_h = q + Σ_z h_z
 * (δ_z − q), q uniform over n examples, Σ_z h_z = 0.
 *
 * @param target what was wanted
 * @param perturbation h_z, one an example
 * @param predicted nβ Σ_z χ_{C,z} h_z, one a component, in nats
 * @param reached dμ·predicted ÷ dμ·dμ; NaN for a zero target
 * @param unreachable the share of the target's squared length that no perturbation reaches, to
 *     first order
 * @param rank modes that were inverted
 * @param ridge in units of the largest singular value
 * @param condition largest singular value over the smallest inverted one; NaN at rank 0
 * @param regularizedCondition the same with the ridge
 * @param largestStep multiple of h up to which no example's weight is negative
 * @param chiSquaredDivergence n Σ_z h_z²
 * @param klDivergence KL(q_h ‖ q) in nats; NaN where weights are negative
 */
@SuppressWarnings("ArrayRecordComponent") // a number for each of many examples, never compared
public record ExampleSolution(
        Target target,
        double[] perturbation,
        double[] predicted,
        double reached,
        double unreachable,
        int rank,
        double ridge,
        double condition,
        double regularizedCondition,
        double largestStep,
        double chiSquaredDivergence,
        double klDivergence) {

    /** Weights relative to those that examples have: q_h(z)/q(z) = 1 + n h_z; they sum to n. */
    public double[] relativeWeights() {
        double[] weights = new double[perturbation.length];
        for (int z = 0; z < weights.length; z++) {
            weights[z] = 1 + weights.length * perturbation[z];
        }
        return weights;
    }

    /** Whether nothing is done: no change is wanted, or no mode could be inverted. */
    public boolean isZero() {
        return chiSquaredDivergence == 0;
    }

    /** One sentence on why nothing is done, or empty. */
    public String whyZero() {
        return isZero() ? Solution.whyZero(target, rank, unreachable) : "";
    }
}
