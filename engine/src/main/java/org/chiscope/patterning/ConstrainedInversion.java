package org.chiscope.patterning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.ojalgo.matrix.store.R064Store;
import org.ojalgo.optimisation.Optimisation;
import org.ojalgo.optimisation.convex.ConvexSolver;

/**
 * The same inverse under constraints: minimise ‖U_rᵀ D(nβ χ h − dμ)‖² + nβ²ρ²s₁² hᵀGh, which
 * without constraints is {@link Inversion}, subject to what is asked for. A convex quadratic
 * programme, solved by ojAlgo. There are as many conditions on weights as examples, and KL(q_h ‖ q)
 * is convex, not quadratic: both are added as cuts where a solution breaks them, until none does,
 * which ends at the solution of the whole (Kelley's method).
 *
 * <p>The patterns of "at most m" are chosen one by one, each the one by which the target is
 * approached most steeply, all strengths solved anew each time (orthogonal matching pursuit); the
 * best set of m is a problem that has no convex form.
 */
public final class ConstrainedInversion {
    private static final int MOST_ROUNDS = 200;

    /** Of the solver of a round. */
    private static final int MOST_ITERATIONS = 10_000;

    /** Cuts added in a round. */
    private static final int CUTS = 40;

    /** How far a weight may be below 0, as a share of the example's weight, before a cut. */
    private static final double SLACK = 1e-9;

    private static final double LEAST_SHARE = 1e-9;

    /** The least ridge, which tells solutions apart that fit alike. */
    private static final double LEAST_RIDGE = 1e-6;

    private final Inversion inversion;
    private final Constraints constraints;

    /** Constraints on an inversion; of fields only those on strengths and their number. */
    public ConstrainedInversion(Inversion inversion, Constraints constraints) {
        this.inversion = inversion;
        this.constraints = constraints;
    }

    /** What came of it. */
    public sealed interface Outcome {}

    /** A solution that keeps to the constraints; the errors of its perturbation are not known. */
    public record Solved(Solution solution) implements Outcome {}

    /**
     * There is none.
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
        if (free.rank() == 0 || target.isZero()) {
            double[] nothing = new double[free.perturbation().size()];
            return solved(target, nothing, free.rank(), regularization.ridge());
        }
        Set<Integer> chosen = new HashSet<>();
        Problem problem = new Problem(target, free, regularization);
        double[] h;
        if (constraints.mostPatterns() >= free.h().length) {
            IntStream.range(0, free.h().length).forEach(chosen::add);
            h = problem.solve(chosen);
        } else {
            h = new double[free.h().length];
            while (h != null && chosen.size() < constraints.mostPatterns()) {
                int next = problem.steepest(h, chosen);
                if (next < 0) {
                    break;
                }
                chosen.add(next);
                h = problem.solve(chosen);
            }
        }
        if (h == null) {
            return new Infeasible(
                    "No data perturbation keeps to all of these constraints; relax one of them, or"
                            + " fix fewer components.");
        }
        return solved(target, h, free.rank(), regularization.ridge());
    }

    private Outcome solved(Target target, double[] h, int rank, double ridge) {
        double[] errors = new double[h.length];
        Arrays.fill(errors, Double.NaN);
        return new Solved(inversion.solution(target, h, errors, rank, ridge));
    }

    private @Nullable DataMixture mixture() {
        return inversion.response().mixture();
    }

    private boolean keeps(double[] h) {
        DataMixture mixture = mixture();
        int used = 0;
        for (int k = 0; k < h.length; k++) {
            used += h[k] == 0 ? 0 : 1;
            if (mixture != null && h[k] < 0 && mixture.offSupport(k)) {
                return false;
            }
        }
        return used <= constraints.mostPatterns() && bounded(h);
    }

    /** How much of h, in halvings, is within bounds: the solver wants numbers near 1. */
    private double reach(double[] h) {
        double share = 1;
        double[] smaller = h.clone();
        while (share > LEAST_SHARE && !bounded(smaller)) {
            share /= 2;
            for (int k = 0; k < h.length; k++) {
                smaller[k] = share * h[k];
            }
        }
        return share;
    }

    /** Whether strengths, weights and divergence are within their bounds. */
    private boolean bounded(double[] h) {
        DataMixture mixture = mixture();
        if (Arrays.stream(h).anyMatch(x -> Math.abs(x) > constraints.largestStrength())) {
            return false;
        }
        if (mixture == null) {
            return true;
        }
        double divergence =
                Double.isInfinite(constraints.largestDivergence()) ? 0 : mixture.klDivergence(h);
        return (!constraints.weightsNotNegative() || mixture.largestStep(h) >= 1)
                && divergence <= constraints.largestDivergence();
    }

    /** One target, in units in which the solution and its target have a size of about 1. */
    private final class Problem {
        private final double unit;
        private final double[][] quadratic;
        private final double[] linear;
        private final List<double[]> equal = new ArrayList<>();
        private final List<double[]> below = new ArrayList<>();
        private final List<Double> bounds = new ArrayList<>();

        Problem(Target target, Solution free, Regularization regularization) {
            int patterns = free.h().length;
            double largest = Arrays.stream(free.h()).map(Math::abs).max().orElse(0);
            double share = reach(free.h());
            unit = largest > 0 ? largest * share : 1;
            double[] wanted = inversion.wanted(target);
            double length = share * Math.sqrt(Arrays.stream(wanted).map(x -> x * x).sum());
            double[][] modes = inversion.modes(free.rank());
            double[] along = inversion.alongModes(free.rank(), wanted);
            double times = inversion.response().nBeta() * unit / length;
            quadratic = new double[patterns][patterns];
            linear = new double[patterns];
            for (int i = 0; i < modes.length; i++) {
                for (int k = 0; k < patterns; k++) {
                    linear[k] += 2 * times * modes[i][k] * along[i] / length;
                    for (int l = 0; l < patterns; l++) {
                        quadratic[k][l] += 2 * times * times * modes[i][k] * modes[i][l];
                    }
                }
            }
            double ridge = Math.max(LEAST_RIDGE, regularization.ridge());
            double strength = ridge * times * inversion.singularValues()[0];
            DataMixture mixture = mixture();
            double[][] metric =
                    inversion.usesDivergence() && mixture != null ? mixture.metric() : null;
            for (int k = 0; k < patterns; k++) {
                for (int l = 0; l < patterns; l++) {
                    double size = metric == null ? (k == l ? 1 : 0) : metric[k][l];
                    quadratic[k][l] += 2 * strength * strength * size;
                }
                // Directions that change nothing are to stay small as well.
                quadratic[k][k] += 1e-9;
            }
            double[][] matrix = inversion.response().matrix();
            for (int r = 0; r < matrix.length; r++) {
                if (target.wishes().get(r) instanceof Target.Fix) {
                    double norm = Math.sqrt(Arrays.stream(matrix[r]).map(x -> x * x).sum());
                    if (norm > 0) {
                        equal.add(Arrays.stream(matrix[r]).map(x -> x / norm).toArray());
                    }
                }
            }
        }

        /** The pattern along whose h the distance from the target falls most steeply; −1: none. */
        int steepest(double[] h, Set<Integer> chosen) {
            int best = -1;
            double most = 1e-9;
            for (int k = 0; k < linear.length; k++) {
                if (chosen.contains(k) || quadratic[k][k] == 0) {
                    continue;
                }
                double slope = linear[k];
                for (int l = 0; l < h.length; l++) {
                    slope -= quadratic[k][l] * h[l] / unit;
                }
                DataMixture mixture = mixture();
                if (slope < 0 && mixture != null && mixture.offSupport(k)) {
                    continue; // its strength cannot be negative
                }
                double fall = Math.abs(slope) / Math.sqrt(quadratic[k][k]);
                if (fall > most) {
                    most = fall;
                    best = k;
                }
            }
            return best;
        }

        /** The best h of those patterns, or null if there is none. */
        double @Nullable [] solve(Set<Integer> chosen) {
            int[] patterns = chosen.stream().mapToInt(Integer::intValue).sorted().toArray();
            for (int round = 0; round < MOST_ROUNDS; round++) {
                double[] h = programme(patterns);
                if (h == null) {
                    return null;
                }
                if (!cut(h)) {
                    return shrunk(h);
                }
            }
            throw new IllegalStateException(
                    "The constrained problem needs more than " + MOST_ROUNDS + " rounds of cuts.");
        }

        private double @Nullable [] programme(int[] patterns) {
            int size = patterns.length;
            ConvexSolver.Builder builder =
                    ConvexSolver.newBuilder()
                            .objective(
                                    R064Store.FACTORY.rows(restricted(quadratic, patterns)),
                                    R064Store.FACTORY.column(pick(linear, patterns)));
            List<double[]> rows = new ArrayList<>();
            List<Double> limits = new ArrayList<>();
            for (int c = 0; c < below.size(); c++) {
                rows.add(pick(below.get(c), patterns));
                limits.add(bounds.get(c) / unit);
            }
            DataMixture mixture = mixture();
            for (int k = 0; k < size; k++) {
                double[] row = new double[size];
                row[k] = 1;
                boolean off = mixture != null && mixture.offSupport(patterns[k]);
                // What q lacks is infinitely far from q.
                boolean none = off && Double.isFinite(constraints.largestDivergence());
                double bound = none ? 0 : constraints.largestStrength();
                if (Double.isFinite(bound)) {
                    rows.add(row);
                    limits.add(bound / unit);
                }
                if (Double.isFinite(bound) || off) {
                    double[] other = new double[size];
                    other[k] = -1;
                    rows.add(other);
                    limits.add(off ? 0 : bound / unit);
                }
            }
            if (!rows.isEmpty()) {
                builder.inequalities(
                        R064Store.FACTORY.rows(rows.toArray(double[][]::new)),
                        R064Store.FACTORY.column(
                                limits.stream().mapToDouble(Double::doubleValue).toArray()));
            }
            if (!equal.isEmpty()) {
                double[][] equations =
                        equal.stream().map(row -> pick(row, patterns)).toArray(double[][]::new);
                builder.equalities(
                        R064Store.FACTORY.rows(equations),
                        R064Store.FACTORY.column(new double[equations.length]));
            }
            Optimisation.Result result = builder.build(options(false)).solve();
            if (!result.getState().isOptimal()) {
                // The fast solver may go round in circles among cuts that are nearly the same.
                result = builder.build(options(true)).solve();
            }
            if (!result.getState().isFeasible()) {
                return null;
            }
            double[] h = new double[linear.length];
            for (int k = 0; k < size; k++) {
                h[patterns[k]] = unit * result.doubleValue(k);
            }
            return h;
        }

        private static Optimisation.Options options(boolean direct) {
            Optimisation.Options options = new Optimisation.Options();
            options.iterations_abort = MOST_ITERATIONS;
            if (direct) {
                options.sparse = Boolean.FALSE;
            }
            return options;
        }

        /** Adds what h breaks; false if it breaks nothing. */
        private boolean cut(double[] h) {
            DataMixture mixture = mixture();
            if (mixture == null) {
                return false;
            }
            boolean added = false;
            if (constraints.weightsNotNegative()
                    || Double.isFinite(constraints.largestDivergence())) {
                added = cutWeights(mixture, h);
            }
            if (!added && Double.isFinite(constraints.largestDivergence())) {
                added = cutDivergence(mixture, h);
            }
            return added;
        }

        /** −Σ_k h_k (q_k(z)/q(z) − 1) ≤ 1 for the examples of least weight. */
        private boolean cutWeights(DataMixture mixture, double[] h) {
            double[] relative = mixture.relativeWeights(h);
            int[] worst =
                    IntStream.range(0, relative.length)
                            .filter(z -> relative[z] < -SLACK)
                            .boxed()
                            .sorted((a, b) -> Double.compare(relative[a], relative[b]))
                            .mapToInt(Integer::intValue)
                            .toArray();
            Set<List<Double>> seen = new HashSet<>();
            for (int z : worst) {
                double[] row = mixture.relativeMasses(z);
                for (int k = 0; k < row.length; k++) {
                    row[k] = 1 - row[k];
                }
                // Examples that lie in the same patterns have the same condition.
                if (seen.size() < CUTS && seen.add(Arrays.stream(row).boxed().toList())) {
                    below.add(row);
                    bounds.add(1.0);
                }
            }
            return !seen.isEmpty();
        }

        /** KL(h₀) + ∇KL·(h − h₀) ≤ bound. */
        private boolean cutDivergence(DataMixture mixture, double[] h) {
            double bound = constraints.largestDivergence();
            double divergence = mixture.klDivergence(h);
            if (divergence <= bound * (1 + SLACK)) {
                return false;
            }
            double[] slope = mixture.klGradient(h);
            double limit = bound - divergence;
            for (int k = 0; k < h.length; k++) {
                limit += slope[k] * h[k];
            }
            below.add(slope);
            bounds.add(limit);
            return true;
        }

        /** What rounding left beyond a bound is taken back, towards h = 0, which keeps to all. */
        private double[] shrunk(double[] h) {
            double[] smaller = h.clone();
            DataMixture mixture = mixture();
            for (int k = 0; k < h.length; k++) {
                if (Math.abs(h[k]) < 1e-12 * unit
                        || (mixture != null && h[k] < 0 && mixture.offSupport(k))) {
                    smaller[k] = 0;
                }
            }
            for (int attempt = 0; attempt < 60 && !keeps(smaller); attempt++) {
                double factor = 1 - 1e-9 * Math.pow(1.4, attempt);
                for (int k = 0; k < h.length; k++) {
                    smaller[k] *= factor;
                }
            }
            return smaller;
        }

        private static double[] pick(double[] values, int[] places) {
            return Arrays.stream(places).mapToDouble(k -> values[k]).toArray();
        }

        private static double[][] restricted(double[][] values, int[] places) {
            return Arrays.stream(places)
                    .mapToObj(k -> pick(values[k], places))
                    .toArray(double[][]::new);
        }
    }
}
