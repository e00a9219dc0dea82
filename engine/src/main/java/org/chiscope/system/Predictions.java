package org.chiscope.system;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Losses of every token at every position of one context. Immutable. */
public final class Predictions {
    private final float[] logits;
    private final int vocabulary;
    private final double[] logSums;

    /** A token and −log p of it, in nats. */
    public record Guess(int token, double loss) {}

    private Predictions(float[] logits, int vocabulary, double[] logSums) {
        this.logits = logits;
        this.vocabulary = vocabulary;
        this.logSums = logSums;
    }

    /**
     * From a network's outputs.
     *
     * @param logits positions × vocabulary, row-major
     */
    static Predictions ofLogits(float[] logits, int positions) {
        int vocabulary = logits.length / positions;
        double[] logSums = new double[positions];
        for (int p = 0; p < positions; p++) {
            double largest = Double.NEGATIVE_INFINITY;
            for (int v = 0; v < vocabulary; v++) {
                largest = Math.max(largest, logits[p * vocabulary + v]);
            }
            double sum = 0;
            for (int v = 0; v < vocabulary; v++) {
                sum += Math.exp(logits[p * vocabulary + v] - largest);
            }
            logSums[p] = largest + Math.log(sum);
        }
        return new Predictions(logits, vocabulary, logSums);
    }

    /** The last position that has a prediction; the first is 1. */
    public int lastPosition() {
        return logSums.length;
    }

    /**
     * −log p of {@code token} at position {@code t}, given the tokens before, in nats.
     *
     * @param t from 1 to {@link #lastPosition}
     */
    public double loss(int t, int token) {
        return logSums[t - 1] - logits[(t - 1) * vocabulary + token];
    }

    /** The tokens that are expected most at position {@code t}, the likeliest first. */
    public List<Guess> likeliest(int t, int count) {
        return IntStream.range(0, vocabulary)
                .boxed()
                .sorted(Comparator.comparingDouble(token -> loss(t, token)))
                .limit(count)
                .map(token -> new Guess(token, loss(t, token)))
                .toList();
    }
}
