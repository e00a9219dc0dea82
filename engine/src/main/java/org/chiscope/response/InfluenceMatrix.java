package org.chiscope.response;

import java.util.ArrayList;
import java.util.List;

/**
 * The influence matrix between units of data, single examples or whole contexts: the Bayesian
 * influence function −Cov(ℓ_i, ℓ_j) of mass added at unit j on the loss of unit i, in the full
 * ensemble (Kreer et al., arXiv:2509.26544), and the same normalised, +Corr(ℓ_i, ℓ_j). Errors are
 * those of all cells: a jackknife over the full ensemble's blocks, never below the spread of its
 * chains; blocks are as long as the loss and the patterns ask for. The data error is not known: a
 * unit is one sample of its kind.
 *
 * <p>Rows are worked out when they are asked for: n units and T draws take n·T numbers, never n².
 * Immutable and thread-safe.
 */
public final class InfluenceMatrix {
    /** The most units that a matrix may have. */
    public static final int MAXIMUM_UNITS = 10_000;

    private final Blocks blocks;
    private final int[] blockStart;
    private final float[][] series;
    private final double[][] blockMean;
    private final List<CellEstimator.Result> own;

    /**
     * A row: the response of unit i's loss to mass added at each unit j.
     *
     * @param influence −Cov(ℓ_i, ℓ_j), nats²
     * @param correlation Corr(ℓ_i, ℓ_j), −1 … 1; unknown where a loss does not move
     */
    public record Row(List<Estimate> influence, List<Estimate> correlation) {

        /** Copies the lists. */
        public Row {
            influence = List.copyOf(influence);
            correlation = List.copyOf(correlation);
        }
    }

    /**
     * @param full summary of the full ensemble
     * @param losses of every draw of its chains, in the order of {@link EnsembleSummary#chains}, as
     *     {@code [draw][unit]}, in nats
     * @throws IllegalArgumentException with one sentence if shapes do not fit, or there are more
     *     than {@value #MAXIMUM_UNITS} units
     */
    public InfluenceMatrix(EnsembleSummary full, List<float[][]> losses) {
        blocks = full.blocks();
        int draws = 0;
        for (int c = 0; c < full.chains().size(); c++) {
            int expected = full.chains().get(c).draws().draws();
            if (c >= losses.size() || losses.get(c).length < expected) {
                throw new IllegalArgumentException(
                        "Chain "
                                + full.chains().get(c).draws().chain()
                                + " has "
                                + expected
                                + " draws, but the losses of units are known of "
                                + (c < losses.size() ? losses.get(c).length : 0)
                                + ".");
            }
            draws += expected;
        }
        int units = losses.getFirst()[0].length;
        checkUnits(units);
        series = new float[units][draws];
        blockStart = new int[blocks.count()];
        int at = 0;
        for (int b = 0; b < blockStart.length; b++) {
            blockStart[b] = at;
            at += blocks.draws()[b];
        }
        int column = 0;
        for (int c = 0; c < full.chains().size(); c++) {
            for (int t = 0; t < full.chains().get(c).draws().draws(); t++, column++) {
                float[] draw = losses.get(c)[t];
                for (int i = 0; i < units; i++) {
                    series[i][column] = draw[i];
                }
            }
        }
        blockMean = new double[units][];
        own = new ArrayList<>();
        for (int i = 0; i < units; i++) {
            blockMean[i] = means(series[i]);
        }
        for (int i = 0; i < units; i++) {
            own.add(estimator(i).estimate(moments(i, i), null));
        }
    }

    /**
     * Refuses what is too large.
     *
     * @throws IllegalArgumentException with one sentence
     */
    public static void checkUnits(int units) {
        if (units > MAXIMUM_UNITS) {
            throw new IllegalArgumentException(
                    "An influence matrix may have up to "
                            + MAXIMUM_UNITS
                            + " units, but "
                            + units
                            + " were asked for; take fewer contexts, or contexts in place of"
                            + " examples.");
        }
    }

    /** Number of units. */
    public int units() {
        return series.length;
    }

    /** Row i. */
    public Row row(int i) {
        CellEstimator estimator = estimator(i);
        List<Estimate> influence = new ArrayList<>();
        List<Estimate> correlation = new ArrayList<>();
        for (int j = 0; j < series.length; j++) {
            CellEstimator.Result result = estimator.estimate(moments(i, j), null);
            influence.add(moves(i) && moves(j) ? result.fluctuation() : still(result));
            correlation.add(correlation(i, j, result));
        }
        return new Row(influence, correlation);
    }

    /** A loss that stands still has no error that could be told. */
    private static Estimate still(CellEstimator.Result result) {
        Estimate estimate = result.fluctuation();
        return new Estimate(estimate.value(), Double.NaN, Double.NaN, estimate.blocks());
    }

    private boolean moves(int i) {
        return own.get(i).fluctuation().value() < 0;
    }

    /** Every part of an estimate is that of the covariance over the root of the variances'. */
    private Estimate correlation(int i, int j, CellEstimator.Result cell) {
        if (!moves(i) || !moves(j)) {
            return Estimate.UNKNOWN;
        }
        CellEstimator.Result first = own.get(i);
        CellEstimator.Result second = own.get(j);
        double value =
                ratio(
                        cell.fluctuation().value(),
                        first.fluctuation().value(),
                        second.fluctuation().value());
        double jackknife =
                Jackknife.variance(
                        value,
                        ratios(
                                cell.fluctuationWithoutOwn(),
                                first.fluctuationWithoutOwn(),
                                second.fluctuationWithoutOwn()),
                        blocks.draws());
        double floor =
                Jackknife.varianceOfMean(
                        ratios(
                                cell.fluctuationOfChains(),
                                first.fluctuationOfChains(),
                                second.fluctuationOfChains()));
        return new Estimate(
                value, Math.sqrt(Math.max(jackknife, floor)), Double.NaN, blocks.count());
    }

    private static double[] ratios(double[] covariance, double[] first, double[] second) {
        double[] ratios = new double[covariance.length];
        for (int r = 0; r < ratios.length; r++) {
            ratios[r] = ratio(covariance[r], first[r], second[r]);
        }
        return ratios;
    }

    /** Of values with the sign of the fluctuation, −Cov. */
    private static double ratio(double covariance, double first, double second) {
        return -covariance / Math.sqrt(first * second);
    }

    private CellEstimator estimator(int i) {
        return new CellEstimator(
                new Blocks(blocks.chain(), blocks.draws(), blockMean[i], blocks.chains()),
                null,
                true);
    }

    private double[] means(float[] losses) {
        double[] mean = new double[blockStart.length];
        for (int b = 0; b < mean.length; b++) {
            double sum = 0;
            for (int t = blockStart[b]; t < blockStart[b] + blocks.draws()[b]; t++) {
                sum += losses[t];
            }
            mean[b] = sum / blocks.draws()[b];
        }
        return mean;
    }

    private CellMoments moments(int i, int j) {
        float[] first = series[i];
        float[] second = series[j];
        double[] coMoment = new double[blockStart.length];
        for (int b = 0; b < coMoment.length; b++) {
            double firstMean = blockMean[i][b];
            double secondMean = blockMean[j][b];
            double sum = 0;
            for (int t = blockStart[b]; t < blockStart[b] + blocks.draws()[b]; t++) {
                sum += (first[t] - firstMean) * (second[t] - secondMean);
            }
            coMoment[b] = sum;
        }
        return new CellMoments(blockMean[j], coMoment);
    }
}
