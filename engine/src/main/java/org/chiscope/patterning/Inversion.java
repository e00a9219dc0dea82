package org.chiscope.patterning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.response.Estimate;
import org.chiscope.response.MatrixReplicates;
import org.chiscope.response.NoiseFloor;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.SingularOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.SingularValueDecomposition_F64;
import org.jspecify.annotations.Nullable;

/**
 * The inverse of the response of some components: dh = (1/nβ) G^{+½} (χ G^{+½})⁺ dμ (theory.md
 * section 4; Wang and Murfet, arXiv:2601.13548), by the singular values of M = D χ G^{+½}, D the
 * scale of the rows. Making one costs a decomposition for every replicate; solving for a target is
 * then a few products, fast enough to follow a hand. Immutable and thread-safe.
 *
 * <p>It works on the small side: with M = U S Vᵀ, the solution is dh = (1/nβ) G^{+½} Mᵀ a with a =
 * Σ_i u_i (f_i/s_i)(u_iᵀ D dμ), so V is never formed. f_i is s/(s² + ρ²s₁²) up to the rank, and 0
 * beyond.
 */
public final class Inversion {
    /** Singular values below this share of the largest are zero. */
    private static final double NULL_SHARE = 1e-10;

    /** A mode's part of a target below this share of its length is rounding. */
    private static final double ROUNDING = 1e-13;

    private final ResponseMatrix response;
    private final boolean[] active;
    private final double[] scale;
    private final @Nullable DMatrixRMaj halfInverse;
    private final MatrixReplicates.Worked<Spectrum> spectra;
    private final double floor;
    private final List<String> gauge;

    /**
     * Singular values of a matrix, and what of it the small side needs.
     *
     * @param rows D χ of the active components, not in the metric
     * @param matrix M
     * @param left U
     * @param values S
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Spectrum(double[][] rows, DMatrixRMaj matrix, DMatrixRMaj left, double[] values) {
        /** Whether there were draws enough. */
        boolean known() {
            return values.length == 0 || !Double.isNaN(values[0]);
        }

        /** The rows U_rᵀ D χ of the modes that are inverted, {@code [mode][pattern]}, nats². */
        double[][] modes(int rank) {
            double[][] modes = new double[rank][rows.length == 0 ? 0 : rows[0].length];
            for (int i = 0; i < rank; i++) {
                for (int r = 0; r < rows.length; r++) {
                    double times = left.get(r, i);
                    for (int k = 0; k < modes[i].length; k++) {
                        modes[i][k] += times * rows[r][k];
                    }
                }
            }
            return modes;
        }

        /** U_rᵀ of a vector over the active components. */
        double[] along(int rank, double[] wanted) {
            double[] along = new double[rank];
            for (int i = 0; i < rank; i++) {
                for (int r = 0; r < wanted.length; r++) {
                    along[i] += left.get(r, i) * wanted[r];
                }
            }
            return along;
        }
    }

    /**
     * @param active which components are wanted to change, or to stay
     * @param metric {@link Metric#EUCLIDEAN} where columns are fields
     * @throws IllegalArgumentException with one sentence if sizes do not fit
     */
    public Inversion(ResponseMatrix response, boolean[] active, Metric metric, RowScaling scaling) {
        if (active.length != response.components().size()) {
            throw new IllegalArgumentException(
                    "A target needs a wish for each of the "
                            + response.components().size()
                            + " components that have values, but has "
                            + active.length
                            + ".");
        }
        this.response = response;
        this.active = active.clone();
        DataMixture mixture = response.mixture();
        halfInverse = mixture == null || metric == Metric.EUCLIDEAN ? null : mixture.halfInverse();
        gauge = mixture == null ? List.of() : Gauge.words(mixture);
        scale = scales(response.matrix(), scaling);
        spectra = response.replicates().work(matrix -> spectrum(scaled(matrix)));
        floor = NoiseFloor.of(response.noise(), this::measured);
    }

    private static double[] scales(double[][] matrix, RowScaling scaling) {
        double[] scale = new double[matrix.length];
        for (int r = 0; r < scale.length; r++) {
            double norm = Math.sqrt(Arrays.stream(matrix[r]).map(x -> x * x).sum());
            scale[r] = scaling == RowScaling.RAW || norm == 0 ? 1 : 1 / norm;
        }
        return scale;
    }

    /** The rows that are active, in their scale and in the metric of the columns. */
    private double[][] measured(double[][] matrix) {
        return inMetric(scaled(matrix));
    }

    private double[][] inMetric(double[][] rows) {
        return halfInverse == null
                ? rows
                : Arrays.stream(rows)
                        .map(row -> product(row, halfInverse))
                        .toArray(double[][]::new);
    }

    /** The rows that are active, in their scale. */
    private double[][] scaled(double[][] matrix) {
        List<double[]> rows = new ArrayList<>();
        for (int r = 0; r < matrix.length; r++) {
            if (active[r]) {
                double[] row = matrix[r].clone();
                for (int k = 0; k < row.length; k++) {
                    row[k] *= scale[r];
                }
                rows.add(row);
            }
        }
        return rows.toArray(double[][]::new);
    }

    private static double[] product(double[] row, DMatrixRMaj matrix) {
        DMatrixRMaj product = new DMatrixRMaj(1, matrix.numCols);
        CommonOps_DDRM.mult(DMatrixRMaj.wrap(1, row.length, row), matrix, product);
        return product.data;
    }

    private Spectrum spectrum(double[][] scaled) {
        double[][] rows = inMetric(scaled);
        if (rows.length == 0 || rows[0].length == 0) {
            return new Spectrum(
                    scaled, new DMatrixRMaj(0, 0), new DMatrixRMaj(0, 0), new double[0]);
        }
        DMatrixRMaj matrix = new DMatrixRMaj(rows);
        if (MatrixFeatures_DDRM.hasUncountable(matrix)) {
            // A replicate of too few draws: what follows from it is not known, nor is any error.
            double[] unknown = new double[Math.min(matrix.numRows, matrix.numCols)];
            Arrays.fill(unknown, Double.NaN);
            return new Spectrum(
                    scaled, matrix, new DMatrixRMaj(matrix.numRows, unknown.length), unknown);
        }
        SingularValueDecomposition_F64<DMatrixRMaj> svd =
                DecompositionFactory_DDRM.svd(matrix.numRows, matrix.numCols, true, false, true);
        if (!svd.decompose(matrix.copy())) {
            throw new IllegalStateException("The singular value decomposition did not converge.");
        }
        DMatrixRMaj left = svd.getU(null, false);
        double[] values = Arrays.copyOf(svd.getSingularValues(), svd.numberOfSingularValues());
        SingularOps_DDRM.descendingOrder(left, false, values, values.length, null, false);
        return new Spectrum(scaled, matrix, left, values);
    }

    /** What is inverted. */
    public ResponseMatrix response() {
        return response;
    }

    /** Whether sizes of h are χ²-divergences; else they are Euclidean. */
    boolean usesDivergence() {
        return halfInverse != null;
    }

    /** Singular values of χG^{+½} over the active components, the largest first, in nats². */
    public double[] singularValues() {
        return spectra.value().values().clone();
    }

    /** Their Monte-Carlo errors, re-computed in each replicate. */
    public double[] singularValueErrors() {
        return spectra.errors(Spectrum::values);
    }

    /** What the largest singular value of noise stays below in 95 % of cases; NaN if unknown. */
    public double noiseFloor() {
        return floor;
    }

    /** Modes that are not zero to rounding. */
    public int numericalRank() {
        double[] values = spectra.value().values();
        int rank = 0;
        while (rank < values.length && values[rank] > NULL_SHARE * values[0]) {
            rank++;
        }
        return rank;
    }

    /** Modes above the noise floor; all of them where no noise is known. */
    public int automaticRank() {
        double[] values = spectra.value().values();
        int rank = 0;
        while (rank < numericalRank() && !(values[rank] <= floor)) {
            rank++;
        }
        return rank;
    }

    /** Directions of h that change nothing, in words; nothing of them is in any solution. */
    public List<String> gauge() {
        return gauge;
    }

    /**
     * Mode i as a wish: u_i, of unit length, one a component of the whole matrix and 0 where it is
     * not active; signed so that its data perturbation adds to the pattern that it moves most.
     */
    public double[] mode(int i) {
        Spectrum spectrum = spectra.value();
        double[] left = new double[spectrum.matrix().numRows];
        for (int r = 0; r < left.length; r++) {
            left[r] = spectrum.left().get(r, i);
        }
        double[] h = perturbation(spectrum, left);
        int largest = 0;
        for (int k = 1; k < h.length; k++) {
            if (Math.abs(h[k]) > Math.abs(h[largest])) {
                largest = k;
            }
        }
        double sign = h[largest] < 0 ? -1 : 1;
        double[] mode = new double[active.length];
        for (int r = 0, a = 0; r < mode.length; r++) {
            if (active[r]) {
                mode[r] = sign * left[a] / scale[r];
                a++;
            }
        }
        double length = Math.sqrt(Arrays.stream(mode).map(x -> x * x).sum());
        for (int r = 0; r < mode.length; r++) {
            mode[r] /= length;
        }
        return mode;
    }

    /**
     * The data perturbation of least size that brings the active components closest to the target.
     *
     * @param target of the components that are active here; those that are to be fixed exactly are
     *     held as well as can be
     */
    public Solution solve(Target target, Regularization regularization) {
        check(target);
        int rank = rank(regularization);
        double[] wanted = wanted(target);
        double[] h = free(spectra.value(), wanted, rank, regularization);
        double[] errors = spectra.errors(spectrum -> free(spectrum, wanted, rank, regularization));
        return solution(target, h, errors, rank, regularization.ridge());
    }

    /** The perturbation without constraints, from the draws of that spectrum. */
    double[] free(Spectrum spectrum, double[] wanted, int rank, Regularization regularization) {
        return perturbation(spectrum, filtered(spectrum, wanted, rank, regularization));
    }

    /** What all draws say, and each replicate. */
    MatrixReplicates.Worked<Spectrum> spectra() {
        return spectra;
    }

    private void check(Target target) {
        if (!Arrays.equals(target.active(), active)) {
            throw new IllegalArgumentException(
                    "The target speaks of other components than this inversion was made for; make"
                            + " another one.");
        }
    }

    /** How many modes are inverted. */
    public int rank(Regularization regularization) {
        return regularization.rank() == Regularization.AUTOMATIC
                ? automaticRank()
                : Math.min(regularization.rank(), numericalRank());
    }

    /** D dμ of the active components. */
    double[] wanted(Target target) {
        double[] changes = target.changes();
        int count = 0;
        double[] wanted = new double[spectra.value().matrix().numRows];
        for (int r = 0; r < changes.length; r++) {
            if (active[r]) {
                wanted[count++] = scale[r] * changes[r];
            }
        }
        return wanted;
    }

    /** a, from which the perturbation follows as Mᵀa. */
    private static double[] filtered(
            Spectrum spectrum, double[] wanted, int rank, Regularization regularization) {
        double[] values = spectrum.values();
        double[] a = new double[wanted.length];
        double length = Math.sqrt(Arrays.stream(wanted).map(x -> x * x).sum());
        for (int i = 0; i < Math.min(rank, values.length) && values[i] > 0; i++) {
            double product = 0;
            for (int r = 0; r < a.length; r++) {
                product += spectrum.left().get(r, i) * wanted[r];
            }
            if (Math.abs(product) <= ROUNDING * length) {
                continue; // what is out of reach is not to be amplified
            }
            double below = regularization.ridge() * values[0];
            double times = product / (values[i] * values[i] + below * below);
            for (int r = 0; r < a.length; r++) {
                a[r] += spectrum.left().get(r, i) * times;
            }
        }
        return a;
    }

    /** (1/nβ) G^{+½} Mᵀ a. */
    private double[] perturbation(Spectrum spectrum, double[] a) {
        DMatrixRMaj matrix = spectrum.matrix();
        if (matrix.numRows == 0) {
            return new double[response.patterns().size()];
        }
        double[] y = product(a, matrix);
        double[] h = halfInverse == null ? y : product(y, halfInverse);
        for (int k = 0; k < h.length; k++) {
            h[k] /= response.nBeta();
        }
        return h;
    }

    /** The share of ‖D dμ‖² that lies outside what any perturbation of these patterns reaches. */
    double unreachable(double[] wanted) {
        double length = Arrays.stream(wanted).map(x -> x * x).sum();
        if (length == 0) {
            return 0;
        }
        double inside = 0;
        for (int i = 0; i < numericalRank(); i++) {
            double product = 0;
            for (int r = 0; r < wanted.length; r++) {
                product += spectra.value().left().get(r, i) * wanted[r];
            }
            inside += product * product;
        }
        return Math.max(0, 1 - inside / length);
    }

    /** All that is said of a perturbation that was found. */
    Solution solution(Target target, double[] h, double[] errors, int rank, double ridge) {
        List<Estimate> perturbation = new ArrayList<>();
        int groups = response.replicates().groups();
        for (int k = 0; k < h.length; k++) {
            perturbation.add(new Estimate(h[k], errors[k], Double.NaN, groups));
        }
        DataMixture mixture = response.mixture();
        return new Solution(
                target,
                perturbation,
                response.predict(h),
                reached(target, h),
                unreachable(wanted(target)),
                rank,
                ridge,
                condition(rank, 0),
                condition(rank, ridge),
                mixture == null ? Double.POSITIVE_INFINITY : mixture.largestStep(h),
                mixture == null ? Double.NaN : mixture.chiSquaredDivergence(h),
                mixture == null ? Double.NaN : mixture.klDivergence(h));
    }

    /** dμ·predicted ÷ dμ·dμ, over the components that are wanted to change. */
    private Estimate reached(Target target, double[] h) {
        double[] changes = target.changes();
        double length = Arrays.stream(changes).map(x -> x * x).sum();
        if (length == 0) {
            return Estimate.UNKNOWN;
        }
        double[][] coefficients = new double[changes.length][h.length];
        for (int r = 0; r < changes.length; r++) {
            for (int k = 0; k < h.length; k++) {
                coefficients[r][k] = response.nBeta() * changes[r] * h[k] / length;
            }
        }
        return response.errors().of(coefficients);
    }

    /** How much more the weakest mode that is inverted is amplified than the strongest could be. */
    private double condition(int rank, double ridge) {
        double[] values = spectra.value().values();
        double most = 0;
        for (int i = 0; i < rank; i++) {
            double below = ridge * values[0];
            most = Math.max(most, values[0] * values[i] / (values[i] * values[i] + below * below));
        }
        return rank == 0 ? Double.NaN : most;
    }
}
