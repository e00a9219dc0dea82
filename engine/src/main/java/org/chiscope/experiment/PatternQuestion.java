package org.chiscope.experiment;

import org.chiscope.patterning.ConstrainedInversion;
import org.chiscope.patterning.Constraints;
import org.chiscope.patterning.Inversion;
import org.chiscope.patterning.Metric;
import org.chiscope.patterning.Regularization;
import org.chiscope.patterning.ResponseMatrix;
import org.chiscope.patterning.RowScaling;
import org.chiscope.patterning.Solution;
import org.chiscope.patterning.Target;

/**
 * A wanted structural change, and how the data perturbation that makes it is to be found.
 *
 * @param target one wish a component of the response matrix
 * @param regularization what is done about small singular values
 * @param metric in which the perturbation is smallest; fields have the Euclidean one whatever it is
 * @param scaling how much each component's miss counts
 * @param constraints on the perturbation
 */
public record PatternQuestion(
        Target target,
        Regularization regularization,
        Metric metric,
        RowScaling scaling,
        Constraints constraints) {

    /** The same for another target. */
    public PatternQuestion withTarget(Target other) {
        return new PatternQuestion(other, regularization, metric, scaling, constraints);
    }

    /** The same with other constraints. */
    public PatternQuestion withConstraints(Constraints other) {
        return new PatternQuestion(target, regularization, metric, scaling, other);
    }

    /** The inversion that answers this question, and others with the same components active. */
    public Inversion inversion(ResponseMatrix response) {
        return new Inversion(response, target.active(), metric, scaling);
    }

    /**
     * The perturbation, by the constrained solver where something is constrained or fixed.
     *
     * @param inversion one of {@link #inversion}
     * @throws IllegalArgumentException with one sentence if no perturbation keeps to the
     *     constraints
     */
    public Solution solve(Inversion inversion) {
        boolean fixed = target.wishes().stream().anyMatch(wish -> wish instanceof Target.Fix);
        if (!fixed && constraints.isNone()) {
            return inversion.solve(target, regularization);
        }
        return switch (new ConstrainedInversion(inversion, constraints)
                .solve(target, regularization)) {
            case ConstrainedInversion.Solved solved -> solved.solution();
            case ConstrainedInversion.Infeasible none ->
                    throw new IllegalArgumentException(none.why());
        };
    }
}
