package org.chiscope.patterning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.chiscope.data.Pattern;
import org.ejml.data.DMatrixRMaj;
import org.jspecify.annotations.Nullable;

/**
 * The base distribution q and the patterns' distributions q_k over finitely many examples: what a
 * data perturbation q_h = q + Σ_k h_k (q_k − q) mixes, how far it is from q, and where it ends to
 * be a distribution. Immutable and thread-safe.
 */
public final class DataMixture {
    private final List<String> names;
    private final List<String> families;
    private final double[] base;
    private final int[][] members;
    private final double[][] masses;
    private @Nullable MixtureGeometry geometry;

    /**
     * @param names one a pattern
     * @param families one a pattern
     * @param base q(z), one an example, not negative, summing to 1
     * @param members examples that a pattern holds, ascending, one array a pattern
     * @param masses q_k(z) of these examples, summing to 1
     * @throws IllegalArgumentException with one sentence if sizes do not fit, or they are no
     *     distributions
     */
    public DataMixture(
            List<String> names,
            List<String> families,
            double[] base,
            int[][] members,
            double[][] masses) {
        this.names = List.copyOf(names);
        this.families = List.copyOf(families);
        this.base = base.clone();
        this.members = members.clone();
        this.masses = masses.clone();
        checkDistribution("The base distribution", base);
        if (names.size() != members.length
                || families.size() != members.length
                || masses.length != members.length) {
            throw new IllegalArgumentException(
                    "A mixture needs a name, a family, examples and weights of each pattern, but has "
                            + names.size()
                            + " names, "
                            + families.size()
                            + " families, examples of "
                            + members.length
                            + " and weights of "
                            + masses.length
                            + ".");
        }
        for (int k = 0; k < members.length; k++) {
            String what = "Pattern \"" + names.get(k) + "\"";
            checkMembers(what, members[k], masses[k], base.length);
            checkDistribution(what, masses[k]);
        }
    }

    private static void checkMembers(String what, int[] members, double[] masses, int examples) {
        if (members.length == 0) {
            throw new IllegalArgumentException(
                    what + " is empty; it needs at least one of the " + examples + " examples.");
        }
        if (masses.length != members.length) {
            throw new IllegalArgumentException(
                    what
                            + " needs a weight for each of its "
                            + members.length
                            + " examples, but has "
                            + masses.length
                            + ".");
        }
        for (int i = 0; i < members.length; i++) {
            if (members[i] < 0 || (i > 0 && members[i] <= members[i - 1])) {
                throw new IllegalArgumentException(
                        what
                                + " needs ascending examples from 0, but number "
                                + i
                                + " is "
                                + members[i]
                                + ".");
            }
        }
        int last = members[members.length - 1];
        if (last >= examples) {
            throw new IllegalArgumentException(
                    what
                            + " needs examples below "
                            + examples
                            + ", but holds example "
                            + last
                            + ".");
        }
    }

    private void check(double[] h) {
        if (h.length != members.length) {
            throw new IllegalArgumentException(
                    "A data perturbation needs a strength for each of the "
                            + members.length
                            + " patterns, but has "
                            + h.length
                            + ".");
        }
    }

    private static void checkDistribution(String what, double[] mass) {
        double sum = 0;
        for (double value : mass) {
            if (!(value >= 0)) {
                throw new IllegalArgumentException(
                        what + " needs weights of at least 0, but one is " + value + ".");
            }
            sum += value;
        }
        if (Math.abs(sum - 1) > 1e-9) {
            throw new IllegalArgumentException(
                    what + " needs weights that sum to 1, but they sum to " + sum + ".");
        }
    }

    /** Uniform q over {@code examples} examples, and uniform patterns over subsets of them. */
    public static DataMixture of(List<Pattern> patterns, int examples) {
        return of(patterns, examples, examples);
    }

    /**
     * Uniform q over some examples, and uniform patterns over subsets of all.
     *
     * @param examples how many there are
     * @param baseExamples how many of them, the first ones, q consists of
     * @throws IllegalArgumentException with one sentence if a pattern reaches beyond the examples
     */
    public static DataMixture of(List<Pattern> patterns, int examples, int baseExamples) {
        double[] base = new double[examples];
        Arrays.fill(base, 0, baseExamples, 1.0 / baseExamples);
        int[][] members = new int[patterns.size()][];
        double[][] masses = new double[members.length][];
        for (int k = 0; k < members.length; k++) {
            members[k] = patterns.get(k).examples();
            masses[k] = new double[members[k].length];
            Arrays.fill(masses[k], 1.0 / members[k].length);
        }
        return new DataMixture(
                patterns.stream().map(Pattern::name).toList(),
                patterns.stream().map(Pattern::family).toList(),
                base,
                members,
                masses);
    }

    /** Number of patterns. */
    public int patterns() {
        return members.length;
    }

    /** Number of examples, those off q's support included. */
    public int examples() {
        return base.length;
    }

    /** The pattern's name. */
    public String name(int pattern) {
        return names.get(pattern);
    }

    String family(int pattern) {
        return families.get(pattern);
    }

    /** How many examples a pattern holds. */
    public int size(int pattern) {
        return members[pattern].length;
    }

    /** Whether a pattern holds examples that q does not have: then its h cannot be negative. */
    public boolean offSupport(int pattern) {
        for (int i = 0; i < members[pattern].length; i++) {
            if (base[members[pattern][i]] == 0 && masses[pattern][i] > 0) {
                return true;
            }
        }
        return false;
    }

    /**
     * The smallest h of a pattern alone for which q_h is a distribution: 0 if it holds examples
     * that q does not have, −∞ if it is q.
     */
    public double leastAlone(int pattern) {
        double least = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < members[pattern].length; i++) {
            double more = masses[pattern][i] - base[members[pattern][i]];
            if (more > 0) {
                least = Math.max(least, -base[members[pattern][i]] / more);
            }
        }
        return least == 0 ? 0 : least;
    }

    /** Whether every pattern lies within q's support. */
    public boolean onSupport() {
        for (int k = 0; k < members.length; k++) {
            if (offSupport(k)) {
                return false;
            }
        }
        return true;
    }

    /**
     * The weights of examples under q_h.
     *
     * @param h one a pattern
     * @return q_h(z), one an example; they sum to 1, but may be negative
     */
    public double[] weights(double[] h) {
        check(h);
        double[] weights = new double[base.length];
        double total = 0;
        for (int k = 0; k < members.length; k++) {
            total += h[k];
            if (h[k] != 0) {
                for (int i = 0; i < members[k].length; i++) {
                    weights[members[k][i]] += h[k] * masses[k][i];
                }
            }
        }
        for (int z = 0; z < weights.length; z++) {
            weights[z] += (1 - total) * base[z];
        }
        return weights;
    }

    /**
     * The largest step τ for which q_{τh} has no negative weight.
     *
     * @return infinite if there is none
     */
    public double largestStep(double[] h) {
        double[] weights = weights(h);
        double step = Double.POSITIVE_INFINITY;
        for (int z = 0; z < weights.length; z++) {
            double change = weights[z] - base[z];
            // What is less than rounding is no change.
            if (change < -1e-12 * base[z] && change < 0) {
                step = Math.min(step, base[z] / -change);
            }
        }
        return step;
    }

    /** KL(q_h ‖ q) in nats; infinite where q_h has mass that q lacks, NaN where a weight is < 0. */
    public double klDivergence(double[] h) {
        double[] weights = weights(h);
        double sum = 0;
        for (int z = 0; z < weights.length; z++) {
            if (weights[z] < -1e-12 * base[z]) {
                return Double.NaN;
            }
            if (weights[z] > 0) {
                sum += weights[z] * Math.log(weights[z] / base[z]);
            }
        }
        return Math.max(0, sum);
    }

    /** q_h(z)/q(z) of every example on q's support, and 1 off it. */
    public double[] relativeWeights(double[] h) {
        double[] weights = weights(h);
        for (int z = 0; z < weights.length; z++) {
            weights[z] = base[z] == 0 ? 1 : weights[z] / base[z];
        }
        return weights;
    }

    /** q_k(z)/q(z) of an example on q's support, one a pattern. */
    double[] relativeMasses(int example) {
        double[] relative = new double[members.length];
        for (int k = 0; k < relative.length; k++) {
            int at = Arrays.binarySearch(members[k], example);
            relative[k] = at < 0 ? 0 : masses[k][at] / base[example];
        }
        return relative;
    }

    /**
     * {@link #relativeMasses} of the examples whose relative weights lie most below 0, the lowest
     * first. Examples that lie in the same patterns are in it once: theirs is one condition.
     *
     * @param slack how far below 0 is none
     * @param most as many at most
     */
    List<double[]> lightest(double[] h, double slack, int most) {
        double[] relative = relativeWeights(h);
        List<double[]> lightest = new ArrayList<>();
        Set<List<Double>> seen = new HashSet<>();
        IntStream.range(0, relative.length)
                .filter(z -> relative[z] < -slack)
                .boxed()
                .sorted((a, b) -> Double.compare(relative[a], relative[b]))
                .map(this::relativeMasses)
                .filter(masses -> seen.add(Arrays.stream(masses).boxed().toList()))
                .limit(most)
                .forEach(lightest::add);
        return lightest;
    }

    /** Σ_z (q_k − q)(z) f(z), one a pattern. */
    double[] contrastMeans(double[] ofExample) {
        double mean = 0;
        for (int z = 0; z < base.length; z++) {
            mean += base[z] * ofExample[z];
        }
        double[] means = new double[members.length];
        for (int k = 0; k < means.length; k++) {
            means[k] = -mean;
            for (int i = 0; i < members[k].length; i++) {
                means[k] += masses[k][i] * ofExample[members[k][i]];
            }
        }
        return means;
    }

    /** q(z), one an example; a copy. */
    double[] base() {
        return base.clone();
    }

    /** hᵀGh: the χ²-divergence of q_h from q. */
    public double chiSquaredDivergence(double[] h) {
        check(h);
        DMatrixRMaj metric = geometry().metric();
        double sum = 0;
        for (int k = 0; k < h.length; k++) {
            for (int l = 0; l < h.length && h[k] != 0; l++) {
                sum += h[k] * metric.get(k, l) * h[l];
            }
        }
        return Math.max(0, sum);
    }

    /** G as {@code [pattern][pattern]}; a copy. */
    public double[][] metric() {
        return rows(geometry().metric());
    }

    /** G^{+½}: G's pseudo-inverse square root, symmetric. */
    DMatrixRMaj halfInverse() {
        return geometry().halfInverse();
    }

    /** G⁺, symmetric. */
    DMatrixRMaj inverse() {
        return geometry().inverse();
    }

    /** An orthonormal basis of the directions with Gh = 0, one a column. */
    DMatrixRMaj gauge() {
        return geometry().gauge();
    }

    private synchronized MixtureGeometry geometry() {
        MixtureGeometry known = geometry;
        if (known == null) {
            known = MixtureGeometry.of(makeMetric());
            geometry = known;
        }
        return known;
    }

    /**
     * G_kl = Σ_z (q_k − q)(q_l − q)/q. If a pattern leaves q's support, the denominators are q̄ =
     * (q + Σ_k q_k)/(K + 1).
     */
    private DMatrixRMaj makeMetric() {
        double[] below = base.clone();
        if (!onSupport()) {
            for (int k = 0; k < members.length; k++) {
                for (int i = 0; i < members[k].length; i++) {
                    below[members[k][i]] += masses[k][i];
                }
            }
            for (int z = 0; z < below.length; z++) {
                below[z] /= members.length + 1;
            }
        }
        return metricOver(below);
    }

    /** Σ_z (q_k − q)(q_l − q)/b of denominators b, one an example. */
    DMatrixRMaj metricOver(double[] below) {
        int patterns = members.length;
        // (q_k − q)(q_l − q)/b = q_k q_l/b − q_k q/b − q q_l/b + q q/b, and q_k is sparse.
        double own = 0;
        List<List<int[]>> holders = new ArrayList<>();
        for (int z = 0; z < base.length; z++) {
            own += base[z] == 0 ? 0 : base[z] * base[z] / below[z];
            holders.add(new ArrayList<>(2));
        }
        double[] cross = new double[patterns];
        for (int k = 0; k < patterns; k++) {
            for (int i = 0; i < members[k].length; i++) {
                int z = members[k][i];
                if (masses[k][i] > 0) {
                    cross[k] += masses[k][i] * base[z] / below[z];
                    holders.get(z).add(new int[] {k, i});
                }
            }
        }
        DMatrixRMaj metric = new DMatrixRMaj(patterns, patterns);
        for (int z = 0; z < base.length; z++) {
            for (int[] one : holders.get(z)) {
                for (int[] other : holders.get(z)) {
                    metric.add(
                            one[0],
                            other[0],
                            masses[one[0]][one[1]] * masses[other[0]][other[1]] / below[z]);
                }
            }
        }
        for (int k = 0; k < patterns; k++) {
            for (int l = 0; l < patterns; l++) {
                metric.add(k, l, own - cross[k] - cross[l]);
            }
        }
        return metric;
    }

    private static double[][] rows(DMatrixRMaj matrix) {
        double[][] rows = new double[matrix.numRows][matrix.numCols];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < rows[r].length; c++) {
                rows[r][c] = matrix.get(r, c);
            }
        }
        return rows;
    }
}
