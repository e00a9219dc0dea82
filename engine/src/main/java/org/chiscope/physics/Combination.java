package org.chiscope.physics;

import java.util.Arrays;
import java.util.List;

/**
 * Σ factor_t · term_t, over the same coordinates.
 *
 * @param terms at least one, all of one dimension
 * @param factors one a term
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Combination(List<Landscape> terms, double... factors) implements Landscape {

    /**
     * @throws IllegalArgumentException with one sentence if terms and factors do not fit
     */
    public Combination {
        terms = List.copyOf(terms);
        if (terms.isEmpty() || terms.size() != factors.length) {
            throw new IllegalArgumentException(
                    "A combination needs a factor for each of at least one term, but has "
                            + factors.length
                            + " factors for "
                            + terms.size()
                            + " terms.");
        }
        for (Landscape term : terms) {
            if (term.dimension() != terms.getFirst().dimension()) {
                throw new IllegalArgumentException(
                        "The terms of a combination need the same coordinates, but they have "
                                + terms.getFirst().dimension()
                                + " and "
                                + term.dimension()
                                + ".");
            }
        }
    }

    /** The sum of the terms. */
    public static Combination sum(List<Landscape> terms) {
        double[] ones = new double[terms.size()];
        Arrays.fill(ones, 1);
        return new Combination(terms, ones);
    }

    @Override
    public int dimension() {
        return terms.getFirst().dimension();
    }

    @Override
    public double energy(double[] w) {
        double sum = 0;
        for (int t = 0; t < factors.length; t++) {
            sum += factors[t] * terms.get(t).energy(w);
        }
        return sum;
    }

    @Override
    public void gradient(double[] w, double[] gradient) {
        double[] part = new double[gradient.length];
        Arrays.fill(gradient, 0);
        for (int t = 0; t < factors.length; t++) {
            terms.get(t).gradient(w, part);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += factors[t] * part[i];
            }
        }
    }
}
