package org.chiscope.physics;

/**
 * c ∏ w_i^{k_i}: a normal crossing where several exponents are even and positive (Watanabe,
 * <em>Algebraic Geometry and Statistical Learning Theory</em>, 2009), whose λ is min 1/k_i in the
 * limit.
 *
 * @param factor c
 * @param exponents k, at least 0 each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Monomial(double factor, int... exponents) implements Landscape {

    /**
     * @throws IllegalArgumentException with one sentence if an exponent is negative
     */
    public Monomial {
        for (int exponent : exponents) {
            if (exponent < 0) {
                throw new IllegalArgumentException(
                        "Exponents of a monomial are at least 0, but one is " + exponent + ".");
            }
        }
    }

    @Override
    public int dimension() {
        return exponents.length;
    }

    @Override
    public double energy(double[] w) {
        double product = factor;
        for (int i = 0; i < exponents.length; i++) {
            product *= power(w[i], exponents[i]);
        }
        return product;
    }

    @Override
    public void gradient(double[] w, double[] gradient) {
        for (int i = 0; i < exponents.length; i++) {
            double product = exponents[i] == 0 ? 0 : factor * exponents[i];
            for (int j = 0; j < exponents.length && product != 0; j++) {
                product *= power(w[j], j == i ? exponents[j] - 1 : exponents[j]);
            }
            gradient[i] = product;
        }
    }

    private static double power(double base, int exponent) {
        double product = 1;
        for (int i = 0; i < exponent; i++) {
            product *= base;
        }
        return product;
    }
}
