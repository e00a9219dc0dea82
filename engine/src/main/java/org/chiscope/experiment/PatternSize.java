package org.chiscope.experiment;

import org.chiscope.patterning.Constraints;
import org.chiscope.patterning.DataMixture;
import org.chiscope.patterning.Inversion;
import org.chiscope.patterning.Solution;

/**
 * How large a wish may be for its perturbation to be trusted: {@value #SHARE} of where the response
 * ends to be linear by theory.md's rule, or an example's weight to be positive, whichever comes
 * first. Where the least step already makes a weight negative, since q lacks what it takes away,
 * the response alone bounds the size: the wish is then seen with that said of it, and {@link
 * Constraints} help.
 *
 * @param size multiple of the wish
 * @param linearUpTo multiple up to which the response is linear
 * @param largestStep multiple up to which no weight is negative; infinite for fields
 */
public record PatternSize(double size, double linearUpTo, double largestStep) {
    /** What is left for the errors of both bounds. */
    public static final double SHARE = 0.9;

    /**
     * The largest size of a wish; constraints are left aside.
     *
     * @param unit the question with the wish at size 1
     * @param inversion one of {@link PatternQuestion#inversion}
     * @param bothSigns whether −h is to be a distribution too, as {@link Verification} asks for
     *     where q has all that the patterns have
     * @throws IllegalArgumentException with one sentence if the wish moves nothing
     */
    public static PatternSize of(
            PatterningData data, PatternQuestion unit, Inversion inversion, boolean bothSigns) {
        Solution solution = unit.withConstraints(Constraints.NONE).solve(inversion);
        if (solution.isZero()) {
            throw new IllegalArgumentException(solution.whyZero());
        }
        double[] h = solution.h();
        double linear = data.linearUpTo(h);
        double step = solution.largestStep();
        DataMixture mixture = data.mixture();
        if (bothSigns && mixture != null && mixture.onSupport()) {
            double[] opposite = h.clone();
            for (int k = 0; k < opposite.length; k++) {
                opposite[k] = -opposite[k];
            }
            step = Math.min(step, mixture.largestStep(opposite));
        }
        return new PatternSize(SHARE * (step > 0 ? Math.min(linear, step) : linear), linear, step);
    }
}
