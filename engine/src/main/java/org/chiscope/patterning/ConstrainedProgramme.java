package org.chiscope.patterning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.jspecify.annotations.Nullable;

/**
 * The convex programme of one target under constraints, in units in which the unconstrained
 * solution and its target have size 1 ({@link ConstrainedInversion}).
 */
final class ConstrainedProgramme {
    private static final int MOST_ROUNDS = 200;

    /** Cuts added in a round. */
    private static final int CUTS = 40;

    /** How far a weight may be below 0, as a share of the example's weight, before a cut. */
    private static final double SLACK = 1e-9;

    /** What a strength that must not be negative may lack before it is set to 0, in units of h. */
    private static final double ROOM = 1e-10;

    /** What keeps a programme definite in directions that change nothing, in its units. */
    private static final double DEFINITE = 1e-9;

    /**
     * Room beside the best fit in which the smallest is looked for, as a share of a bound. Less
     * than {@link #SLACK}.
     */
    private static final double BESIDE = 3e-10;

    private final Inversion inversion;
    private final Constraints constraints;
    private final double unit;
    private final double[][] quadratic;
    private final double[] linear;
    private final double[][] size;
    private final List<double[]> fit = new ArrayList<>();
    private final List<double[]> equal = new ArrayList<>();
    private final List<double[]> below = new ArrayList<>();
    private final List<Double> bounds = new ArrayList<>();

    ConstrainedProgramme(
            Inversion inversion,
            Constraints constraints,
            ConstrainedInversion.Request request,
            Inversion.Spectrum spectrum) {
        this.inversion = inversion;
        this.constraints = constraints;
        Target target = request.target();
        Solution free = request.free();
        int patterns = free.h().length;
        double largest = Arrays.stream(free.h()).map(Math::abs).max().orElse(0);
        unit = largest > 0 ? largest : 1;
        double[] wanted = inversion.wanted(target);
        double length = Math.sqrt(Arrays.stream(wanted).map(x -> x * x).sum());
        double[][] modes = spectrum.modes(Math.min(free.rank(), spectrum.values().length));
        double[] along = spectrum.along(modes.length, wanted);
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
        size = size(patterns);
        double ridge = request.regularization().ridge();
        double strength = ridge * times * spectrum.values()[0];
        for (int k = 0; k < patterns; k++) {
            for (int l = 0; l < patterns; l++) {
                quadratic[k][l] += 2 * strength * strength * size[k][l];
            }
            quadratic[k][k] += DEFINITE;
        }
        if (ridge == 0) {
            fit.addAll(List.of(modes));
        }
        boolean[] active = target.active();
        for (int r = 0, a = 0; r < active.length; r++) {
            if (target.wishes().get(r) instanceof Target.Fix) {
                double[] row = spectrum.rows()[a];
                double norm = Math.sqrt(Arrays.stream(row).map(x -> x * x).sum());
                if (norm > 0) {
                    equal.add(Arrays.stream(row).map(x -> x / norm).toArray());
                }
            }
            a += active[r] ? 1 : 0;
        }
    }

    /** What hᵀ…h is the size of a perturbation. */
    private double[][] size(int patterns) {
        DataMixture mixture = mixture();
        if (inversion.usesDivergence() && mixture != null) {
            return mixture.metric();
        }
        double[][] identity = new double[patterns][patterns];
        for (int k = 0; k < patterns; k++) {
            identity[k][k] = 1;
        }
        return identity;
    }

    /** Whether no h that fixes what is to be fixed comes any closer to the target. */
    boolean forbidden() {
        DMatrixRMaj left = InteriorPoint.nullSpace(equal, linear.length);
        DMatrixRMaj slope = new DMatrixRMaj(left.numCols, 1);
        CommonOps_DDRM.multTransA(left, DMatrixRMaj.wrap(linear.length, 1, linear), slope);
        double most = Arrays.stream(linear).map(Math::abs).max().orElse(0);
        return Arrays.stream(slope.data).allMatch(x -> Math.abs(x) <= 1e-9 * most);
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

    /** The best h of those patterns. */
    double[] solve(Set<Integer> chosen) {
        // What q lacks is infinitely far from q.
        int[] patterns =
                chosen.stream()
                        .mapToInt(Integer::intValue)
                        .filter(k -> !(boundsDivergence() && offSupport(k)))
                        .sorted()
                        .toArray();
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double[] h = programme(patterns);
            if (!cut(h)) {
                return shrunk(h);
            }
        }
        throw new IllegalStateException(
                "The constrained problem needs more than " + MOST_ROUNDS + " rounds of cuts.");
    }

    private double[] programme(int[] patterns) {
        int size = patterns.length;
        List<double[]> rows = new ArrayList<>();
        List<Double> limits = new ArrayList<>();
        for (int c = 0; c < below.size(); c++) {
            rows.add(pick(below.get(c), patterns));
            limits.add(bounds.get(c) / unit);
        }
        for (int k = 0; k < size; k++) {
            double largest = constraints.largestStrength() / unit;
            double least = offSupport(patterns[k]) ? ROOM : largest;
            if (Double.isFinite(largest)) {
                rows.add(unit(size, k, 1));
                limits.add(largest);
            }
            if (Double.isFinite(least)) {
                rows.add(unit(size, k, -1));
                limits.add(least);
            }
        }
        DataMixture mixture = mixture();
        InteriorPoint.Convex divergence =
                mixture != null && boundsDivergence()
                        ? new ContinuedDivergence(mixture, patterns, unit)
                        : null;
        double[] x =
                new InteriorPoint(
                                restricted(quadratic, patterns),
                                pick(linear, patterns),
                                rows,
                                limits,
                                picked(equal, patterns),
                                divergence,
                                constraints.largestDivergence())
                        .solve();
        return whole(fit.isEmpty() ? x : smallest(x, patterns, rows, limits, divergence), patterns);
    }

    /** The smallest of those that fit as well as x, which keeps to the same. */
    private double[] smallest(
            double[] x,
            int[] patterns,
            List<double[]> rows,
            List<Double> limits,
            InteriorPoint.@Nullable Convex divergence) {
        double[][] curvature = restricted(size, patterns);
        double mean = 0;
        for (int k = 0; k < x.length; k++) {
            mean += curvature[k][k] / x.length;
        }
        double[] slope = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            curvature[k][k] += DEFINITE * mean;
            for (int l = 0; l < x.length; l++) {
                curvature[k][l] /= mean;
                slope[k] -= curvature[k][l] * x[l];
            }
        }
        List<Double> room = new ArrayList<>();
        for (int c = 0; c < limits.size(); c++) {
            double used = 0;
            for (int k = 0; k < x.length; k++) {
                used += rows.get(c)[k] * x[k];
            }
            room.add(limits.get(c) - used + BESIDE * limits.get(c));
        }
        List<double[]> stay = picked(fit, patterns);
        stay.addAll(picked(equal, patterns));
        double[] further =
                new InteriorPoint(
                                curvature,
                                slope,
                                rows,
                                room,
                                stay,
                                divergence == null ? null : divergence.from(x),
                                constraints.largestDivergence() * (1 + BESIDE))
                        .solve();
        for (int k = 0; k < x.length; k++) {
            further[k] += x[k];
        }
        return further;
    }

    private static List<double[]> picked(List<double[]> rows, int[] places) {
        List<double[]> picked = new ArrayList<>();
        rows.forEach(row -> picked.add(pick(row, places)));
        return picked;
    }

    private static double[] unit(int size, int at, double value) {
        double[] row = new double[size];
        row[at] = value;
        return row;
    }

    /** h from x, in its unit and with the other patterns. */
    private double[] whole(double[] x, int[] patterns) {
        double[] h = new double[linear.length];
        for (int k = 0; k < patterns.length; k++) {
            h[patterns[k]] = unit * x[k];
        }
        return h;
    }

    private boolean boundsDivergence() {
        return Double.isFinite(constraints.largestDivergence());
    }

    private boolean offSupport(int pattern) {
        DataMixture mixture = mixture();
        return mixture != null && mixture.offSupport(pattern);
    }

    /** Adds the conditions on weights that h breaks; false if it breaks none. */
    private boolean cut(double[] h) {
        DataMixture mixture = mixture();
        return mixture != null
                && (constraints.weightsNotNegative() || boundsDivergence())
                && cutWeights(mixture, h);
    }

    /** −Σ_k h_k (q_k(z)/q(z) − 1) ≤ 1 for the examples of least weight. */
    private boolean cutWeights(DataMixture mixture, double[] h) {
        List<double[]> broken = mixture.lightest(h, SLACK, CUTS);
        for (double[] masses : broken) {
            below.add(Arrays.stream(masses).map(mass -> 1 - mass).toArray());
            bounds.add(1.0);
        }
        return !broken.isEmpty();
    }

    /** Sets strengths to 0 that are so but for rounding. */
    private double[] shrunk(double[] h) {
        double[] smaller = h.clone();
        for (int k = 0; k < h.length; k++) {
            if (Math.abs(h[k]) < 1e-12 * unit || (offSupport(k) && h[k] < 2 * ROOM * unit)) {
                smaller[k] = 0;
            }
        }
        return within(smaller, mixture(), constraints);
    }

    /** What rounding left beyond a bound is taken back, towards h = 0, which keeps to all. */
    static double[] within(double[] h, @Nullable DataMixture mixture, Constraints constraints) {
        double[] smaller = h.clone();
        for (int attempt = 0; attempt < 60 && !keeps(smaller, mixture, constraints); attempt++) {
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

    private @Nullable DataMixture mixture() {
        return inversion.response().mixture();
    }

    /** Whether a perturbation keeps to the constraints. */
    static boolean keeps(double[] h, @Nullable DataMixture mixture, Constraints constraints) {
        int used = 0;
        for (int k = 0; k < h.length; k++) {
            used += h[k] == 0 ? 0 : 1;
            if (Math.abs(h[k]) > constraints.largestStrength()
                    || (mixture != null && h[k] < 0 && mixture.offSupport(k))) {
                return false;
            }
        }
        if (used > constraints.mostPatterns()) {
            return false;
        }
        if (mixture == null) {
            return true;
        }
        return (!constraints.weightsNotNegative() || mixture.largestStep(h) >= 1)
                && (Double.isInfinite(constraints.largestDivergence())
                        || mixture.klDivergence(h) <= constraints.largestDivergence());
    }
}
