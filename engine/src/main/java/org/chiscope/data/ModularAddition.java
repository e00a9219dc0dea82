package org.chiscope.data;

import java.util.Map;
import org.chiscope.math.RandomStream;
import org.chiscope.network.Batch;

/**
 * Addition modulo p (Power et al., arXiv:2201.02177): of all p² pairs (a, b) some are trained on,
 * the others are the probe set {@value #TEST}. A pair is the sequence of tokens a, b, = (token p),
 * its class (a + b) mod p. Labels: {@code a}, {@code b}, {@code sum}, {@code difference} (a − b)
 * mod p, {@code mirror} (the set of the pair (b, a)) and {@code set}.
 *
 * @param modulus p, at least 2
 * @param trainingShare of the pairs, above 0 and below 1
 */
public record ModularAddition(int modulus, double trainingShare) implements Generator {
    /** Name of the pairs that are not trained on. */
    public static final String TEST = "test";

    private static final int LENGTH = 3;

    /**
     * @throws IllegalArgumentException with one sentence that names the bad value
     */
    public ModularAddition {
        if (modulus < 2 || !(trainingShare > 0 && trainingShare < 1)) {
            throw new IllegalArgumentException(
                    "Modular addition needs a modulus of at least 2 and a trainingShare above 0 and"
                            + " below 1, but they are "
                            + modulus
                            + " and "
                            + trainingShare
                            + ".");
        }
    }

    @Override
    public GeneratedData generate(long seed) {
        int pairs = modulus * modulus;
        int[] order =
                RandomStream.of(seed, RandomStream.hash("modular addition")).permutation(pairs);
        int trained = Math.clamp(Math.round(trainingShare * pairs), 1, pairs - 1);
        boolean[] known = new boolean[pairs];
        for (int i = 0; i < trained; i++) {
            known[order[i]] = true;
        }
        LabelTable labels = new LabelTable();
        Batch training = batch(order, 0, trained, "train", known, labels);
        Batch test = batch(order, trained, pairs, TEST, known, labels);
        return new GeneratedData(training, Map.of(TEST, test), labels.labels());
    }

    private Batch batch(
            int[] order, int from, int to, String set, boolean[] known, LabelTable labels) {
        int[] tokens = new int[LENGTH * (to - from)];
        int[] sums = new int[to - from];
        for (int i = 0; i < sums.length; i++) {
            int a = order[from + i] / modulus;
            int b = order[from + i] % modulus;
            sums[i] = (a + b) % modulus;
            tokens[LENGTH * i] = a;
            tokens[LENGTH * i + 1] = b;
            tokens[LENGTH * i + 2] = modulus;
            labels.add("a", a);
            labels.add("b", b);
            labels.add("sum", sums[i]);
            labels.add("difference", Math.floorMod(a - b, modulus));
            labels.add("mirror", known[b * modulus + a] ? "train" : TEST);
            labels.add("set", set);
        }
        return new Batch.Sequences(tokens, LENGTH, sums);
    }
}
