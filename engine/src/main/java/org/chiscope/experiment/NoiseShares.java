package org.chiscope.experiment;

/**
 * Shares of cells that lie more than two Monte-Carlo standard errors from zero, 0 … 1, NaN where
 * nothing is known yet.
 *
 * @param fluctuation of the matrix' fluctuations
 * @param joint of the matrix' joint values
 * @param fluctuationNull of the noise null of the fluctuations (about 0.05 where chains are
 *     stationary; more means drift, or blocks too short)
 */
public record NoiseShares(double fluctuation, double joint, double fluctuationNull) {

    /** Nothing known. */
    public static NoiseShares unknown() {
        return new NoiseShares(Double.NaN, Double.NaN, Double.NaN);
    }
}
