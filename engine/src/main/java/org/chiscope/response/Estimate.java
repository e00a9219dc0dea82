package org.chiscope.response;

public record Estimate(double value, double monteCarloError, double dataError, int blocks) {
    public boolean isNoise() {
        return !(Math.abs(value) > 2 * monteCarloError);
    }
}
