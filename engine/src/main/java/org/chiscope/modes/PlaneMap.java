package org.chiscope.modes;

import java.util.Arrays;
import org.chiscope.math.RandomStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Columns, such as the responses of all components to one example each, as points of a plane.
 *
 * @param x one a column
 * @param y one a column
 * @param shares what the two axes hold of the columns' spread about their mean, Σ over rows of the
 *     variance; NaN where there is no spread
 * @param weights of the rows on the two axes, {@code [axis][row]}
 * @param origin the column that lies at (0, 0)
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PlaneMap(
        double[] x, double[] y, double[] shares, double[][] weights, double[] origin) {

    /**
     * The columns read along two directions: x = uᵀc, y = wᵀc.
     *
     * @param columns {@code [row][column]}
     * @param u one a row
     * @param w one a row
     */
    public static PlaneMap along(double[][] columns, double[] u, double[] w) {
        return about(columns, new double[columns.length], u, w);
    }

    private static PlaneMap about(double[][] columns, double[] origin, double[] u, double[] w) {
        double[] x = read(columns, u);
        double[] y = read(columns, w);
        double total = Arrays.stream(columns).mapToDouble(PlaneMap::variance).sum();
        return new PlaneMap(
                x,
                y,
                new double[] {variance(x) / total, variance(y) / total},
                new double[][] {u.clone(), w.clone()},
                origin);
    }

    /**
     * Where another column lies, such as the mean of some.
     *
     * @param column one number a row
     * @return x and y
     */
    public double[] place(double[] column) {
        double[] place = new double[2];
        for (int r = 0; r < column.length; r++) {
            place[0] += weights[0][r] * (column[r] - origin[r]);
            place[1] += weights[1][r] * (column[r] - origin[r]);
        }
        return place;
    }

    /**
     * The first two principal components of the columns about their mean; each axis has the sign
     * with which its weights sum to at least 0. With one row, y is 0.
     *
     * @param columns {@code [row][column]}, at least one row; read only
     */
    public static PlaneMap principalComponents(double[][] columns) {
        int rows = columns.length;
        double[][] centred = new double[rows][];
        double[] means = new double[rows];
        for (int r = 0; r < rows; r++) {
            double mean = Arrays.stream(columns[r]).average().orElse(0);
            means[r] = mean;
            centred[r] = Arrays.stream(columns[r]).map(value -> value - mean).toArray();
        }
        DMatrixRMaj covariance = new DMatrixRMaj(rows, rows);
        for (int r = 0; r < rows; r++) {
            for (int s = 0; s <= r; s++) {
                double sum = FormedMatrix.dot(centred[r], centred[s]);
                covariance.set(r, s, sum);
                covariance.set(s, r, sum);
            }
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(rows, true, true);
        if (!eigen.decompose(covariance)) {
            throw new IllegalStateException("The eigenvalues did not converge.");
        }
        int first = -1;
        int second = -1;
        for (int i = 0; i < rows; i++) {
            if (first < 0 || value(eigen, i) > value(eigen, first)) {
                second = first;
                first = i;
            } else if (second < 0 || value(eigen, i) > value(eigen, second)) {
                second = i;
            }
        }
        return about(
                centred,
                means,
                weights(eigen, first, rows),
                second < 0 ? new double[rows] : weights(eigen, second, rows));
    }

    private static double value(EigenDecomposition_F64<DMatrixRMaj> eigen, int i) {
        return eigen.getEigenvalue(i).getReal();
    }

    private static double[] weights(EigenDecomposition_F64<DMatrixRMaj> eigen, int i, int rows) {
        double[] weights = Arrays.copyOf(eigen.getEigenVector(i).data, rows);
        if (Arrays.stream(weights).sum() < 0) {
            for (int r = 0; r < rows; r++) {
                weights[r] = -weights[r];
            }
        }
        return weights;
    }

    private static double[] read(double[][] columns, double[] weights) {
        double[] sum = new double[columns[0].length];
        for (int r = 0; r < columns.length; r++) {
            for (int z = 0; z < sum.length; z++) {
                sum[z] += weights[r] * columns[r][z];
            }
        }
        return sum;
    }

    private static double variance(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / values.length;
    }

    /**
     * How well distances in the map tell those between the columns: Spearman's rank correlation of
     * the Euclidean distances of pairs, drawn at random. 1: the order of all distances is kept; 0:
     * the map says nothing of them.
     *
     * @param columns {@code [row][column]}, those that the map was made of
     * @param pairs how many to draw
     * @return NaN with fewer than three columns, or where all distances are alike
     */
    public double distanceCorrelation(double[][] columns, int pairs, RandomStream random) {
        int count = x.length;
        if (count < 3) {
            return Double.NaN;
        }
        double[] inMap = new double[pairs];
        double[] inFull = new double[pairs];
        for (int p = 0; p < pairs; p++) {
            int a = random.nextInt(count);
            int b = random.nextInt(count - 1);
            b += b >= a ? 1 : 0;
            inMap[p] = Math.hypot(x[a] - x[b], y[a] - y[b]);
            double squares = 0;
            for (double[] row : columns) {
                squares += (row[a] - row[b]) * (row[a] - row[b]);
            }
            inFull[p] = Math.sqrt(squares);
        }
        return RankCorrelation.of(inMap, inFull);
    }
}
