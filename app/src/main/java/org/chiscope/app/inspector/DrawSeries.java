package org.chiscope.app.inspector;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.app.document.Reading;
import org.chiscope.response.ChainDraws;

/**
 * The draws of one component's chains for one pattern, ready to be drawn, and the line through
 * them.
 *
 * @param chains one entry a chain that has draws
 * @param slope of ΔL against φ by least squares, all chains together, without unit; NaN below two
 *     draws
 * @param intercept in nats
 * @param variance Var φ over all draws, nats²; fluctuation = −slope × variance
 * @param checkpointLoss L(w*), nats; NaN where φ is no loss
 * @param reading how the matrix is read
 */
public record DrawSeries(
        List<Chain> chains,
        double slope,
        double intercept,
        double variance,
        double checkpointLoss,
        Reading reading) {

    /**
     * One chain.
     *
     * @param number from 0
     * @param observable φ of each draw, nats
     * @param contrast ΔL of each draw, nats
     * @param trace what is followed over the draws: L in nats, or φ where that is no loss
     * @param fluctuation −Cov(φ, ΔL) of this chain alone, nats²; NaN below two draws
     */
    @SuppressWarnings("ArrayRecordComponent") // made for one drawing, never compared
    public record Chain(
            int number,
            double[] observable,
            double[] contrast,
            double[] trace,
            double fluctuation) {}

    /** The draws for pattern {@code pattern}. */
    public static DrawSeries of(
            List<ChainDraws> draws, int pattern, double checkpointLoss, Reading reading) {
        List<Chain> chains = new ArrayList<>();
        Moments all = new Moments();
        for (ChainDraws chain : draws) {
            if (chain.draws() > 0) {
                double[] x = chain.observable();
                double[] y = chain.contrast(pattern);
                Moments own = new Moments();
                for (int t = 0; t < x.length; t++) {
                    all.add(x[t], y[t]);
                    own.add(x[t], y[t]);
                }
                chains.add(
                        new Chain(
                                chain.chain(),
                                x,
                                y,
                                reading == Reading.COMPONENTS ? chain.loss() : x,
                                -own.covariance()));
            }
        }
        double slope = all.covariance() / all.variance();
        return new DrawSeries(
                chains,
                slope,
                all.meanY - slope * all.meanX,
                all.variance(),
                reading == Reading.COMPONENTS ? checkpointLoss : Double.NaN,
                reading);
    }

    /** The least and the largest of {@code values} over all chains; NaN without draws. */
    public static double[] extent(List<double[]> values) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double[] series : values) {
            for (double value : series) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        return low > high ? new double[] {Double.NaN, Double.NaN} : new double[] {low, high};
    }

    /** Centred running moments (Welford, 1962), which never subtract large sums. */
    private static final class Moments {
        private long count;
        private double meanX;
        private double meanY;
        private double squaresX;
        private double products;

        void add(double x, double y) {
            count++;
            double away = x - meanX;
            meanX += away / count;
            meanY += (y - meanY) / count;
            squaresX += away * (x - meanX);
            products += away * (y - meanY);
        }

        double covariance() {
            return count < 2 ? Double.NaN : products / (count - 1);
        }

        double variance() {
            return count < 2 ? Double.NaN : squaresX / (count - 1);
        }
    }
}
