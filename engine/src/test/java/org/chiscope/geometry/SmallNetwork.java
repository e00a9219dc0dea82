package org.chiscope.geometry;

import java.util.List;
import org.chiscope.data.Pattern;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Activation;
import org.chiscope.network.Batch;
import org.chiscope.network.Loss;
import org.chiscope.network.Network;
import org.chiscope.network.Perceptron;
import org.chiscope.system.NetworkSystem;

/** A perceptron 3 → 6 → 2 with random weights and data, and its loss written again in double. */
public final class SmallNetwork {
    static final int PARAMETERS = 38;
    private static final int EXAMPLES = 64;
    private static final int INPUTS = 3;
    private static final int HIDDEN = 6;
    private static final int OUTPUTS = 2;

    private final NetworkSystem system;
    private final double[] weights = new double[PARAMETERS];
    private final float[] inputs;
    private final float[] targets;

    public SmallNetwork(Activation activation) {
        Network network =
                Perceptron.build(
                        List.of(INPUTS, HIDDEN, OUTPUTS), activation, true, Loss.SQUARED_ERROR);
        RandomStream random = RandomStream.of(5);
        float[] w = gaussian(random, PARAMETERS, 0.7);
        inputs = gaussian(random, EXAMPLES * INPUTS, 1);
        targets = gaussian(random, EXAMPLES * OUTPUTS, 1);
        for (int i = 0; i < PARAMETERS; i++) {
            weights[i] = w[i];
        }
        Batch.Pairs batch = new Batch.Pairs(inputs, targets, EXAMPLES);
        system =
                new NetworkSystem(
                        network,
                        w,
                        batch,
                        batch,
                        List.of(new Pattern("p", "test", "Some.", new int[] {1, 2, 30})));
    }

    /** The perceptron, its evaluation set the sampling set. */
    public NetworkSystem system() {
        return system;
    }

    private static float[] gaussian(RandomStream random, int length, double spread) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) (spread * random.nextGaussian());
        }
        return values;
    }

    /**
     * ∂²L/∂w_i∂w_j for tanh by differences of the loss in double, of steps h and 2h extrapolated:
     * with h = 1e−3 it errs by some h⁴ and by 1e−16 ÷ h², 1e−10.
     */
    double secondDerivative(int i, int j) {
        double h = 1e-3;
        return (4 * mixedDifference(i, j, h) - mixedDifference(i, j, 2 * h)) / 3;
    }

    private double mixedDifference(int i, int j, double h) {
        double sum = 0;
        for (int up = -1; up <= 1; up += 2) {
            for (int right = -1; right <= 1; right += 2) {
                double[] w = weights.clone();
                w[i] += up * h;
                w[j] += right * h;
                sum += up * right * loss(w);
            }
        }
        return sum / (4 * h * h);
    }

    private double loss(double[] w) {
        int biases = INPUTS * HIDDEN;
        int second = biases + HIDDEN;
        int last = second + HIDDEN * OUTPUTS;
        double total = 0;
        for (int n = 0; n < EXAMPLES; n++) {
            double[] output = {w[last], w[last + 1]};
            for (int u = 0; u < HIDDEN; u++) {
                double sum = w[biases + u];
                for (int c = 0; c < INPUTS; c++) {
                    sum += w[u * INPUTS + c] * inputs[n * INPUTS + c];
                }
                for (int k = 0; k < OUTPUTS; k++) {
                    output[k] += w[second + k * HIDDEN + u] * Math.tanh(sum);
                }
            }
            for (int k = 0; k < OUTPUTS; k++) {
                double error = output[k] - targets[n * OUTPUTS + k];
                total += 0.5 * error * error / EXAMPLES;
            }
        }
        return total;
    }
}
