package org.chiscope.patterning;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The same inverse under constraints: minimise ‖U_rᵀ D(nβ χ h − dμ)‖² + nβ²ρ²s₁² hᵀGh, which
 * without constraints is {@link Inversion}, subject to what is asked for. A convex programme, to
 * whose constraints h = 0 keeps, solved by {@link InteriorPoint}. There are as many conditions on
 * weights as examples: those that a solution breaks are added, until it breaks none.
 *
 * <p>Without a ridge, fewer modes than patterns leave many perturbations that fit alike. Of these
 * the smallest is taken, in the metric of the inversion, by a second programme: least hᵀGh where
 * U_rᵀ D χ h is that of the first.
 *
 * <p>The patterns of "at most m" are chosen one by one, each the one by which the target is
 * approached most steeply, all strengths solved anew each time (orthogonal matching pursuit); the
 * best set of m is a problem that has no convex form.
 */
public final class ConstrainedInversion {
    /** Beyond it, solving anew in each replicate would take minutes. */
    private static final int MOST_PATTERNS_WITH_ERRORS = 100;

    private final Inversion inversion;
    private final Constraints constraints;

    /** Constraints on an inversion; of fields only those on strengths and their number. */
    public ConstrainedInversion(Inversion inversion, Constraints constraints) {
        this.inversion = inversion;
        this.constraints = constraints;
    }

    /** What came of it. */
    public sealed interface Outcome {}

    /** A solution that keeps to the constraints. */
    public record Solved(Solution solution) implements Outcome {}

    /**
     * There is none but h = 0, which keeps to every constraint.
     *
     * @param why one sentence
     */
    public record Infeasible(String why) implements Outcome {}

    /** The best perturbation that keeps to the constraints. */
    public Outcome solve(Target target, Regularization regularization) {
        Solution free = inversion.solve(target, regularization);
        boolean fixed = target.wishes().stream().anyMatch(wish -> wish instanceof Target.Fix);
        if (!fixed && keeps(free.h())) {
            return new Solved(free);
        }
        if (free.isZero()) {
            double[] zero = free.h();
            return solved(target, zero, unknown(zero.length), free.rank(), regularization.ridge());
        }
        Inversion.Spectrum all = inversion.spectra().value();
        Request request = new Request(target, free, regularization, fixed);
        if (fixed && new ConstrainedProgramme(inversion, constraints, request, all).forbidden()) {
            return new Infeasible(
                    "The components that are fixed answer to these patterns as those do that are"
                            + " wanted to change, so none of them moves without the others; fix"
                            + " fewer of them.");
        }
        double[] h = best(request, all);
        return solved(target, h, errors(request, h.length), free.rank(), regularization.ridge());
    }

    /**
     * Solved anew in each replicate; unknown where there are so many patterns that it takes long.
     */
    private double[] errors(Request request, int patterns) {
        if (patterns <= MOST_PATTERNS_WITH_ERRORS) {
            return inversion.spectra().errors(replicate -> again(request, replicate));
        }
        return unknown(patterns);
    }

    private double[] again(Request request, Inversion.Spectrum replicate) {
        int patterns = request.free().h().length;
        if (!replicate.known()) {
            return unknown(patterns);
        }
        double[] free =
                inversion.free(
                        replicate,
                        inversion.wanted(request.target()),
                        request.free().rank(),
                        request.regularization());
        return !request.fixed() && keeps(free) ? free : best(request, replicate);
    }

    private static double[] unknown(int patterns) {
        double[] errors = new double[patterns];
        Arrays.fill(errors, Double.NaN);
        return errors;
    }

    /** The best perturbation that keeps to the constraints, from the draws of that spectrum. */
    private double[] best(Request request, Inversion.Spectrum spectrum) {
        DataMixture mixture = inversion.response().mixture();
        if (WeightsProgramme.answers(constraints, mixture)) {
            double[] h = WeightsProgramme.solve(inversion, request, spectrum, constraints);
            if (h != null) {
                return ConstrainedProgramme.within(h, mixture, constraints);
            }
        }
        ConstrainedProgramme problem =
                new ConstrainedProgramme(inversion, constraints, request, spectrum);
        Set<Integer> chosen = new HashSet<>();
        double[] h = new double[request.free().h().length];
        if (constraints.mostPatterns() >= h.length) {
            IntStream.range(0, h.length).forEach(chosen::add);
            return problem.solve(chosen);
        }
        while (chosen.size() < constraints.mostPatterns()) {
            int next = problem.steepest(h, chosen);
            if (next < 0) {
                break;
            }
            chosen.add(next);
            h = problem.solve(chosen);
        }
        return h;
    }

    private Outcome solved(Target target, double[] h, double[] errors, int rank, double ridge) {
        return new Solved(inversion.solution(target, h, errors, rank, ridge));
    }

    /** What is asked, and what the answer would be without constraints. */
    record Request(Target target, Solution free, Regularization regularization, boolean fixed) {}

    private boolean keeps(double[] h) {
        return ConstrainedProgramme.keeps(h, inversion.response().mixture(), constraints);
    }
}
