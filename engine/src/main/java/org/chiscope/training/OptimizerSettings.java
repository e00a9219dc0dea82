package org.chiscope.training;

/**
 * AdamW (Loshchilov and Hutter, 2019) and the trapezoid schedule of its learning rate: linear
 * warm-up, constant, linear decay to zero.
 *
 * @param steps optimiser steps in all
 * @param batchSize contexts of a minibatch
 * @param peakLearningRate of the constant part
 * @param warmupSteps steps of linear rise
 * @param decaySteps steps of linear fall at the end
 * @param beta1 decay of the mean of gradients
 * @param beta2 decay of the mean of squared gradients
 * @param epsilon added to the root of the latter
 * @param weightDecay decoupled; on matrices only, not on norms and biases
 * @param clipNorm largest Euclidean norm of a gradient; longer ones are scaled down
 */
public record OptimizerSettings(
        long steps,
        int batchSize,
        double peakLearningRate,
        long warmupSteps,
        long decaySteps,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double clipNorm) {

    /**
     * @throws IllegalArgumentException with one sentence that names the bad value
     */
    public OptimizerSettings {
        require(steps >= 1, "steps", "at least 1", steps);
        require(batchSize >= 1, "batchSize", "at least 1", batchSize);
        require(peakLearningRate > 0, "peakLearningRate", "positive", peakLearningRate);
        require(warmupSteps >= 0, "warmupSteps", "at least 0", warmupSteps);
        require(decaySteps >= 0, "decaySteps", "at least 0", decaySteps);
        require(beta1 >= 0 && beta1 < 1, "beta1", "in [0, 1)", beta1);
        require(beta2 >= 0 && beta2 < 1, "beta2", "in [0, 1)", beta2);
        require(epsilon > 0, "epsilon", "positive", epsilon);
        require(weightDecay >= 0, "weightDecay", "at least 0", weightDecay);
        require(clipNorm > 0, "clipNorm", "positive", clipNorm);
        if (warmupSteps + decaySteps > steps) {
            throw new IllegalArgumentException(
                    "Warm-up and decay must fit into the training, but "
                            + warmupSteps
                            + " + "
                            + decaySteps
                            + " steps exceed "
                            + steps
                            + ".");
        }
    }

    private static void require(boolean good, String name, String expected, Number found) {
        if (!good) {
            throw new IllegalArgumentException(
                    "The optimiser's "
                            + name
                            + " must be "
                            + expected
                            + ", but it is "
                            + found
                            + ".");
        }
    }

    /** The learning rate of step {@code step} = 0, 1, …. */
    public double learningRate(long step) {
        double rise = warmupSteps == 0 ? 1 : Math.min(1, (step + 1.0) / warmupSteps);
        double fall = decaySteps == 0 ? 1 : Math.min(1, (double) (steps - step) / decaySteps);
        return peakLearningRate * Math.min(rise, fall);
    }
}
