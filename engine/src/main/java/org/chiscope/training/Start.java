package org.chiscope.training;

import org.chiscope.math.RandomStream;
import org.chiscope.network.Network;
import org.chiscope.network.ParameterLayout;
import org.chiscope.network.Transformer;
import org.chiscope.network.TransformerConfig;
import org.chiscope.system.ModelConfig;

/** The parameters that a training begins with. */
public sealed interface Start {

    /**
     * Normal random numbers, as {@link Transformer#initialize} draws them for transformers; for
     * others, matrices with the deviation over √(input width), biases zero.
     *
     * @param deviation of a transformer's embeddings; of others as said
     */
    record Random(double deviation) implements Start {
        /**
         * @throws IllegalArgumentException with one sentence if it is not positive
         */
        public Random {
            if (!(deviation > 0)) {
                throw new IllegalArgumentException(
                        "A random start needs a positive deviation, but it is " + deviation + ".");
            }
        }
    }

    /**
     * A toy model of superposition near a critical point (Chen et al., arXiv:2310.06301): the first
     * features at the corners of a regular polygon of radius 1, the others at the origin.
     *
     * @param corners at least 2
     * @param dead whether the biases of the others are negative, so that their outputs are 0 and
     *     stay so (a k-gon); else they are positive, the best constants (a k⁺-gon)
     */
    record Polygon(int corners, boolean dead) implements Start {
        /** A corner's bias that training soon improves. */
        private static final float BIAS = -0.1f;

        /** So far below 0 that no draw near it wakes the feature. */
        private static final float DEAD_BIAS = -1f;

        /**
         * @throws IllegalArgumentException with one sentence if there are fewer than 2
         */
        public Polygon {
            if (corners < 2) {
                throw new IllegalArgumentException(
                        "A polygon needs at least 2 corners, but has " + corners + ".");
            }
        }
    }

    /**
     * The parameters, length d.
     *
     * @throws IllegalArgumentException with one sentence if this is no start for such a model
     */
    default float[] parameters(
            ModelConfig.Architecture.OfNetwork model, Network network, long seed) {
        return switch (this) {
            case Random(double deviation) ->
                    switch (model) {
                        case ModelConfig.Architecture.OfTransformer(TransformerConfig config) ->
                                Transformer.initialize(config, network, deviation, seed);
                        case ModelConfig.Architecture.OfSequenceClassifier(
                                        TransformerConfig config,
                                        _) ->
                                Transformer.initialize(config, network, deviation, seed);
                        case ModelConfig.Architecture.OfPerceptron _,
                                ModelConfig.Architecture.OfSuperposition _ ->
                                normal(network, deviation, seed);
                    };
            case Polygon(int corners, boolean dead) -> {
                if (model instanceof ModelConfig.Architecture.OfSuperposition(int features)
                        && corners <= features) {
                    yield polygon(network, features, corners, dead);
                }
                throw new IllegalArgumentException(
                        "A start from a polygon of "
                                + corners
                                + " corners is for toy models of superposition with at least as many"
                                + " features, but this is a "
                                + model.summary()
                                + ".");
            }
        };
    }

    private static float[] normal(Network network, double deviation, long seed) {
        float[] w = new float[network.layout().size()];
        for (ParameterLayout.Tensor tensor : network.layout().tensors()) {
            if (tensor.shape().length < 2) {
                continue;
            }
            RandomStream stream = RandomStream.of(seed, RandomStream.hash(tensor.name()));
            double scale = deviation / Math.sqrt(tensor.shape()[1]);
            for (int i = tensor.offset(); i < tensor.end(); i++) {
                w[i] = (float) (scale * stream.nextGaussian());
            }
        }
        return w;
    }

    private static float[] polygon(Network network, int features, int corners, boolean dead) {
        float[] w = new float[network.layout().size()];
        int weight = network.layout().tensor("W").offset();
        int bias = network.layout().tensor("b").offset();
        for (int j = 0; j < corners; j++) {
            double angle = 2 * Math.PI * j / corners;
            w[weight + j] = (float) Math.cos(angle);
            w[weight + features + j] = (float) Math.sin(angle);
            w[bias + j] = Polygon.BIAS;
        }
        for (int j = corners; j < features; j++) {
            // The best constant for a feature that is not represented is half its mean.
            w[bias + j] = dead ? Polygon.DEAD_BIAS : 0.5f / features;
        }
        return w;
    }
}
