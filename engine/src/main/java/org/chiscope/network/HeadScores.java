package org.chiscope.network;

import java.util.List;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;

/**
 * Behavioural scores of attention heads on seeded random sequences repeated twice (Olsson et al.,
 * 2022).
 *
 * @param prefixMatching layers × heads: mean attention, over the second repetition, to the token
 *     after the previous occurrence of the present one
 * @param previousToken layers × heads: mean attention to the position before
 */
public record HeadScores(double[][] prefixMatching, double[][] previousToken) {

    /** Prefix-matching score from which a head is called an induction head. */
    public static final double INDUCTION_THRESHOLD = 0.3;

    /**
     * Scores the heads of a transformer.
     *
     * @param sequences number of random sequences
     * @param seed of the sequences
     */
    public static HeadScores measure(
            TransformerConfig config, Network network, float[] w, int sequences, long seed) {
        int half = config.contextLength() / 2;
        int length = 2 * half;
        int positions = length - 1;
        double[][] prefix = new double[config.layers()][config.heads()];
        double[][] previous = new double[config.layers()][config.heads()];
        Evaluator evaluator = new Evaluator(network, IndexSet.range(0, network.layout().size()));
        RandomStream stream = RandomStream.of(seed, RandomStream.hash("head scores"));
        for (int s = 0; s < sequences; s++) {
            int[] tokens = new int[length];
            for (int t = 0; t < half; t++) {
                tokens[t] = stream.nextInt(config.vocabularySize());
                tokens[t + half] = tokens[t];
            }
            List<float[]> attention = evaluator.attention(w, new Batch.Tokens(tokens, 1, length));
            for (int layer = 0; layer < config.layers(); layer++) {
                float[] p = attention.get(layer);
                for (int head = 0; head < config.heads(); head++) {
                    int at = head * positions * positions;
                    double matched = 0;
                    for (int t = half; t < positions; t++) {
                        matched += p[at + t * positions + t - half + 1];
                    }
                    double before = 0;
                    for (int t = 1; t < positions; t++) {
                        before += p[at + t * positions + t - 1];
                    }
                    prefix[layer][head] += matched / (positions - half) / sequences;
                    previous[layer][head] += before / (positions - 1) / sequences;
                }
            }
        }
        return new HeadScores(prefix, previous);
    }
}
