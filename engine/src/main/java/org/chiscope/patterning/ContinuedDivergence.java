package org.chiscope.patterning;

import org.ejml.data.DMatrixRMaj;

/**
 * KL(q_h ‖ q) in nats as a function of the strengths of some patterns on q's support, continued
 * beyond where weights are negative: below 10⁻⁶ of q(z), r log r of r = q_h(z)/q(z) goes on as its
 * parabola there. It stays convex, and finite everywhere.
 */
final class ContinuedDivergence implements InteriorPoint.Convex {
    private static final double LEAST_WEIGHT = 1e-6;

    private final DataMixture mixture;
    private final double[] base;
    private final int[] patterns;
    private final double unit;

    /**
     * @param patterns those whose strengths vary, on q's support; others have 0
     * @param unit in which their strengths are given
     */
    ContinuedDivergence(DataMixture mixture, int[] patterns, double unit) {
        this.mixture = mixture;
        base = mixture.base();
        this.patterns = patterns.clone();
        this.unit = unit;
    }

    /** q_h(z)/q(z). */
    private double[] relative(double[] x) {
        double[] h = new double[mixture.patterns()];
        for (int k = 0; k < patterns.length; k++) {
            h[patterns[k]] = unit * x[k];
        }
        return mixture.relativeWeights(h);
    }

    @Override
    public double value(double[] x) {
        double[] relative = relative(x);
        double sum = 0;
        for (int z = 0; z < relative.length; z++) {
            double r = Math.max(relative[z], LEAST_WEIGHT);
            double below = relative[z] - r;
            sum +=
                    base[z]
                            * (r * Math.log(r)
                                    + (Math.log(r) + 1) * below
                                    + below * below / (2 * LEAST_WEIGHT));
        }
        return sum;
    }

    /** Σ_z (q_k − q)(z) log(q_h/q); (q_k − q) sums to 0, so constants drop out. */
    @Override
    public double[] slope(double[] x) {
        double[] log = relative(x);
        for (int z = 0; z < log.length; z++) {
            double r = Math.max(log[z], LEAST_WEIGHT);
            log[z] = Math.log(r) + (log[z] - r) / LEAST_WEIGHT;
        }
        double[] means = mixture.contrastMeans(log);
        double[] slope = new double[patterns.length];
        for (int k = 0; k < slope.length; k++) {
            slope[k] = unit * means[patterns[k]];
        }
        return slope;
    }

    /** The metric G with q_h in place of q below. */
    @Override
    public DMatrixRMaj curvature(double[] x) {
        double[] below = relative(x);
        for (int z = 0; z < below.length; z++) {
            below[z] = base[z] == 0 ? 1 : base[z] * Math.max(below[z], LEAST_WEIGHT);
        }
        DMatrixRMaj all = mixture.metricOver(below);
        DMatrixRMaj chosen = new DMatrixRMaj(patterns.length, patterns.length);
        for (int k = 0; k < patterns.length; k++) {
            for (int l = 0; l < patterns.length; l++) {
                chosen.set(k, l, unit * unit * all.get(patterns[k], patterns[l]));
            }
        }
        return chosen;
    }
}
