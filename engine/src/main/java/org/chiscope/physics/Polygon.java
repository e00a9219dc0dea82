package org.chiscope.physics;

/**
 * The toy model of superposition (Elhage et al., 2022) on its regular polygons (Chen et al.,
 * arXiv:2310.06301): n features in 2 hidden dimensions, of which k stand at the corners of a
 * polygon and the others are not represented. Coordinates: (r, b), the length of the corners'
 * columns and their bias.
 *
 * <p>The model maps x e_i, with i uniform among the features and x uniform on [0, 1], to ReLU(WᵀWx
 * e_i + β), and
 *
 * <pre>
 * L = E‖x e_i − ReLU(WᵀWx e_i + β)‖²
 *   = (1/n) { k [ O(r², b) + Σ_{m=1}^{k−1} S(r² cos(2πm/k), b) + (n − k) ReLU(b)² ]
 *             + (n − k) [ 1/3 − 1/(4n) ] },
 * S(a, c) = ∫₀¹ ReLU(ax + c)² dx,   O(a, c) = ∫₀¹ (x − ReLU(ax + c))² dx,
 * </pre>
 *
 * where column j of W is r(cos 2πj/k, sin 2πj/k) and β_j = b for the k corners; the other columns
 * are 0, and their biases 1/(2n): such an output is the constant c = ReLU(β_j) whatever the input,
 * and the terms with c, E[(x δ_ij − c)²] = (1/n)(1/3 − c) + c², are least at c = E[x δ_ij] =
 * 1/(2n). Chen et al. write the same loss as H/(3n) with a potential H.
 *
 * <p>Turning a polygon by a corner permutes its features, which leaves the loss of the whole model
 * as it is: so a critical point (r, b) is one of all of W and β as well. At r = b = 0 the loss has
 * a kink; the gradient there is that from b &lt; 0.
 *
 * @param features n
 * @param corners k, from 2 to n
 */
public record Polygon(int features, int corners) implements Landscape {

    /**
     * @throws IllegalArgumentException with one sentence if there are fewer than 2 corners, or more
     *     of them than features
     */
    public Polygon {
        if (corners < 2 || corners > features) {
            throw new IllegalArgumentException(
                    "A polygon of features has from 2 corners up to one for each feature, but it has "
                            + corners
                            + " for "
                            + features
                            + " features.");
        }
    }

    @Override
    public int dimension() {
        return 2;
    }

    @Override
    public double energy(double[] w) {
        double square = w[0] * w[0];
        double b = w[1];
        Ramp own = new Ramp(square, b);
        double sum = 1.0 / 3 - 2 * own.times(1) + own.squared();
        for (int m = 1; m < corners; m++) {
            sum += new Ramp(square * cosine(m), b).squared();
        }
        int others = features - corners;
        double positive = Math.max(b, 0);
        sum += others * positive * positive;
        return (corners * sum + others * (1.0 / 3 - 0.25 / features)) / features;
    }

    /**
     * By ∂S/∂a = 2∫x ReLU, ∂S/∂c = 2∫ReLU, and ∂/∂a, ∂/∂c of ∫x ReLU = ∫x², ∫x where it is not 0.
     */
    @Override
    public void gradient(double[] w, double[] gradient) {
        double square = w[0] * w[0];
        double b = w[1];
        Ramp own = new Ramp(square, b);
        double bySquare = -2 * own.moment(2) + 2 * own.times(1);
        double byBias = -2 * own.moment(1) + 2 * own.times(0);
        for (int m = 1; m < corners; m++) {
            Ramp ramp = new Ramp(square * cosine(m), b);
            bySquare += 2 * cosine(m) * ramp.times(1);
            byBias += 2 * ramp.times(0);
        }
        byBias += 2 * (features - corners) * Math.max(b, 0);
        double share = (double) corners / features;
        gradient[0] = share * bySquare * 2 * w[0];
        gradient[1] = share * byBias;
    }

    private double cosine(int m) {
        return Math.cos(2 * Math.PI * m / corners);
    }

    /**
     * ReLU(ax + c) for x in [0, 1]: a line on one interval, on which it is positive, else 0.
     *
     * @param a slope
     * @param c value at 0
     * @param from where the interval begins
     * @param to where it ends; at {@code from} if it is empty
     */
    private record Ramp(double a, double c, double from, double to) {

        Ramp(double a, double c) {
            this(
                    a,
                    c,
                    a > 0 ? Math.clamp(-c / a, 0, 1) : 0,
                    a > 0 || (a == 0 && c > 0) ? 1 : a < 0 ? Math.clamp(-c / a, 0, 1) : 0);
        }

        /** ∫xⁿ over the interval. */
        double moment(int n) {
            return (Math.pow(to, n + 1.0) - Math.pow(from, n + 1.0)) / (n + 1);
        }

        /** ∫₀¹ xⁿ ReLU(ax + c) dx. */
        double times(int n) {
            return a * moment(n + 1) + c * moment(n);
        }

        /** ∫₀¹ ReLU(ax + c)² dx. */
        double squared() {
            return a * times(1) + c * times(0);
        }
    }
}
