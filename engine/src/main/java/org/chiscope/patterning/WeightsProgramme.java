package org.chiscope.patterning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.jspecify.annotations.Nullable;

/**
 * The programme of {@link ConstrainedProgramme} where nothing but weights is bounded, and
 * components may be fixed: minimise ½‖Ah − t‖² + ½λ hᵀGh subject to Fh = 0 and 1 + Σ_k h_k
 * (q_k(z)/q(z) − 1) ≥ 0 for every example, which it answers while a hand drags a thousand patterns.
 *
 * <p>Its solution is h = G⁺(Aᵀy + Fᵀη + Σ_z ν_z w_z), with a number for each mode, each component
 * that is fixed, and each example whose weight becomes 0, ν ≥ 0: that many numbers are looked for,
 * not one for each pattern (the dual: Boyd and Vandenberghe, chapter 5). Which examples these are
 * is found by pivoting in blocks (Júdice and Pires, Computers &amp; Operations Research 21, 1994),
 * of those whose conditions were broken so far.
 */
final class WeightsProgramme {
    /** λ without a ridge, as a share of the square of the weakest inverted singular value. */
    private static final double SMALLEST_RIDGE = 1e-7;

    /** A condition that the others leave so little of says what they say; far below λ. */
    private static final double DEPENDENT = 1e-11;

    private static final int MOST_ROUNDS = 100;
    private static final int MOST_PIVOTS = 300;

    /** Conditions that are added in a round. */
    private static final int CUTS = 60;

    /** How far a weight may be below 0, as a share of the example's weight. */
    private static final double SLACK = 1e-8;

    /** Pivots of whole blocks that may bring no progress before single ones follow. */
    private static final int PATIENCE = 8;

    private final @Nullable DataMixture mixture;
    private final @Nullable DMatrixRMaj inverse;
    private final double[] ofOnes;

    /** What is fixed, orthonormal in G⁺; all conditions are taken beside it. */
    private final List<double[]> fixedRows = new ArrayList<>();

    private final List<double[]> fixedMoves = new ArrayList<>();

    /** Rows of conditions divided by their size: modes, then examples. */
    private final List<double[]> rows = new ArrayList<>();

    /** G⁺ times each row. */
    private final List<double[]> moves = new ArrayList<>();

    private final List<double[]> products = new ArrayList<>();
    private final List<Double> aims = new ArrayList<>();
    private final List<Double> softness = new ArrayList<>();
    private final int patterns;
    private final int examplesFrom;

    private WeightsProgramme(
            Inversion inversion,
            ConstrainedInversion.Request request,
            Inversion.Spectrum spectrum,
            boolean weights) {
        patterns = request.free().h().length;
        DataMixture all = inversion.response().mixture();
        mixture = weights ? all : null;
        inverse = inversion.usesDivergence() && all != null ? all.inverse() : null;
        double[] ones = new double[patterns];
        Arrays.fill(ones, 1);
        ofOnes = moved(ones);
        double nBeta = inversion.response().nBeta();
        double[][] modes =
                spectrum.modes(Math.min(request.free().rank(), spectrum.values().length));
        double[] along = spectrum.along(modes.length, inversion.wanted(request.target()));
        double ridge = request.regularization().ridge() * spectrum.values()[0];
        double weakest = modes.length == 0 ? 0 : spectrum.values()[modes.length - 1];
        double soft = nBeta * nBeta * Math.max(ridge * ridge, SMALLEST_RIDGE * weakest * weakest);
        boolean[] active = request.target().active();
        for (int r = 0, a = 0; r < active.length; r++) {
            if (request.target().wishes().get(r) instanceof Target.Fix) {
                fix(spectrum.rows()[a].clone());
            }
            a += active[r] ? 1 : 0;
        }
        for (int i = 0; i < modes.length; i++) {
            double[] row = times(modes[i], nBeta);
            add(row, moved(row), along[i], soft);
        }
        examplesFrom = rows.size();
    }

    /** Whether it answers questions under such constraints. */
    static boolean answers(Constraints constraints, @Nullable DataMixture mixture) {
        return (constraints.equals(Constraints.NONE)
                        || constraints.equals(Constraints.DISTRIBUTION))
                && (mixture == null || mixture.onSupport());
    }

    /** h, one a pattern; null if it does not settle, which another method must then answer. */
    static double @Nullable [] solve(
            Inversion inversion,
            ConstrainedInversion.Request request,
            Inversion.Spectrum spectrum,
            Constraints constraints) {
        return new WeightsProgramme(inversion, request, spectrum, constraints.weightsNotNegative())
                .solve();
    }

    private static double[] times(double[] row, double factor) {
        return Arrays.stream(row).map(x -> factor * x).toArray();
    }

    /** G⁺ times a row; the row itself where the smallest h is the shortest. */
    private double[] moved(double[] row) {
        if (inverse == null) {
            return row.clone();
        }
        DMatrixRMaj moved = new DMatrixRMaj(patterns, 1);
        CommonOps_DDRM.mult(inverse, DMatrixRMaj.wrap(patterns, 1, row), moved);
        return moved.data;
    }

    private void fix(double[] row) {
        double[] moved = moved(row);
        double before = dot(row, moved);
        besideFixed(row, moved);
        double size = dot(row, moved);
        if (size > DEPENDENT * before) {
            fixedRows.add(times(row, 1 / Math.sqrt(size)));
            fixedMoves.add(times(moved, 1 / Math.sqrt(size)));
        }
    }

    /** Takes from a row what would move what is fixed; twice, for what rounding leaves. */
    private void besideFixed(double[] row, double[] moved) {
        for (int pass = 0; pass < 2; pass++) {
            for (int f = 0; f < fixedRows.size(); f++) {
                double share = dot(fixedRows.get(f), moved);
                for (int k = 0; k < patterns; k++) {
                    row[k] -= share * fixedRows.get(f)[k];
                    moved[k] -= share * fixedMoves.get(f)[k];
                }
            }
        }
    }

    /** The condition row · h = aim, in units of its size. */
    private void add(double[] row, double[] moved, double aim, double soft) {
        double before = dot(row, moved);
        besideFixed(row, moved);
        double square = dot(row, moved);
        if (!(square > DEPENDENT * before)) {
            return; // what is fixed decides it
        }
        double size = Math.sqrt(square);
        double[] unit = times(row, 1 / size);
        rows.add(unit);
        moves.add(times(moved, 1 / size));
        aims.add(aim / size);
        softness.add(soft / square);
        double[] product = new double[rows.size()];
        for (int j = 0; j < product.length; j++) {
            product[j] = dot(unit, moves.get(j));
        }
        products.add(product);
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int k = 0; k < one.length; k++) {
            sum += one[k] * other[k];
        }
        return sum;
    }

    private double @Nullable [] solve() {
        boolean[] bound = new boolean[0];
        for (int round = 0; round < MOST_ROUNDS; round++) {
            bound = Arrays.copyOf(bound, rows.size());
            double[] numbers = pivot(bound);
            if (numbers == null) {
                return null;
            }
            int[] holding = holding(bound);
            double[] h = new double[patterns];
            for (int i = 0; i < holding.length; i++) {
                double[] move = moves.get(holding[i]);
                for (int k = 0; k < patterns; k++) {
                    h[k] += numbers[i] * move[k];
                }
            }
            for (int f = 0; f < fixedRows.size(); f++) { // takes back what rounding left
                double share = dot(fixedRows.get(f), h);
                for (int k = 0; k < patterns; k++) {
                    h[k] -= share * fixedMoves.get(f)[k];
                }
            }
            if (!cut(h)) {
                return h;
            }
        }
        return null;
    }

    /** Conditions that hold exactly: modes, and examples that are bound. */
    private int[] holding(boolean[] bound) {
        return IntStream.range(0, rows.size()).filter(j -> j < examplesFrom || bound[j]).toArray();
    }

    /**
     * Changes which examples are bound until none of them pulls its weight below 0 and none of the
     * others' weights is below; returns the numbers of what holds, or null if it does not settle.
     */
    private double @Nullable [] pivot(boolean[] bound) {
        int fewest = Integer.MAX_VALUE;
        int patience = PATIENCE;
        for (int pivots = 0; pivots < MOST_PIVOTS; pivots++) {
            int[] holding = holding(bound);
            double[] numbers = numbers(holding);
            double least = -1e-10 * Arrays.stream(numbers).map(Math::abs).max().orElse(0);
            boolean[] wrong = new boolean[rows.size()];
            int count = 0;
            int last = -1;
            for (int i = examplesFrom; i < holding.length; i++) {
                wrong[holding[i]] = numbers[i] < least;
            }
            for (int j = examplesFrom; j < wrong.length; j++) {
                if (!bound[j]) {
                    double size = -1 / aims.get(j);
                    wrong[j] = value(j, holding, numbers) * size < -1 - SLACK;
                }
                if (wrong[j]) {
                    count++;
                    last = j;
                }
            }
            if (count == 0) {
                return numbers;
            }
            patience = count < fewest ? PATIENCE : patience - 1;
            fewest = Math.min(fewest, count);
            for (int j = examplesFrom; j < wrong.length; j++) {
                bound[j] ^= patience > 0 ? wrong[j] : j == last;
            }
        }
        return null;
    }

    /** row_j · h. */
    private double value(int j, int[] holding, double[] numbers) {
        double sum = 0;
        for (int i = 0; i < holding.length; i++) {
            sum += numbers[i] * product(j, holding[i]);
        }
        return sum;
    }

    private double product(int i, int j) {
        return i >= j ? products.get(i)[j] : products.get(j)[i];
    }

    /**
     * What solves the equations of all that holds, by Cholesky's method, improved once by what is
     * left of them; 0 for a condition that says what those before it say.
     */
    private double[] numbers(int[] holding) {
        int size = holding.length;
        double[][] lower = new double[size][];
        for (int i = 0; i < size; i++) {
            double[] row = new double[i + 1];
            for (int j = 0; j <= i; j++) {
                double sum = product(holding[i], holding[j]);
                double[] other = j < i ? lower[j] : row;
                for (int l = 0; l < j; l++) {
                    sum -= row[l] * other[l];
                }
                if (j == i) {
                    sum += softness.get(holding[i]);
                    row[i] = sum > DEPENDENT ? Math.sqrt(sum) : 0;
                } else {
                    row[j] = other[j] == 0 ? 0 : sum / other[j];
                }
            }
            lower[i] = row;
        }
        double[] numbers = new double[size];
        for (int pass = 0; pass < 2; pass++) {
            double[] left = new double[size];
            for (int i = 0; i < size; i++) {
                left[i] = aims.get(holding[i]) - softness.get(holding[i]) * numbers[i];
                for (int j = 0; j < size; j++) {
                    left[i] -= product(holding[i], holding[j]) * numbers[j];
                }
            }
            double[] better = solved(lower, left);
            for (int i = 0; i < size; i++) {
                numbers[i] += better[i];
            }
        }
        return numbers;
    }

    /** (LLᵀ)⁻¹ of a vector, beside the rows that are left out. */
    private static double[] solved(double[][] lower, double[] vector) {
        double[] x = vector.clone();
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) {
                x[i] -= lower[i][j] * x[j];
            }
            x[i] = lower[i][i] == 0 ? 0 : x[i] / lower[i][i];
        }
        for (int i = x.length - 1; i >= 0; i--) {
            x[i] = lower[i][i] == 0 ? 0 : x[i] / lower[i][i];
            for (int j = 0; j < i; j++) {
                x[j] -= lower[i][j] * x[i];
            }
        }
        return x;
    }

    /** Adds the conditions of the examples whose weights are most below 0; false if none is. */
    private boolean cut(double[] h) {
        if (mixture == null) {
            return false;
        }
        List<double[]> broken = mixture.lightest(h, 2 * SLACK, CUTS);
        broken.forEach(this::addExample);
        return !broken.isEmpty();
    }

    /** The condition Σ_k h_k (q_k(z)/q(z) − 1) ≥ −1. */
    private void addExample(double[] masses) {
        double[] row = masses.clone();
        double[] moved = new double[patterns];
        for (int k = 0; k < patterns; k++) {
            row[k] -= 1;
            if (masses[k] != 0) {
                for (int l = 0; l < patterns; l++) {
                    moved[l] +=
                            masses[k] * (inverse == null ? (k == l ? 1 : 0) : inverse.get(k, l));
                }
            }
        }
        for (int l = 0; l < patterns; l++) {
            moved[l] -= ofOnes[l];
        }
        add(row, moved, -1, 0);
    }
}
