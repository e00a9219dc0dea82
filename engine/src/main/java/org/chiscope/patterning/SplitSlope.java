package org.chiscope.patterning;

import java.util.List;
import java.util.stream.IntStream;
import org.chiscope.response.Estimate;

/**
 * How far predictions come true, from draws that are split in two halves A and B (theory.md section
 * 4). A perturbation that was solved on one half is predicted by the other: with dh and prediction
 * from the same noise, the prediction would equal the target however wrong χ̂ is. Over all trials,
 *
 * <pre>
 * slope = Σ p_own · realised / Σ p_own · p_other,
 * </pre>
 *
 * where p_own and p_other are the predictions by the half that the perturbation was solved on and
 * by the other. Both sums are unbiased for the same number if linear response holds.
 */
public final class SplitSlope {

    private SplitSlope() {}

    /**
     * A perturbation that was tried.
     *
     * @param ofFirst whether it was solved on the first half
     * @param h one a pattern
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    public record Trial(boolean ofFirst, double[] h) {}

    /** What came of the trials, components × trials. */
    public interface Realised {

        /** The change of μ of one component in one trial, nats. */
        double change(int trial, int component);

        /**
         * Σ of changes with these coefficients, and its Monte-Carlo error.
         *
         * @param coefficients {@code [trial][component]}
         */
        Estimate combination(double[][] coefficients);
    }

    /**
     * The slope, 1 where linear response is right, with its error from all three: realised changes,
     * first half and second.
     *
     * @param first response of the first half, whole chains
     * @param second response of the second, of the same components and patterns
     * @param trials within the regime of linear response, of both halves
     * @return unknown where nothing is predicted
     */
    public static Estimate of(
            ResponseMatrix first, ResponseMatrix second, List<Trial> trials, Realised realised) {
        int components = first.components().size();
        int patterns = first.patterns().size();
        double[][] own = new double[trials.size()][];
        double[][] other = new double[trials.size()][];
        double above = 0;
        double below = 0;
        for (int i = 0; i < own.length; i++) {
            Trial trial = trials.get(i);
            own[i] = predicted(trial.ofFirst() ? first : second, trial.h());
            other[i] = predicted(trial.ofFirst() ? second : first, trial.h());
            for (int r = 0; r < components; r++) {
                above += own[i][r] * realised.change(i, r);
                below += own[i][r] * other[i][r];
            }
        }
        if (below == 0) {
            return Estimate.UNKNOWN;
        }
        double slope = above / below;
        // δslope = Σ [p_own·δr + δp_own·(r − slope p_other) − slope p_own·δp_other] / below
        double[][] ofFirst = new double[components][patterns];
        double[][] ofSecond = new double[components][patterns];
        double[][] ofRealised = new double[trials.size()][components];
        for (int i = 0; i < own.length; i++) {
            Trial trial = trials.get(i);
            double[][] solved = trial.ofFirst() ? ofFirst : ofSecond;
            double[][] predicting = trial.ofFirst() ? ofSecond : ofFirst;
            for (int r = 0; r < components; r++) {
                ofRealised[i][r] = own[i][r] / below;
                double miss = (realised.change(i, r) - slope * other[i][r]) / below;
                for (int k = 0; k < patterns; k++) {
                    double h = first.nBeta() * trial.h()[k];
                    solved[r][k] += miss * h;
                    predicting[r][k] -= slope * own[i][r] / below * h;
                }
            }
        }
        return sum(
                slope,
                List.of(
                        realised.combination(ofRealised),
                        first.errors().of(ofFirst),
                        second.errors().of(ofSecond)));
    }

    private static double[] predicted(ResponseMatrix response, double[] h) {
        double[][] matrix = response.matrix();
        return IntStream.range(0, matrix.length)
                .mapToDouble(
                        r -> {
                            double sum = 0;
                            for (int k = 0; k < h.length; k++) {
                                sum += response.nBeta() * matrix[r][k] * h[k];
                            }
                            return sum;
                        })
                .toArray();
    }

    /** The value with the errors of independent parts; degrees of freedom by Welch (1947). */
    private static Estimate sum(double value, List<Estimate> parts) {
        double variance = 0;
        double squares = 0;
        for (Estimate part : parts) {
            double own = part.monteCarloError() * part.monteCarloError();
            variance += own;
            squares += own * own / Math.max(1, part.blocks() - 1);
        }
        int blocks = squares > 0 ? 1 + (int) (variance * variance / squares) : 0;
        return new Estimate(value, Math.sqrt(variance), Double.NaN, blocks);
    }
}
