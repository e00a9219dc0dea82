package org.chiscope.cli;

/**
 * How a cost grows: y ∝ xᵖ, by least squares of log y on log x.
 *
 * @param exponent p; NaN where it is unknown
 * @param standardError of p, from the scatter of the points about the line; NaN where it is unknown
 */
record PowerLaw(double exponent, double standardError) {

    /**
     * Fits the points. Nothing holds the exponent to what is expected. It is unknown where a
     * logarithm is (a cost that is not positive), with fewer than three points, or where all x are
     * the same.
     *
     * @param x sizes
     * @param y costs, one a size
     */
    static PowerLaw fit(double[] x, double[] y) {
        int n = x.length;
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < n; i++) {
            meanX += Math.log(x[i]) / n;
            meanY += Math.log(y[i]) / n;
        }
        double squares = 0;
        double products = 0;
        for (int i = 0; i < n; i++) {
            double dx = Math.log(x[i]) - meanX;
            squares += dx * dx;
            products += dx * (Math.log(y[i]) - meanY);
        }
        double slope = products / squares;
        double residuals = 0;
        for (int i = 0; i < n; i++) {
            double left = Math.log(y[i]) - meanY - slope * (Math.log(x[i]) - meanX);
            residuals += left * left;
        }
        boolean known = n > 2 && Double.isFinite(slope) && Double.isFinite(residuals);
        return known
                ? new PowerLaw(slope, Math.sqrt(residuals / (n - 2) / squares))
                : new PowerLaw(Double.NaN, Double.NaN);
    }
}
