package org.chiscope.response;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.chiscope.math.RandomStream;

/**
 * A susceptibility matrix, and what it is when draws are left out: for the Monte-Carlo errors of
 * whatever is computed from whole matrices and is not linear in them, such as an inverse. (For what
 * is linear, {@link CellCombination} is exact.)
 *
 * <p>Ensembles of rows are independent, so a group of blocks is left out of every row at once: as
 * many groups as the row with the fewest blocks has. Where rows need the full ensemble, groups of
 * its blocks are left out of all rows besides. Whole chains are left out for the floor. Rows that
 * are read from one ensemble have blocks of unlike lengths: only whole chains are left out there.
 */
public final class MatrixReplicates {
    private final double[][] matrix;
    private final List<Set> jackknife = new ArrayList<>();
    private final List<Set> floor = new ArrayList<>();

    /**
     * Matrices with one group left out each.
     *
     * @param shared whether the rows share what is left out
     */
    private record Set(List<double[][]> matrices, boolean shared) {}

    private MatrixReplicates(double[][] matrix) {
        this.matrix = matrix;
    }

    /** A matrix that is known without error. */
    public static MatrixReplicates exact(double[][] matrix) {
        return new MatrixReplicates(copy(matrix));
    }

    /**
     * The replicates of a matrix.
     *
     * @param rows at least one
     */
    public static MatrixReplicates of(List<SusceptibilityRow> rows, Part part) {
        double[][] matrix =
                rows.stream()
                        .map(
                                row ->
                                        row.cells().stream()
                                                .mapToDouble(cell -> part.of(cell).value())
                                                .toArray())
                        .toArray(double[][]::new);
        MatrixReplicates replicates = new MatrixReplicates(matrix);
        boolean reading = rows.stream().anyMatch(row -> row.replicates().reading());
        List<double[][]> own = new ArrayList<>();
        List<double[][]> ownChains = new ArrayList<>();
        List<double[][]> full = new ArrayList<>();
        List<double[][]> fullChains = new ArrayList<>();
        for (SusceptibilityRow row : rows) {
            SusceptibilityRow.Replicates r = row.replicates();
            own.add(chosen(part, r.fluctuationWithoutOwn(), r.shiftWithoutOwn()));
            ownChains.add(chosen(part, r.fluctuationOfChains(), r.shiftOfChains()));
            if (part != Part.FLUCTUATION && r.shiftWithoutFull().length > 0) {
                full.add(withShift(part, row, r.shiftWithoutFull()));
                fullChains.add(withShift(part, row, r.shiftOfFullChains()));
            }
        }
        if (!reading) {
            replicates.jackknife.add(new Set(replicates.withoutGroups(own), false));
            if (full.size() == rows.size()) {
                replicates.jackknife.add(new Set(replicates.withoutGroups(full), true));
            }
        }
        replicates.floor.add(new Set(replicates.withoutChains(ownChains), reading));
        if (full.size() == rows.size()) {
            replicates.floor.add(new Set(replicates.withoutChains(fullChains), true));
        }
        return replicates;
    }

    private static double[][] chosen(Part part, double[][] fluctuation, double[][] shift) {
        return switch (part) {
            case FLUCTUATION -> fluctuation;
            case SHIFT -> shift;
            case JOINT -> {
                double[][] sum = new double[Math.min(fluctuation.length, shift.length)][];
                for (int b = 0; b < sum.length; b++) {
                    sum[b] = fluctuation[b].clone();
                    for (int k = 0; k < sum[b].length; k++) {
                        sum[b][k] += shift[b][k];
                    }
                }
                yield sum;
            }
        };
    }

    /** Replicates of the shift, with the row's own fluctuation where the part holds it. */
    private static double[][] withShift(Part part, SusceptibilityRow row, double[][] shift) {
        double[][] values = copy(shift);
        if (part == Part.JOINT) {
            for (double[] value : values) {
                for (int k = 0; k < value.length; k++) {
                    value[k] += row.cells().get(k).fluctuation().value();
                }
            }
        }
        return values;
    }

    /**
     * Matrices without one group each, from rows without one block each: to first order, leaving
     * out m of B blocks moves a mean (B − 1)/(B − m) times as far as their single moves together.
     */
    private List<double[][]> withoutGroups(List<double[][]> withoutBlock) {
        int groups = withoutBlock.stream().mapToInt(blocks -> blocks.length).min().orElse(0);
        List<double[][]> matrices = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            double[][] replicate = copy(matrix);
            for (int r = 0; r < replicate.length; r++) {
                double[][] blocks = withoutBlock.get(r);
                int start = (int) ((long) g * blocks.length / groups);
                int end = (int) ((g + 1L) * blocks.length / groups);
                double factor = (blocks.length - 1.0) / (blocks.length - (end - start));
                for (int b = start; b < end; b++) {
                    for (int k = 0; k < replicate[r].length; k++) {
                        replicate[r][k] += factor * (blocks[b][k] - matrix[r][k]);
                    }
                }
            }
            matrices.add(replicate);
        }
        return matrices;
    }

    /** Matrices without one chain each: about the matrix, as the others' mean lies about all's. */
    private List<double[][]> withoutChains(List<double[][]> ofChains) {
        int chains = ofChains.stream().mapToInt(values -> values.length).min().orElse(0);
        List<double[][]> matrices = new ArrayList<>();
        for (int c = 0; c < chains && chains > 1; c++) {
            double[][] replicate = copy(matrix);
            for (int r = 0; r < replicate.length; r++) {
                double[][] values = ofChains.get(r);
                for (int k = 0; k < replicate[r].length; k++) {
                    double mean = 0;
                    for (int other = 0; other < chains; other++) {
                        mean += values[other][k] / chains;
                    }
                    replicate[r][k] += (mean - values[c][k]) / (chains - 1);
                }
            }
            matrices.add(replicate);
        }
        return matrices;
    }

    private static double[][] copy(double[][] values) {
        double[][] copy = new double[values.length][];
        for (int r = 0; r < copy.length; r++) {
            copy[r] = values[r].clone();
        }
        return copy;
    }

    /** The matrix from all draws, {@code [row][pattern]}; a copy. */
    public double[][] matrix() {
        return copy(matrix);
    }

    /** Groups that the errors rest on; fewer than 2: no error is known. */
    public int groups() {
        return jackknife.isEmpty()
                ? floor.isEmpty() ? 0 : floor.getFirst().matrices().size()
                : jackknife.getFirst().matrices().size();
    }

    /** The same with each matrix changed alike, for what is computed again and again. */
    public MatrixReplicates map(Function<double[][], double[][]> change) {
        MatrixReplicates mapped = new MatrixReplicates(change.apply(copy(matrix)));
        jackknife.forEach(set -> mapped.jackknife.add(set(set, change)));
        floor.forEach(set -> mapped.floor.add(set(set, change)));
        return mapped;
    }

    private static Set set(Set set, Function<double[][], double[][]> change) {
        return new Set(
                set.matrices().stream().map(m -> change.apply(copy(m))).toList(), set.shared());
    }

    /** All of it worked out once into something else, of which errors can then be asked. */
    public <T> Worked<T> work(Function<double[][], T> function) {
        return new Worked<>(
                function.apply(copy(matrix)),
                results(jackknife, function),
                results(floor, function));
    }

    private static <T> List<List<T>> results(List<Set> sets, Function<double[][], T> function) {
        return sets.stream()
                .map(set -> set.matrices().stream().map(m -> function.apply(copy(m))).toList())
                .toList();
    }

    /**
     * What was worked out from the matrix and from each replicate.
     *
     * @param value from all draws
     * @param jackknife without each group
     * @param floor without each chain
     */
    public record Worked<T>(T value, List<List<T>> jackknife, List<List<T>> floor) {

        /**
         * Monte-Carlo standard errors of numbers that follow from it; NaN where unknown.
         *
         * @param numbers as many from every replicate
         */
        public double[] errors(Function<T, double[]> numbers) {
            double[] at = numbers.apply(value);
            double[] variance = variances(jackknife, numbers, at.length);
            double[] least = variances(floor, numbers, at.length);
            double[] errors = new double[at.length];
            for (int i = 0; i < errors.length; i++) {
                errors[i] = Math.sqrt(Math.max(variance[i], least[i])); // NaN if either is
            }
            return errors;
        }

        private static <T> double[] variances(
                List<List<T>> sets, Function<T, double[]> numbers, int length) {
            double[] sum = new double[length];
            for (List<T> set : sets) {
                int n = set.size();
                double[][] values = set.stream().map(numbers).toArray(double[][]::new);
                for (int i = 0; i < length; i++) {
                    double mean = 0;
                    for (double[] value : values) {
                        mean += value[i] / n;
                    }
                    double squares = 0;
                    for (double[] value : values) {
                        squares += (value[i] - mean) * (value[i] - mean);
                    }
                    sum[i] += n < 2 ? Double.NaN : squares * (n - 1) / n;
                }
            }
            return sum;
        }
    }

    /**
     * Matrices of noise alone, as large and as correlated as the matrix' own error: the deviations
     * of its replicates with random signs. Where there is no noise null, as of JOINT.
     *
     * @param random signs
     * @return none where the error is not known
     */
    public List<double[][]> noise(int count, RandomStream random) {
        List<Set> sets = jackknife.isEmpty() ? floor : jackknife;
        if (groups() < 2) {
            return List.of();
        }
        List<double[][]> noise = new ArrayList<>();
        for (int m = 0; m < count; m++) {
            double[][] sum = new double[matrix.length][matrix[0].length];
            for (Set set : sets) {
                double scale = Math.sqrt((set.matrices().size() - 1.0) / set.matrices().size());
                for (double[][] replicate : set.matrices()) {
                    double sign = 0;
                    for (int r = 0; r < sum.length; r++) {
                        if (r == 0 || !set.shared()) {
                            sign = random.nextInt(2) == 0 ? -scale : scale;
                        }
                        for (int k = 0; k < sum[r].length; k++) {
                            sum[r][k] += sign * (replicate[r][k] - matrix[r][k]);
                        }
                    }
                }
            }
            noise.add(sum);
        }
        return noise;
    }
}
