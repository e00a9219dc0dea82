package org.chiscope.patterning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * {@link ExampleInversion} under constraints, as {@link ConstrainedInversion} is of patterns: of
 * the perturbations that bring the inverted modes closest to the target, the one of least
 * χ²-divergence (with a ridge, the best of both together), subject to what is asked for. Changes
 * δ_z = n h_z of relative weights have mean 0.
 *
 * <p>There is a bound for each of up to a million examples, but only a number for each mode, each
 * component that is fixed, and the mass in the dual (Boyd and Vandenberghe, chapter 5), in which
 *
 * <pre>
 * minimise ½λ‖y‖² + mean_z Ψ(s_z) − t·y,  s_z = Σ_i y_i a_iz + Σ_f η_f a_fz + m,
 * </pre>
 *
 * with a_iz the response of mode i to δ_z, and Ψ′ = δ the change that s_z asks for, cut off at its
 * bounds. Newton's method on this piecewise smooth function ends after a few steps (Qi and Sun,
 * Mathematical Programming 58, 1993); λ is brought down to its value in steps. The bound on KL has
 * a multiplier of its own, κ: δ + κ log(1 + δ) = s, found by bisection.
 */
public final class ConstrainedExamples {
    /** λ without a ridge, as a share of the square of the largest singular value. */
    private static final double SMALLEST_RIDGE = 1e-10;

    private static final int MOST_STEPS = 200;

    /** Gradient at which the dual is solved, in units of the target. */
    private static final double ACCURACY = 1e-12;

    /** By how much KL may stay below its bound, as a share of it. */
    private static final double DIVERGENCE_ACCURACY = 1e-6;

    private final ExampleInversion inversion;
    private final Constraints constraints;

    /**
     * @throws IllegalArgumentException with one sentence if the number of examples is bounded
     */
    public ConstrainedExamples(ExampleInversion inversion, Constraints constraints) {
        if (constraints.mostPatterns() < inversion.examples()) {
            throw new IllegalArgumentException(
                    "Of examples the number that may change cannot be bounded; go by patterns, or"
                            + " bound the strengths.");
        }
        this.inversion = inversion;
        this.constraints = constraints;
    }

    /** The best perturbation that keeps to the constraints; h = 0 keeps to every one. */
    public ExampleSolution solve(Target target, Regularization regularization) {
        ExampleSolution free = inversion.solve(target, regularization);
        boolean fixed = target.wishes().stream().anyMatch(wish -> wish instanceof Target.Fix);
        if (free.isZero() || (!fixed && keeps(free))) {
            return free;
        }
        double[] changes = new Programme(target, free.rank(), regularization.ridge()).solve();
        for (int z = 0; z < changes.length; z++) {
            changes[z] /= changes.length;
        }
        return inversion.solution(target, changes, free.unreachable(), free.rank(), free.ridge());
    }

    private boolean keeps(ExampleSolution solution) {
        return (!(constraints.weightsNotNegative() || boundsDivergence())
                        || solution.largestStep() >= 1)
                && Arrays.stream(solution.perturbation())
                        .allMatch(h -> Math.abs(h) <= constraints.largestStrength())
                && (!boundsDivergence()
                        || solution.klDivergence() <= constraints.largestDivergence());
    }

    private boolean boundsDivergence() {
        return Double.isFinite(constraints.largestDivergence());
    }

    /** The dual of one target. */
    private final class Programme {
        private final int examples = inversion.examples();
        private final int modes;
        private final double[][] rows;
        private final double[] aim;
        private final double strongest;
        private final double lastRidge;
        private final double lowest;
        private final double highest;
        private final double[] changes = new double[examples];
        private double[] dual;
        private double ridge;
        private double divergenceWeight;

        Programme(Target target, int rank, double relativeRidge) {
            List<double[]> all = new ArrayList<>(List.of(inversion.modeResponses(rank)));
            modes = all.size();
            for (int r = 0; r < target.wishes().size(); r++) {
                if (target.wishes().get(r) instanceof Target.Fix) {
                    double[] row = inversion.response(r);
                    double size = Math.sqrt(meanOfSquares(row));
                    if (size > 0) {
                        all.add(Arrays.stream(row).map(x -> x / size).toArray());
                    }
                }
            }
            rows = all.toArray(double[][]::new);
            aim = Arrays.copyOf(inversion.along(target, rank), rows.length + 1);
            strongest = meanOfSquares(rows[0]);
            lastRidge = strongest * Math.max(relativeRidge * relativeRidge, SMALLEST_RIDGE);
            double bound = examples * constraints.largestStrength();
            boolean positive = constraints.weightsNotNegative() || boundsDivergence();
            lowest = positive ? Math.max(-1, -bound) : -bound;
            highest = bound;
            dual = new double[rows.length + 1];
        }

        private static double meanOfSquares(double[] row) {
            return Arrays.stream(row).map(x -> x * x).sum() / row.length;
        }

        /** δ, one an example. */
        double[] solve() {
            for (ridge = Math.max(strongest, lastRidge); ridge > lastRidge; ridge *= 0.1) {
                newton();
            }
            ridge = lastRidge;
            newton();
            if (boundsDivergence() && divergence() > constraints.largestDivergence()) {
                boundDivergence();
            }
            if (highest == Double.POSITIVE_INFINITY) {
                keepMass();
            }
            return changes;
        }

        /** Takes back what rounding leaves of the mass where a target is far beyond the data. */
        private void keepMass() {
            double mass = 1 + Arrays.stream(changes).average().orElse(0);
            for (int z = 0; z < examples; z++) {
                changes[z] = (1 + changes[z]) / mass - 1;
            }
        }

        /** Looks for κ with KL(κ) at its bound, from the side where it is kept. */
        private void boundDivergence() {
            double bound = constraints.largestDivergence();
            double low = 0;
            double high = 1e-3;
            double kept = divergenceAt(high);
            while (kept > bound) {
                low = high;
                high *= 8;
                kept = divergenceAt(high);
            }
            while (kept < (1 - DIVERGENCE_ACCURACY) * bound && high - low > 1e-14 * high) {
                double middle = 0.5 * (low + high);
                double found = divergenceAt(middle);
                if (found > bound) {
                    low = middle;
                } else {
                    high = middle;
                    kept = found;
                }
            }
            divergenceAt(high);
        }

        private double divergenceAt(double weight) {
            divergenceWeight = weight;
            newton();
            return divergence();
        }

        /** KL(q_h ‖ q) in nats. */
        private double divergence() {
            double sum = 0;
            for (double change : changes) {
                sum += 1 + change > 0 ? (1 + change) * Math.log(1 + change) : 0;
            }
            return sum / examples;
        }

        /** Minimises the dual from where it stands; leaves the changes of its minimum. */
        private void newton() {
            int size = dual.length;
            double target = Math.max(Math.sqrt(Arrays.stream(aim).map(x -> x * x).sum()), 1e-300);
            double value = value(dual);
            for (int step = 0; step < MOST_STEPS; step++) {
                DMatrixRMaj curvature = new DMatrixRMaj(size, size);
                DMatrixRMaj slope = new DMatrixRMaj(size, 1);
                derivatives(curvature, slope);
                double left = 0;
                for (int i = 0; i < size; i++) {
                    double unit = i < modes ? target : 1;
                    left = Math.max(left, Math.abs(slope.data[i]) / unit);
                }
                if (left < ACCURACY) {
                    return;
                }
                DMatrixRMaj direction = new DMatrixRMaj(size, 1);
                LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(size);
                double trace = 0;
                for (int i = 0; i < size; i++) {
                    trace = Math.max(trace, curvature.get(i, i));
                }
                double more = 1e-15 * trace;
                while (!solver.setA(curvature.copy())) {
                    for (int i = 0; i < size; i++) {
                        curvature.add(i, i, more);
                    }
                    more *= 10;
                }
                solver.solve(slope, direction);
                double fall = 0;
                for (int i = 0; i < size; i++) {
                    fall += slope.data[i] * direction.data[i];
                }
                double length = 1;
                double[] next = moved(direction, length);
                double reached = value(next);
                while (reached > value - 1e-4 * length * fall && length > 1e-12) {
                    length /= 2;
                    next = moved(direction, length);
                    reached = value(next);
                }
                if (!(reached < value)) {
                    value(dual);
                    return; // to rounding there is nothing below
                }
                dual = next;
                value = reached;
            }
        }

        private double[] moved(DMatrixRMaj direction, double length) {
            double[] next = dual.clone();
            for (int i = 0; i < next.length; i++) {
                next[i] -= length * direction.data[i];
            }
            return next;
        }

        /** The dual at a point, with its changes. */
        private double value(double[] at) {
            double sum = 0;
            for (int z = 0; z < examples; z++) {
                double asked = at[rows.length];
                for (int i = 0; i < rows.length; i++) {
                    asked += at[i] * rows[i][z];
                }
                double change = change(asked);
                changes[z] = change;
                sum += asked * change - 0.5 * change * change;
                if (divergenceWeight > 0 && 1 + change > 0) {
                    sum -= divergenceWeight * ((1 + change) * Math.log(1 + change) - change);
                }
            }
            double value = sum / examples;
            for (int i = 0; i < modes; i++) {
                value += at[i] * (0.5 * ridge * at[i] - aim[i]);
            }
            return value;
        }

        private double change(double asked) {
            double change = asked;
            if (divergenceWeight > 0) {
                // 1 + δ = eˣ with eˣ + κx = 1 + s, convex in x: Newton's method from above.
                double goal = 1 + asked;
                double x = goal > 1 ? Math.log(goal) : (goal - 1) / (1 + divergenceWeight);
                for (int step = 0; step < 60; step++) {
                    double power = Math.exp(x);
                    double away = power + divergenceWeight * x - goal;
                    double move = away / (power + divergenceWeight);
                    x -= move;
                    if (Math.abs(move) < 1e-15 * Math.max(1, Math.abs(x))) {
                        break;
                    }
                }
                change = Math.expm1(x);
            }
            return Math.min(highest, Math.max(lowest, change));
        }

        /** Of the dual where its changes are of; those at a bound do not move. */
        private void derivatives(DMatrixRMaj curvature, DMatrixRMaj slope) {
            int size = dual.length;
            double[] row = new double[size];
            row[rows.length] = 1;
            for (int z = 0; z < examples; z++) {
                double change = changes[z];
                double yields =
                        divergenceWeight == 0 ? 1 : (1 + change) / (1 + change + divergenceWeight);
                boolean moves = change > lowest && change < highest;
                for (int i = 0; i < rows.length; i++) {
                    row[i] = rows[i][z];
                }
                for (int i = 0; i < size; i++) {
                    slope.data[i] += row[i] * change / examples;
                    for (int j = 0; moves && j <= i; j++) {
                        curvature.data[i * size + j] += yields * row[i] * row[j] / examples;
                    }
                }
            }
            for (int i = 0; i < size; i++) {
                if (i < modes) {
                    curvature.data[i * size + i] += ridge;
                    slope.data[i] += ridge * dual[i] - aim[i];
                }
                for (int j = 0; j < i; j++) {
                    curvature.data[j * size + i] = curvature.data[i * size + j];
                }
            }
        }
    }
}
