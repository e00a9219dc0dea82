package org.chiscope.patterning;

import java.util.List;
import org.chiscope.response.Estimate;

/**
 * A data perturbation that was found for a target, and what is to be known of it.
 *
 * @param target what was wanted
 * @param perturbation dh, one a pattern; errors from solving anew in each replicate
 * @param predicted nβ χ dh, one a component, in nats; errors at fixed dh
 * @param reached dμ·predicted ÷ dμ·dμ: 1 if the target is met; unknown for a zero target
 * @param unreachable the share of the target's squared length that no perturbation of these
 *     patterns reaches, to first order
 * @param rank modes that were inverted
 * @param ridge in units of the largest singular value
 * @param condition largest singular value over the smallest inverted one; NaN at rank 0
 * @param regularizedCondition the same with the ridge: the largest amplification in units of that
 *     of the largest singular value
 * @param largestStep multiple of dh up to which no example's weight is negative
 * @param chiSquaredDivergence hᵀGh; NaN for fields
 * @param klDivergence KL(q_h ‖ q) in nats; NaN for fields, and where weights are negative
 */
public record Solution(
        Target target,
        List<Estimate> perturbation,
        List<Estimate> predicted,
        Estimate reached,
        double unreachable,
        int rank,
        double ridge,
        double condition,
        double regularizedCondition,
        double largestStep,
        double chiSquaredDivergence,
        double klDivergence) {

    /** Copies the lists. */
    public Solution {
        perturbation = List.copyOf(perturbation);
        predicted = List.copyOf(predicted);
    }

    /** dh without errors. */
    public double[] h() {
        return perturbation.stream().mapToDouble(Estimate::value).toArray();
    }

    /** Whether nothing is done: no change is wanted, or no mode could be inverted. */
    public boolean isZero() {
        return perturbation.stream().allMatch(strength -> strength.value() == 0);
    }

    /** One sentence on why nothing is done, or empty. */
    public String whyZero() {
        return isZero() ? whyZero(target, rank, unreachable) : "";
    }

    /** Why a solution is zero. */
    static String whyZero(Target target, int rank, double unreachable) {
        if (target.isZero()) {
            return "No change is wanted, so nothing of the data changes.";
        }
        if (rank == 0) {
            return "No mode rises above the noise, so no data perturbation can be told from these"
                    + " draws; sample more of them.";
        }
        if (unreachable < 1 - 1e-9) {
            return "The modes that are inverted do not move what is wanted; invert more of them.";
        }
        return "No perturbation of these patterns moves what is wanted, to first order.";
    }
}
