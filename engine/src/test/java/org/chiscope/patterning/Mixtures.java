package org.chiscope.patterning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.chiscope.data.Pattern;
import org.chiscope.math.RandomStream;
import org.chiscope.response.Part;

/** Data mixtures, and responses to them that follow from single examples, for tests. */
final class Mixtures {
    private Mixtures() {}

    static Pattern pattern(String name, String family, int... examples) {
        return new Pattern(name, family, "A pattern of a test.", examples);
    }

    /** From {@code start} up to {@code end}. */
    static Pattern range(String name, String family, int start, int end) {
        return pattern(name, family, IntStream.range(start, end).toArray());
    }

    /** Uniform q and random subsets of it, of unlike sizes, which overlap. */
    static DataMixture random(RandomStream random, int examples, int patterns) {
        List<Pattern> chosen = new ArrayList<>();
        for (int k = 0; k < patterns; k++) {
            int size = 1 + random.nextInt(examples - 1);
            int[] some = Arrays.copyOf(random.permutation(examples), size);
            Arrays.sort(some);
            chosen.add(pattern("p" + k, "random", some));
        }
        return DataMixture.of(chosen, examples);
    }

    /** Random weights of q, and random weights of patterns over random subsets. */
    static DataMixture weighted(RandomStream random, int examples, int patterns) {
        int[][] members = new int[patterns][];
        double[][] masses = new double[patterns][];
        for (int k = 0; k < patterns; k++) {
            int size = 1 + random.nextInt(examples - 1);
            members[k] = Arrays.copyOf(random.permutation(examples), size);
            Arrays.sort(members[k]);
            masses[k] = distribution(random, size);
        }
        List<String> names = IntStream.range(0, patterns).mapToObj(k -> "p" + k).toList();
        return new DataMixture(names, names, distribution(random, examples), members, masses);
    }

    private static double[] distribution(RandomStream random, int size) {
        double[] mass = new double[size];
        double sum = 0;
        for (int i = 0; i < size; i++) {
            mass[i] = 0.1 + random.nextDouble();
            sum += mass[i];
        }
        for (int i = 0; i < size; i++) {
            mass[i] /= sum;
        }
        return mass;
    }

    /** Three patterns on q's support, which is the first 12 of 16 examples, and one beside it. */
    static DataMixture withProbe() {
        double[] base = new double[16];
        Arrays.fill(base, 0, 12, 1.0 / 12);
        int[][] members = {{0, 1, 2}, {2, 3, 4, 5, 6}, {7, 8}, {11, 12, 13, 14}};
        double[][] masses = new double[members.length][];
        for (int k = 0; k < masses.length; k++) {
            masses[k] = new double[members[k].length];
            Arrays.fill(masses[k], 1.0 / members[k].length);
        }
        return new DataMixture(
                List.of("a", "b", "c", "probe"),
                List.of("own", "own", "own", "probes"),
                base,
                members,
                masses);
    }

    /** (q_k − q)(z) as {@code [pattern][example]}. */
    static double[][] contrasts(DataMixture mixture) {
        double[][] contrasts = new double[mixture.patterns()][];
        double[] base = mixture.weights(new double[mixture.patterns()]);
        for (int k = 0; k < contrasts.length; k++) {
            contrasts[k] = mixture.weights(unit(mixture.patterns(), k));
            for (int z = 0; z < base.length; z++) {
                contrasts[k][z] -= base[z];
            }
        }
        return contrasts;
    }

    static double[] unit(int length, int at) {
        double[] unit = new double[length];
        unit[at] = 1;
        return unit;
    }

    /** χ_{C,k} = Σ_z (q_k − q)(z) χ_{C,z}, of random χ_{C,z}: null wherever q_h stands still. */
    static double[][] susceptibilities(DataMixture mixture, int components, RandomStream random) {
        double[][] contrasts = contrasts(mixture);
        double[][] matrix = new double[components][mixture.patterns()];
        for (double[] row : matrix) {
            double[] ofExample = gaussians(random, mixture.examples());
            for (int k = 0; k < row.length; k++) {
                row[k] = dot(contrasts[k], ofExample);
            }
        }
        return matrix;
    }

    static ResponseMatrix response(double[][] matrix, double nBeta, DataMixture mixture) {
        return ResponseMatrix.exact(
                IntStream.range(0, matrix.length).mapToObj(r -> "c" + r).toList(),
                IntStream.range(0, mixture.patterns()).mapToObj(mixture::name).toList(),
                Part.FLUCTUATION,
                nBeta,
                matrix,
                mixture);
    }

    static ResponseMatrix response(
            DataMixture mixture, int components, double nBeta, RandomStream random) {
        return response(susceptibilities(mixture, components, random), nBeta, mixture);
    }

    static Inversion inversion(ResponseMatrix response, Metric metric) {
        boolean[] all = new boolean[response.components().size()];
        Arrays.fill(all, true);
        return new Inversion(response, all, metric, RowScaling.RAW);
    }

    static double[] gaussians(RandomStream random, int length) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = random.nextGaussian();
        }
        return values;
    }

    static double[] times(double[][] matrix, double[] vector) {
        return Arrays.stream(matrix).mapToDouble(row -> dot(row, vector)).toArray();
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double norm(double[] vector) {
        return Math.sqrt(dot(vector, vector));
    }

    /** a + factor · b. */
    static double[] plus(double[] a, double[] b, double factor) {
        double[] sum = a.clone();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * b[i];
        }
        return sum;
    }
}
