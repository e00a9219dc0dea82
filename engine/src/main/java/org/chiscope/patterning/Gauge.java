package org.chiscope.patterning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;

/**
 * Directions of h along which q_h does not move, Gh = 0: no structure can answer to them, so a
 * solution holds nothing of them (theory.md section 4). Named for a person.
 */
public final class Gauge {
    private static final double SMALL = 1e-7;

    /** hᵀGh below this share of hᵀh is zero. */
    private static final double NULL = 1e-9;

    private Gauge() {}

    /**
     * The words of each direction; together they span all of them.
     *
     * @return such as {@code partition of source}; empty if every h moves the data
     */
    public static List<String> words(DataMixture mixture) {
        DMatrixRMaj gauge = mixture.gauge();
        List<double[]> all = new ArrayList<>();
        for (int j = 0; j < gauge.numCols; j++) {
            double[] column = new double[gauge.numRows];
            for (int k = 0; k < column.length; k++) {
                column[k] = gauge.get(k, j);
            }
            all.add(column);
        }
        List<double[]> left = new ArrayList<>(all);
        List<String> words = new ArrayList<>();
        known(mixture)
                .forEach(
                        (word, direction) -> {
                            if (take(left, direction)) {
                                words.add(word);
                            }
                        });
        // What has no simpler name is named by the patterns of a basis in echelon form.
        for (double[] direction : echelon(all)) {
            if (take(left, direction)) {
                words.add("combination of " + names(mixture, direction));
            }
        }
        return words;
    }

    private static Map<String, double[]> known(DataMixture mixture) {
        int patterns = mixture.patterns();
        double[][] metric = mixture.metric();
        Map<String, double[]> known = new LinkedHashMap<>();
        for (int k = 0; k < patterns; k++) {
            if (metric[k][k] <= NULL) {
                known.put(mixture.name(k) + " is all of the data", unit(patterns, k));
            }
        }
        for (int k = 0; k < patterns; k++) {
            for (int l = k + 1; l < patterns; l++) {
                if (metric[k][k] + metric[l][l] - 2 * metric[k][l] <= 2 * NULL) {
                    double[] difference = unit(patterns, k);
                    difference[l] = -1;
                    known.put(mixture.name(k) + " is the same as " + mixture.name(l), difference);
                }
            }
        }
        Map<String, List<Integer>> families = new LinkedHashMap<>();
        for (int k = 0; k < patterns; k++) {
            families.computeIfAbsent(mixture.family(k), f -> new ArrayList<>()).add(k);
        }
        families.forEach(
                (family, members) -> {
                    double[] masses = new double[patterns];
                    members.forEach(k -> masses[k] = mixture.size(k));
                    if (members.size() > 1 && isNull(mixture, masses)) {
                        known.put("partition of " + family, masses);
                    }
                });
        return known;
    }

    private static double[] unit(int length, int at) {
        double[] unit = new double[length];
        unit[at] = 1;
        return unit;
    }

    private static boolean isNull(DataMixture mixture, double[] h) {
        double length = Arrays.stream(h).map(x -> x * x).sum();
        return mixture.chiSquaredDivergence(h) <= NULL * length;
    }

    /**
     * Takes out of a basis what a direction has in its span; false if that is nothing, since the
     * direction follows from others that were taken.
     */
    private static boolean take(List<double[]> basis, double[] direction) {
        double[] inside = new double[direction.length];
        for (double[] vector : basis) {
            double product = dot(vector, direction);
            for (int k = 0; k < inside.length; k++) {
                inside[k] += product * vector[k];
            }
        }
        double kept = dot(inside, inside);
        if (kept <= SMALL * SMALL * dot(direction, direction)) {
            return false;
        }
        List<double[]> others = new ArrayList<>();
        for (double[] vector : basis) {
            double[] rest = vector.clone();
            subtract(rest, inside, dot(vector, inside) / kept);
            for (double[] other : others) {
                subtract(rest, other, dot(rest, other));
            }
            double size = Math.sqrt(dot(rest, rest));
            if (size > 1e-4) {
                for (int k = 0; k < rest.length; k++) {
                    rest[k] /= size;
                }
                others.add(rest);
            }
        }
        basis.clear();
        basis.addAll(others);
        return true;
    }

    /** The reduced echelon form of a basis, the vectors with the fewest entries first. */
    private static List<double[]> echelon(List<double[]> basis) {
        double[][] rows = basis.stream().map(double[]::clone).toArray(double[][]::new);
        int row = 0;
        for (int k = 0; row < rows.length && k < rows[row].length; k++) {
            int pivot = row;
            for (int r = row; r < rows.length; r++) {
                if (Math.abs(rows[r][k]) > Math.abs(rows[pivot][k])) {
                    pivot = r;
                }
            }
            if (Math.abs(rows[pivot][k]) < SMALL) {
                continue;
            }
            double[] chosen = rows[pivot];
            rows[pivot] = rows[row];
            rows[row] = chosen;
            for (double[] other : rows) {
                if (other != chosen) {
                    subtract(other, chosen, other[k] / chosen[k]);
                }
            }
            row++;
        }
        return Arrays.stream(rows).sorted(Comparator.comparing(Gauge::entries)).toList();
    }

    private static long entries(double[] direction) {
        return Arrays.stream(direction).filter(x -> Math.abs(x) > SMALL).count();
    }

    private static String names(DataMixture mixture, double[] direction) {
        double largest = Arrays.stream(direction).map(Math::abs).max().orElse(0);
        return IntStream.range(0, direction.length)
                .filter(k -> Math.abs(direction[k]) > SMALL * largest)
                .mapToObj(mixture::name)
                .collect(Collectors.joining(", "));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    private static void subtract(double[] from, double[] what, double times) {
        for (int k = 0; k < from.length; k++) {
            from[k] -= times * what[k];
        }
    }
}
