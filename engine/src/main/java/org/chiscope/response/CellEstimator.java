package org.chiscope.response;

import org.jspecify.annotations.Nullable;

/**
 * Estimates a cell from block moments: fluctuation −Cov_C(φ, ΔL), shift −⟨φ⟩_C (⟨ΔL⟩_C − ⟨ΔL⟩) and
 * their sum (Elliott and Murfet, arXiv:2605.07980; the two terms of Baker et al.,
 * arXiv:2504.18274).
 *
 * <p>The Monte-Carlo error is a jackknife over the component's blocks, and over the full ensemble's
 * where these enter, which are independent. It is never smaller than the floor: the standard
 * deviation of estimates from single chains, over the root of their number.
 */
final class CellEstimator {
    private final Blocks own;
    private final @Nullable Blocks full;
    private final boolean sameEnsemble;
    private final int total;
    private final double meanObservable;
    private final double[] observableWithout;
    private final double[] chainObservable;

    /**
     * @param own blocks of the component's ensemble
     * @param full blocks of the full ensemble, or null where it has no draws
     * @param sameEnsemble whether the component's ensemble is the full one: then the shift is 0
     */
    CellEstimator(Blocks own, @Nullable Blocks full, boolean sameEnsemble) {
        this.own = own;
        this.full = full;
        this.sameEnsemble = sameEnsemble;
        total = own.totalDraws();
        meanObservable = own.mean(own.meanObservable());
        observableWithout = own.leaveOneOut(own.meanObservable());
        chainObservable = own.chainMeans(own.meanObservable());
    }

    /** The estimates of a cell, and their values without each block, and of single chains. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Result(
            Estimate fluctuation,
            Estimate shift,
            Estimate joint,
            double[] fluctuationOfChains,
            double[] fluctuationWithoutOwn,
            double[] shiftWithoutOwn,
            double[] shiftWithoutFull,
            double[] shiftOfChains,
            double[] shiftOfFullChains) {}

    /**
     * One cell.
     *
     * @param moments of ΔL in the component's blocks
     * @param fullMean mean of ΔL in each block of the full ensemble, or null
     */
    Result estimate(CellMoments moments, double @Nullable [] fullMean) {
        double[] fluctuationWithout = new double[own.count()];
        double fluctuation = fluctuation(moments, fluctuationWithout);
        double[] chainFluctuation = chainFluctuation(moments);
        Errors fluctuationErrors =
                new Errors(
                        Jackknife.variance(fluctuation, fluctuationWithout, own.draws()),
                        Jackknife.varianceOfMean(chainFluctuation));
        Estimate fluctuationEstimate =
                estimate(fluctuation, fluctuationErrors, Errors.NONE, own.count(), 0);
        if (sameEnsemble) {
            return new Result(
                    fluctuationEstimate,
                    new Estimate(0, 0, Double.NaN, own.count()),
                    fluctuationEstimate,
                    chainFluctuation,
                    fluctuationWithout,
                    new double[own.count()],
                    new double[0],
                    new double[own.chains()],
                    new double[0]);
        }
        if (full == null || fullMean == null) {
            return new Result(
                    fluctuationEstimate,
                    Estimate.UNKNOWN,
                    Estimate.UNKNOWN,
                    chainFluctuation,
                    fluctuationWithout,
                    new double[0],
                    new double[0],
                    new double[0],
                    new double[0]);
        }

        double ownContrast = own.mean(moments.mean());
        double fullContrast = full.mean(fullMean);
        double shift = -meanObservable * (ownContrast - fullContrast);
        double[] shiftWithoutOwn = own.leaveOneOut(moments.mean());
        double[] jointWithoutOwn = new double[own.count()];
        for (int b = 0; b < jointWithoutOwn.length; b++) {
            shiftWithoutOwn[b] = -observableWithout[b] * (shiftWithoutOwn[b] - fullContrast);
            jointWithoutOwn[b] = fluctuationWithout[b] + shiftWithoutOwn[b];
        }
        double[] chainShift = own.chainMeans(moments.mean());
        double[] chainJoint = new double[own.chains()];
        for (int c = 0; c < chainShift.length; c++) {
            chainShift[c] = -chainObservable[c] * (chainShift[c] - fullContrast);
            chainJoint[c] = chainFluctuation[c] + chainShift[c];
        }
        double[] shiftWithoutFull = full.leaveOneOut(fullMean);
        for (int b = 0; b < shiftWithoutFull.length; b++) {
            shiftWithoutFull[b] = -meanObservable * (ownContrast - shiftWithoutFull[b]);
        }
        double[] fullChainShift = full.chainMeans(fullMean);
        for (int c = 0; c < fullChainShift.length; c++) {
            fullChainShift[c] = -meanObservable * (ownContrast - fullChainShift[c]);
        }
        Errors fromFull =
                new Errors(
                        Jackknife.variance(shift, shiftWithoutFull, full.draws()),
                        Jackknife.varianceOfMean(fullChainShift));
        Errors shiftFromOwn =
                new Errors(
                        Jackknife.variance(shift, shiftWithoutOwn, own.draws()),
                        Jackknife.varianceOfMean(chainShift));
        double joint = fluctuation + shift;
        Errors jointFromOwn =
                new Errors(
                        Jackknife.variance(joint, jointWithoutOwn, own.draws()),
                        Jackknife.varianceOfMean(chainJoint));
        return new Result(
                fluctuationEstimate,
                estimate(shift, shiftFromOwn, fromFull, own.count(), full.count()),
                estimate(joint, jointFromOwn, fromFull, own.count(), full.count()),
                chainFluctuation,
                fluctuationWithout,
                shiftWithoutOwn,
                shiftWithoutFull,
                chainShift,
                fullChainShift);
    }

    /** ⟨φ⟩ with its error. */
    Estimate observable() {
        Errors errors =
                new Errors(
                        Jackknife.variance(meanObservable, observableWithout, own.draws()),
                        Jackknife.varianceOfMean(chainObservable));
        return estimate(meanObservable, errors, Errors.NONE, own.count(), 0);
    }

    /**
     * −Σ(φ − φ̄)(ΔL − its mean)/(N − 1) over all draws, and into {@code without} the same without
     * each block. Blocks are merged by Chan's formula; everything stays centred.
     */
    private double fluctuation(CellMoments moments, double[] without) {
        double meanContrast = own.mean(moments.mean());
        double sum = 0;
        for (int b = 0; b < without.length; b++) {
            sum += aboutMean(moments, b, meanContrast);
        }
        for (int b = 0; b < without.length; b++) {
            double n = own.draws()[b];
            double left = total - n;
            double product =
                    n
                            * (own.meanObservable()[b] - meanObservable)
                            * n
                            * (moments.mean()[b] - meanContrast);
            without[b] = -(sum - aboutMean(moments, b, meanContrast) - product / left) / (left - 1);
        }
        return -sum / (total - 1.0);
    }

    private double aboutMean(CellMoments moments, int b, double meanContrast) {
        return moments.coMoment()[b]
                + own.draws()[b]
                        * (own.meanObservable()[b] - meanObservable)
                        * (moments.mean()[b] - meanContrast);
    }

    private double[] chainFluctuation(CellMoments moments) {
        double[] chainContrast = own.chainMeans(moments.mean());
        int[] chainDraws = own.chainDraws();
        double[] sum = new double[own.chains()];
        for (int b = 0; b < own.count(); b++) {
            int c = own.chain()[b];
            sum[c] +=
                    moments.coMoment()[b]
                            + own.draws()[b]
                                    * (own.meanObservable()[b] - chainObservable[c])
                                    * (moments.mean()[b] - chainContrast[c]);
        }
        for (int c = 0; c < sum.length; c++) {
            sum[c] /= -(chainDraws[c] - 1.0);
        }
        return sum;
    }

    /** The two variances of one ensemble's part of an error. */
    private record Errors(double jackknife, double floor) {
        static final Errors NONE = new Errors(0, 0);
    }

    private static Estimate estimate(
            double value, Errors own, Errors full, int ownBlocks, int fullBlocks) {
        double jackknife = own.jackknife + full.jackknife;
        double variance = Math.max(jackknife, own.floor + full.floor); // NaN if either is
        return new Estimate(
                value,
                Math.sqrt(variance),
                Double.NaN,
                welchBlocks(own.jackknife, ownBlocks, full.jackknife, fullBlocks));
    }

    /** 1 + the degrees of freedom of a sum of two variances (Welch, 1947), rounded down. */
    private static int welchBlocks(double own, int ownBlocks, double full, int fullBlocks) {
        if (fullBlocks < 2 || !(full > 0)) {
            return ownBlocks;
        }
        if (ownBlocks < 2 || !(own > 0)) {
            return fullBlocks;
        }
        double freedom =
                (own + full)
                        * (own + full)
                        / (own * own / (ownBlocks - 1) + full * full / (fullBlocks - 1));
        return 1 + (int) freedom;
    }
}
