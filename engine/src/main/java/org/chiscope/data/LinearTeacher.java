package org.chiscope.data;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Batch;

/**
 * Pairs from a linear map with Gaussian noise of unit variance: y = Σ_m s_m u_m v_mᵀ x + ε. Inputs
 * are normal, input j with the deviation {@code inputScales[j]}; u_m and v_m are the first columns
 * of seeded random rotations. Labels: {@code x0}, {@code x1}, … the inputs, and {@code noise}, the
 * length of ε.
 *
 * @param inputScales one an input
 * @param outputs number of outputs
 * @param strengths s_m, as many as the map has rank
 * @param examples number of pairs
 */
public record LinearTeacher(
        List<Double> inputScales, int outputs, List<Double> strengths, int examples)
        implements Generator {

    /**
     * @throws IllegalArgumentException with one sentence that names the bad value
     */
    public LinearTeacher {
        inputScales = List.copyOf(inputScales);
        strengths = List.copyOf(strengths);
        int rank = Math.min(inputScales.size(), outputs);
        if (rank < 1 || strengths.size() > rank || examples < 1) {
            throw new IllegalArgumentException(
                    "A linear teacher needs inputs, outputs, examples, and at most as many strengths as"
                            + " the smaller of the first two, but has "
                            + inputScales.size()
                            + ", "
                            + outputs
                            + ", "
                            + examples
                            + " and "
                            + strengths.size()
                            + ".");
        }
    }

    @Override
    public GeneratedData generate(long seed) {
        int in = inputScales.size();
        RandomStream map = RandomStream.of(seed, RandomStream.hash("linear map"));
        double[][] left = orthonormal(strengths.size(), outputs, map);
        double[][] right = orthonormal(strengths.size(), in, map);
        RandomStream random = RandomStream.of(seed, RandomStream.hash("linear pairs"));
        float[] inputs = new float[examples * in];
        float[] targets = new float[examples * outputs];
        LabelTable labels = new LabelTable();
        for (int z = 0; z < examples; z++) {
            for (int j = 0; j < in; j++) {
                inputs[z * in + j] = (float) (inputScales.get(j) * random.nextGaussian());
                labels.add("x" + j, inputs[z * in + j]);
            }
            double squares = 0;
            for (int i = 0; i < outputs; i++) {
                double noise = random.nextGaussian();
                squares += noise * noise;
                targets[z * outputs + i] = (float) noise;
            }
            labels.add("noise", Math.sqrt(squares));
            for (int m = 0; m < strengths.size(); m++) {
                double along = 0;
                for (int j = 0; j < in; j++) {
                    along += right[m][j] * inputs[z * in + j];
                }
                for (int i = 0; i < outputs; i++) {
                    targets[z * outputs + i] += (float) (strengths.get(m) * left[m][i] * along);
                }
            }
        }
        return new GeneratedData(
                new Batch.Pairs(inputs, targets, examples), Map.of(), labels.labels());
    }

    /** Random orthonormal vectors, by Gram and Schmidt. */
    private static double[][] orthonormal(int count, int length, RandomStream random) {
        double[][] vectors = new double[count][];
        for (int m = 0; m < count; m++) {
            double[] vector =
                    IntStream.range(0, length).mapToDouble(i -> random.nextGaussian()).toArray();
            for (int before = 0; before < m; before++) {
                double along = dot(vector, vectors[before]);
                for (int i = 0; i < length; i++) {
                    vector[i] -= along * vectors[before][i];
                }
            }
            double norm = Math.sqrt(dot(vector, vector));
            for (int i = 0; i < length; i++) {
                vector[i] /= norm;
            }
            vectors[m] = vector;
        }
        return vectors;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
