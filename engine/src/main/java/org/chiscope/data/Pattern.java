package org.chiscope.data;

import java.util.Arrays;

/**
 * A data pattern q_k: a uniformly weighted subset of the evaluation examples.
 *
 * @param name what a person reads at the head of its column
 * @param family patterns of one family are shown together, under one colour
 * @param description one sentence that says which examples belong to it
 * @param examples ascending positions among the evaluation examples; at least one
 */
public record Pattern(String name, String family, String description, int[] examples) {

    /**
     * @throws IllegalArgumentException if there is no example, or the positions are not ascending
     */
    public Pattern {
        if (examples.length == 0) {
            throw new IllegalArgumentException(
                    "Pattern \""
                            + name
                            + "\" is empty: no example of the evaluation set belongs to it; widen its rule or"
                            + " use a larger evaluation set.");
        }
        for (int i = 0; i < examples.length; i++) {
            if (examples[i] < 0 || (i > 0 && examples[i] <= examples[i - 1])) {
                throw new IllegalArgumentException(
                        "Pattern \""
                                + name
                                + "\" needs ascending example positions, but position "
                                + i
                                + " is "
                                + examples[i]
                                + ".");
            }
        }
    }

    /** L_k: the mean of {@code losses} (nats, one an example) over this pattern, in double. */
    public double mean(float[] losses) {
        double sum = 0;
        for (int example : examples) {
            sum += losses[example];
        }
        return sum / examples.length;
    }

    /**
     * Adds h (q_k − q) to the mass of each evaluation example, as a data perturbation does; or h
     * q_k alone, as a field does.
     *
     * @param mass one an evaluation example; changed
     * @param strength h, of any sign
     * @param base how many examples, the first ones, q is taken away from: all that it holds, or 0
     */
    public void addMass(double[] mass, double strength, int base) {
        for (int example : examples) {
            mass[example] += strength / examples.length;
        }
        for (int z = 0; z < base; z++) {
            mass[z] -= strength / base;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pattern pattern
                && name.equals(pattern.name)
                && family.equals(pattern.family)
                && description.equals(pattern.description)
                && Arrays.equals(examples, pattern.examples);
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + Arrays.hashCode(examples);
    }
}
