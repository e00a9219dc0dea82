package org.chiscope.physics;

import java.util.Arrays;

/**
 * Reduced-rank regression with independent targets and inputs of unit covariance: L = ‖BA‖²_F, A:
 * inputs → hidden, B: hidden → outputs (Aoyagi and Watanabe, 2005). Coordinates: A row by row
 * (hidden × inputs), then B row by row (outputs × hidden).
 *
 * @param inputs m
 * @param hidden h
 * @param outputs n
 */
public record ReducedRank(int inputs, int hidden, int outputs) implements Landscape {

    /**
     * @throws IllegalArgumentException with one sentence if a size is not positive
     */
    public ReducedRank {
        if (inputs < 1 || hidden < 1 || outputs < 1) {
            throw new IllegalArgumentException(
                    "Reduced-rank regression needs positive sizes, but they are "
                            + inputs
                            + ", "
                            + hidden
                            + " and "
                            + outputs
                            + ".");
        }
    }

    @Override
    public int dimension() {
        return hidden * (inputs + outputs);
    }

    @Override
    public double energy(double[] w) {
        double sum = 0;
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                double product = product(w, o, i);
                sum += product * product;
            }
        }
        return sum;
    }

    @Override
    public void gradient(double[] w, double[] gradient) {
        Arrays.fill(gradient, 0);
        int b = hidden * inputs;
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                double twice = 2 * product(w, o, i);
                for (int k = 0; k < hidden; k++) {
                    gradient[k * inputs + i] += twice * w[b + o * hidden + k];
                    gradient[b + o * hidden + k] += twice * w[k * inputs + i];
                }
            }
        }
    }

    /** Entry (o, i) of BA. */
    private double product(double[] w, int o, int i) {
        int b = hidden * inputs;
        double sum = 0;
        for (int k = 0; k < hidden; k++) {
            sum += w[b + o * hidden + k] * w[k * inputs + i];
        }
        return sum;
    }
}
