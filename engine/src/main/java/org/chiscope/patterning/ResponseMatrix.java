package org.chiscope.patterning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.chiscope.math.RandomStream;
import org.chiscope.response.CellCombination;
import org.chiscope.response.Estimate;
import org.chiscope.response.MatrixReplicates;
import org.chiscope.response.NoiseFloor;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityRow;
import org.jspecify.annotations.Nullable;

/**
 * A susceptibility matrix with all that its inversion asks for. Rows with a cell that is not known
 * take no part and are named. Immutable.
 *
 * @param components names of the rows
 * @param leftOut names of the rows that take no part, since they have no value
 * @param patterns names of the columns
 * @param part which estimate of the cells: CONDITIONAL (fluctuation) or JOINT
 * @param nBeta the inverse temperature, in 1/nats
 * @param replicates the matrix, {@code [component][pattern]} in nats², with and without some draws
 * @param noise matrices of noise alone; empty where the noise is not known
 * @param mixture what patterns do to the data; null where columns are fields, which are added
 * @param errors errors of linear combinations of its cells
 */
public record ResponseMatrix(
        List<String> components,
        List<String> leftOut,
        List<String> patterns,
        Part part,
        double nBeta,
        MatrixReplicates replicates,
        List<double[][]> noise,
        @Nullable DataMixture mixture,
        CombinationErrors errors) {
    private static final long NOISE = RandomStream.hash("patterning noise");

    /** Errors of linear combinations Σ c_{Ck} χ_{Ck}, coefficients as {@code [row][pattern]}. */
    @FunctionalInterface
    public interface CombinationErrors {
        Estimate of(double[][] coefficients);
    }

    /**
     * Copies the lists.
     *
     * @throws IllegalArgumentException with one sentence if sizes do not fit, or the part cannot be
     *     inverted
     */
    public ResponseMatrix {
        components = List.copyOf(components);
        leftOut = List.copyOf(leftOut);
        patterns = List.copyOf(patterns);
        noise = List.copyOf(noise);
        if (part == Part.SHIFT) {
            throw new IllegalArgumentException(
                    "Patterning inverts the fluctuation or the joint susceptibility, but was asked for"
                            + " the shift alone, which no data perturbation moves alone.");
        }
        double[][] matrix = replicates.matrix();
        int columns = mixture == null ? patterns.size() : mixture.patterns();
        for (double[] row : matrix) {
            columns = row.length == patterns.size() ? columns : row.length;
        }
        if (matrix.length != components.size() || columns != patterns.size()) {
            throw new IllegalArgumentException(
                    "A response matrix needs "
                            + components.size()
                            + " rows of "
                            + patterns.size()
                            + " patterns, but got "
                            + matrix.length
                            + " rows of "
                            + columns
                            + ".");
        }
    }

    /**
     * From estimated rows.
     *
     * @param rows those with estimates
     * @param nulls matrices of the noise null of all {@code rows} ({@link NoiseFloor#noise}); where
     *     there are none, noise is taken from the errors
     * @param seed of that noise
     */
    public static ResponseMatrix of(
            List<SusceptibilityRow> rows,
            List<String> patterns,
            Part part,
            double nBeta,
            @Nullable DataMixture mixture,
            List<double[][]> nulls,
            long seed) {
        List<SusceptibilityRow> known = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int r = 0; r < rows.size(); r++) {
            SusceptibilityRow row = rows.get(r);
            if (row.cells().stream().allMatch(cell -> Double.isFinite(part.of(cell).value()))) {
                known.add(row);
                places.add(r);
            } else {
                leftOut.add(row.component());
            }
        }
        MatrixReplicates replicates =
                known.isEmpty()
                        ? MatrixReplicates.exact(new double[0][])
                        : MatrixReplicates.of(known, part);
        List<double[][]> noise;
        if (part == Part.FLUCTUATION && !nulls.isEmpty()) {
            noise =
                    nulls.stream()
                            .map(
                                    matrix ->
                                            places.stream()
                                                    .map(r -> matrix[r])
                                                    .toArray(double[][]::new))
                            .toList();
        } else {
            noise =
                    replicates.noise(
                            NoiseFloor.matrices(Math.max(1, known.size()), patterns.size()),
                            RandomStream.of(seed, NOISE));
        }
        return new ResponseMatrix(
                known.stream().map(SusceptibilityRow::component).toList(),
                leftOut,
                patterns,
                part,
                nBeta,
                replicates,
                noise,
                mixture,
                coefficients -> CellCombination.of(known, coefficients, part));
    }

    /** A matrix that is known without error. */
    public static ResponseMatrix exact(
            List<String> components,
            List<String> patterns,
            Part part,
            double nBeta,
            double[][] matrix,
            @Nullable DataMixture mixture) {
        MatrixReplicates replicates = MatrixReplicates.exact(matrix);
        return new ResponseMatrix(
                components,
                List.of(),
                patterns,
                part,
                nBeta,
                replicates,
                List.of(),
                mixture,
                coefficients -> {
                    double sum = 0;
                    for (int r = 0; r < coefficients.length; r++) {
                        for (int k = 0; k < coefficients[r].length; k++) {
                            sum += coefficients[r][k] * matrix[r][k];
                        }
                    }
                    return new Estimate(sum, 0, Double.NaN, 0);
                });
    }

    /** The same of some components alone. */
    public ResponseMatrix only(int... rows) {
        UnaryOperator<double[][]> chosen =
                matrix -> Arrays.stream(rows).mapToObj(r -> matrix[r]).toArray(double[][]::new);
        return new ResponseMatrix(
                Arrays.stream(rows).mapToObj(components::get).toList(),
                leftOut,
                patterns,
                part,
                nBeta,
                replicates.map(chosen),
                noise.stream().map(chosen).toList(),
                mixture,
                coefficients -> {
                    double[][] all = new double[components.size()][patterns.size()];
                    for (int r = 0; r < rows.length; r++) {
                        all[rows[r]] = coefficients[r];
                    }
                    return errors.of(all);
                });
    }

    /** The matrix from all draws, {@code [component][pattern]}, nats²; a copy. */
    public double[][] matrix() {
        return replicates.matrix();
    }

    /**
     * What a data perturbation is predicted to do: dμ = nβ χ dh, with its error at fixed dh.
     *
     * @param h one a pattern
     * @return one a component, nats
     * @throws IllegalArgumentException with one sentence if h has another length
     */
    public List<Estimate> predict(double[] h) {
        if (h.length != patterns.size()) {
            throw new IllegalArgumentException(
                    "A data perturbation needs a strength for each of the "
                            + patterns.size()
                            + " patterns, but has "
                            + h.length
                            + ".");
        }
        List<Estimate> predicted = new ArrayList<>();
        for (int r = 0; r < components.size(); r++) {
            double[][] coefficients = new double[components.size()][h.length];
            for (int k = 0; k < h.length; k++) {
                coefficients[r][k] = nBeta * h[k];
            }
            predicted.add(errors.of(coefficients));
        }
        return predicted;
    }
}
