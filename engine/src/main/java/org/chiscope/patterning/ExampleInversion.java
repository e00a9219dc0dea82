package org.chiscope.patterning;

import java.util.Arrays;
import java.util.List;
import org.chiscope.response.NoiseFloor;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.QRDecomposition;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;

/**
 * {@link Inversion} with single examples for patterns, up to a million of them, q uniform over all
 * n. Then G = n(I − J/n), J all ones, and G^{+½} = (I − J/n)/√n, so that M = D χ G^{+½} is D χ_c/√n
 * with the rows of χ_c centred over examples, and
 *
 * <pre>
 * dh = (1/nβ) G^{+½} Mᵀ a = (1/(nβ n)) χ_cᵀ D a,  a = Σ_i u_i (u_iᵀ D dμ) / (s_i² + ρ²s₁²).
 * </pre>
 *
 * <p>Only the small side is ever decomposed: Mᵀ is cut in blocks of examples, each is put below the
 * triangle R of those before it and decomposed anew (TSQR: Demmel et al., SIAM J. Sci. Comput. 34,
 * 2012), and the last R has M's singular values and, on its right, M's left singular vectors.
 * Beside the rows that are given there is one number an example. Immutable and thread-safe.
 */
public final class ExampleInversion {
    /** Examples that are decomposed at once. */
    private static final int BLOCK = 4096;

    /** Singular values below this share of the largest are zero. */
    private static final double NULL_SHARE = 1e-10;

    private final double nBeta;
    private final Rows rows;
    private final int examples;
    private final boolean[] active;
    private final double[] mean;
    private final double[] scale;
    private final double[] values;
    private final DMatrixRMaj left;
    private final double floor;

    /** χ_{C,z}. */
    private interface Rows {
        double at(int row, int example);
    }

    /**
     * @param nBeta in 1/nats
     * @param rows χ_{C,z} as {@code [component][example]}, nats²; kept, not copied
     * @param active which components are wanted to change, or to stay
     * @param scaling of the components
     * @param noise matrices of noise alone over some of the examples; empty where it is not known
     * @throws IllegalArgumentException with one sentence if sizes do not fit
     */
    public ExampleInversion(
            double nBeta,
            float[][] rows,
            boolean[] active,
            RowScaling scaling,
            List<double[][]> noise) {
        this(
                nBeta,
                Arrays.stream(rows).mapToInt(row -> row.length).toArray(),
                (r, z) -> rows[r][z],
                active,
                scaling,
                noise);
    }

    /** The same from doubles. */
    public ExampleInversion(
            double nBeta,
            double[][] rows,
            boolean[] active,
            RowScaling scaling,
            List<double[][]> noise) {
        this(
                nBeta,
                Arrays.stream(rows).mapToInt(row -> row.length).toArray(),
                (r, z) -> rows[r][z],
                active,
                scaling,
                noise);
    }

    private ExampleInversion(
            double nBeta,
            int[] lengths,
            Rows rows,
            boolean[] active,
            RowScaling scaling,
            List<double[][]> noise) {
        if (active.length != lengths.length) {
            throw new IllegalArgumentException(
                    "A target needs a wish for each of the "
                            + lengths.length
                            + " components that have values, but has "
                            + active.length
                            + ".");
        }
        if (lengths.length == 0
                || lengths[0] == 0
                || Arrays.stream(lengths).anyMatch(n -> n != lengths[0])) {
            throw new IllegalArgumentException(
                    "Components need values for the same examples, at least one, but have them for "
                            + Arrays.toString(lengths)
                            + ".");
        }
        this.nBeta = nBeta;
        this.rows = rows;
        this.active = active.clone();
        examples = lengths[0];
        mean = new double[lengths.length];
        scale = new double[lengths.length];
        for (int r = 0; r < mean.length; r++) {
            double sum = 0;
            double squares = 0;
            for (int z = 0; z < examples; z++) {
                double value = rows.at(r, z);
                sum += value;
                squares += value * value;
            }
            if (!Double.isFinite(squares)) {
                throw new IllegalArgumentException(
                        "Patterning by examples needs the response to every example, but that of"
                                + " row "
                                + (r + 1)
                                + " is not known for some.");
            }
            mean[r] = sum / examples;
            scale[r] = scaling == RowScaling.RAW || squares == 0 ? 1 : 1 / Math.sqrt(squares);
        }
        DMatrixRMaj triangle = triangle();
        int size = triangle.numRows;
        if (size == 0) {
            values = new double[0];
            left = new DMatrixRMaj(0, 0);
        } else {
            SingularValueDecomposition_F64<DMatrixRMaj> svd =
                    DecompositionFactory_DDRM.svd(size, size, false, true, true);
            if (!svd.decompose(triangle)) {
                throw new IllegalStateException(
                        "The singular value decomposition did not converge.");
            }
            left = svd.getV(null, false);
            values = Arrays.copyOf(svd.getSingularValues(), size);
            SingularOps_DDRM.descendingOrder(null, false, values, size, left, false);
        }
        floor = NoiseFloor.of(noise, this::measured);
    }

    /** R of the QR decomposition of Mᵀ, block of examples by block. */
    private DMatrixRMaj triangle() {
        int[] chosen = chosen();
        int size = chosen.length;
        DMatrixRMaj triangle = new DMatrixRMaj(size, size);
        if (size == 0) {
            return triangle;
        }
        double root = Math.sqrt(examples);
        for (int start = 0; start < examples; start += BLOCK) {
            int count = Math.min(BLOCK, examples - start);
            DMatrixRMaj stacked = new DMatrixRMaj(size + count, size);
            CommonOps_DDRM.insert(triangle, stacked, 0, 0);
            for (int i = 0; i < size; i++) {
                int r = chosen[i];
                for (int z = 0; z < count; z++) {
                    stacked.set(size + z, i, scale[r] * (rows.at(r, start + z) - mean[r]) / root);
                }
            }
            QRDecomposition<DMatrixRMaj> qr = DecompositionFactory_DDRM.qr(size + count, size);
            // It is false if a column is zero; the triangle is right all the same.
            boolean _ = qr.decompose(stacked);
            triangle = qr.getR(null, true);
        }
        return triangle;
    }

    private int[] chosen() {
        int[] chosen = new int[active.length];
        int count = 0;
        for (int r = 0; r < active.length; r++) {
            if (active[r]) {
                chosen[count++] = r;
            }
        }
        return Arrays.copyOf(chosen, count);
    }

    /** The active rows of noise over a sample of examples, as M is made of all. */
    private double[][] measured(double[][] noise) {
        double root = Math.sqrt(noise[0].length);
        return Arrays.stream(chosen())
                .mapToObj(
                        r ->
                                Arrays.stream(noise[r])
                                        .map(value -> scale[r] * value / root)
                                        .toArray())
                .toArray(double[][]::new);
    }

    /** Number of examples n. */
    public int examples() {
        return examples;
    }

    /** Singular values of χG^{+½} over the active components, the largest first, in nats². */
    public double[] singularValues() {
        return values.clone();
    }

    /** What the largest singular value of noise stays below in 95 % of cases; NaN if unknown. */
    public double noiseFloor() {
        return floor;
    }

    /** Modes that are not zero to rounding. */
    public int numericalRank() {
        int rank = 0;
        while (rank < values.length && values[rank] > NULL_SHARE * values[0]) {
            rank++;
        }
        return rank;
    }

    /** Modes above the noise floor; all of them where no noise is known. */
    public int automaticRank() {
        int rank = 0;
        while (rank < numericalRank() && !(values[rank] <= floor)) {
            rank++;
        }
        return rank;
    }

    /** How many modes are inverted. */
    public int rank(Regularization regularization) {
        return regularization.rank() == Regularization.AUTOMATIC
                ? automaticRank()
                : Math.min(regularization.rank(), numericalRank());
    }

    /**
     * Mode i as a wish: u_i, of unit length, one a component and 0 where it is not active; signed
     * so that its perturbation adds to the example that it moves most.
     */
    public double[] mode(int i) {
        int[] chosen = chosen();
        double[] a = new double[chosen.length];
        for (int r = 0; r < a.length; r++) {
            a[r] = left.get(r, i);
        }
        double largest = 0;
        for (double strength : perturbation(a)) {
            largest = Math.abs(strength) > Math.abs(largest) ? strength : largest;
        }
        double[] mode = new double[active.length];
        double squares = 0;
        for (int r = 0; r < a.length; r++) {
            mode[chosen[r]] = a[r] / scale[chosen[r]];
            squares += mode[chosen[r]] * mode[chosen[r]];
        }
        double length = (largest < 0 ? -1 : 1) * Math.sqrt(squares);
        for (int r = 0; r < mode.length; r++) {
            mode[r] /= length;
        }
        return mode;
    }

    /**
     * The perturbation of least χ²-divergence that brings the active components closest to the
     * target.
     *
     * @param target of the components that are active here; those that are to be fixed exactly are
     *     held as well as can be; see {@link ConstrainedExamples}
     */
    public ExampleSolution solve(Target target, Regularization regularization) {
        if (!Arrays.equals(target.active(), active)) {
            throw new IllegalArgumentException(
                    "The target speaks of other components than this inversion was made for; make"
                            + " another one.");
        }
        int rank = rank(regularization);
        double[] changes = target.changes();
        int[] chosen = chosen();
        double[] wanted = Arrays.stream(chosen).mapToDouble(r -> scale[r] * changes[r]).toArray();
        double[] a = new double[wanted.length];
        double below = values.length == 0 ? 0 : regularization.ridge() * values[0];
        double inside = 0;
        for (int i = 0; i < numericalRank(); i++) {
            double product = 0;
            for (int r = 0; r < a.length; r++) {
                product += left.get(r, i) * wanted[r];
            }
            inside += product * product;
            for (int r = 0; r < a.length && i < rank; r++) {
                a[r] += left.get(r, i) * product / (values[i] * values[i] + below * below);
            }
        }
        double length = Arrays.stream(wanted).map(x -> x * x).sum();
        return solution(
                target,
                perturbation(a),
                length == 0 ? 0 : Math.max(0, 1 - inside / length),
                rank,
                regularization.ridge());
    }

    /**
     * nβ u_iᵀ D χ_c of the first modes, as {@code [mode][example]}: what they answer to δ_z = n
     * h_z.
     */
    double[][] modeResponses(int rank) {
        int[] chosen = chosen();
        double[][] responses = new double[rank][examples];
        for (int i = 0; i < rank; i++) {
            for (int r = 0; r < chosen.length; r++) {
                double times = nBeta * left.get(r, i) * scale[chosen[r]];
                for (int z = 0; z < examples; z++) {
                    responses[i][z] += times * (rows.at(chosen[r], z) - mean[chosen[r]]);
                }
            }
        }
        return responses;
    }

    /** nβ χ_c of one component, one an example. */
    double[] response(int component) {
        double[] response = new double[examples];
        for (int z = 0; z < examples; z++) {
            response[z] = nBeta * (rows.at(component, z) - mean[component]);
        }
        return response;
    }

    /** u_iᵀ D dμ of the first modes. */
    double[] along(Target target, int rank) {
        int[] chosen = chosen();
        double[] changes = target.changes();
        double[] along = new double[rank];
        for (int i = 0; i < rank; i++) {
            for (int r = 0; r < chosen.length; r++) {
                along[i] += left.get(r, i) * scale[chosen[r]] * changes[chosen[r]];
            }
        }
        return along;
    }

    /** (1/(nβ n)) χ_cᵀ D a. */
    private double[] perturbation(double[] a) {
        int[] chosen = chosen();
        double[] h = new double[examples];
        for (int i = 0; i < a.length; i++) {
            int r = chosen[i];
            double times = scale[r] * a[i] / (nBeta * examples);
            for (int z = 0; times != 0 && z < examples; z++) {
                h[z] += times * (rows.at(r, z) - mean[r]);
            }
        }
        return h;
    }

    /** What a perturbation does. */
    ExampleSolution solution(
            Target target, double[] h, double unreachable, int rank, double ridge) {
        double[] changes = target.changes();
        double[] predicted = new double[active.length];
        double product = 0;
        double length = 0;
        for (int r = 0; r < predicted.length; r++) {
            for (int z = 0; z < examples; z++) {
                predicted[r] += nBeta * (rows.at(r, z) - mean[r]) * h[z];
            }
            product += changes[r] * predicted[r];
            length += changes[r] * changes[r];
        }
        double step = Double.POSITIVE_INFINITY;
        double squares = 0;
        double divergence = 0;
        for (double strength : h) {
            double change = examples * strength;
            squares += change * strength;
            // What is less than rounding is no change.
            if (change < -1e-12) {
                step = Math.min(step, -1 / change);
            }
            double weight = 1 + change;
            if (weight < -1e-12) {
                divergence = Double.NaN;
            } else if (weight > 0) {
                divergence += weight * Math.log(weight) / examples;
            }
        }
        return new ExampleSolution(
                target,
                h,
                predicted,
                length == 0 ? Double.NaN : product / length,
                unreachable,
                rank,
                ridge,
                condition(rank, 0),
                condition(rank, ridge),
                step,
                squares,
                Math.max(0, divergence));
    }

    /** How much more the weakest mode that is inverted is amplified than the strongest could be. */
    private double condition(int rank, double ridge) {
        double most = 0;
        for (int i = 0; i < rank; i++) {
            double below = ridge * values[0];
            most = Math.max(most, values[0] * values[i] / (values[i] * values[i] + below * below));
        }
        return rank == 0 ? Double.NaN : most;
    }
}
