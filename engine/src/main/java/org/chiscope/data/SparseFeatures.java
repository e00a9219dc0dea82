package org.chiscope.data;

import java.util.Map;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Batch;

/**
 * Inputs of the toy model of superposition with one active feature each (Chen et al.,
 * arXiv:2310.06301): x = u e_i, i uniform among the features, u uniform on [0, 1]; the target is
 * the input. As many examples have each feature, and their u are spread evenly, one in each of as
 * many equal intervals, so that the finite set is close to the distribution. Labels: {@code
 * feature} and {@code value}.
 *
 * @param features n
 * @param examples of each feature
 */
public record SparseFeatures(int features, int examples) implements Generator {

    /**
     * @throws IllegalArgumentException with one sentence that names the bad value
     */
    public SparseFeatures {
        if (features < 1 || examples < 1) {
            throw new IllegalArgumentException(
                    "Sparse features need at least 1 feature and 1 example of each, but there are "
                            + features
                            + " and "
                            + examples
                            + ".");
        }
    }

    @Override
    public GeneratedData generate(long seed) {
        RandomStream random = RandomStream.of(seed, RandomStream.hash("sparse features"));
        int count = features * examples;
        float[] inputs = new float[count * features];
        LabelTable labels = new LabelTable();
        for (int z = 0; z < count; z++) {
            int feature = z % features;
            double value = (z / features + random.nextDouble()) / examples;
            inputs[z * features + feature] = (float) value;
            labels.add("feature", feature);
            labels.add("value", value);
        }
        return new GeneratedData(new Batch.Pairs(inputs, inputs, count), Map.of(), labels.labels());
    }
}
