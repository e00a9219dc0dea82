package org.chiscope.geometry;

import java.util.Arrays;
import org.chiscope.math.IndexSet;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;

/**
 * H v, the loss's second derivatives at w* times a vector, in the coordinates of some parameters,
 * without H: two central differences of the gradient, of the steps s and 2s, extrapolated
 * (Richardson, 1911). With D(s) = [g(w* + s u) − g(w* − s u)] ÷ 2s along the unit vector u,
 *
 * <pre>
 * H u = [4 D(s) − D(2s)] ÷ 3 + s⁴ g⁽⁵⁾ ÷ 30 + …,
 * </pre>
 *
 * where D(s) alone errs by s² g⁽³⁾ ÷ 6. Parameters and gradients are floats: a gradient whose
 * largest entry is G has errors up to ρG, ρ = 6e−8 where it is summed in double, and some 1e−6
 * where it is summed in float; the product then errs by up to 1.5 ρG ÷ s. With s = 1/64 this is 96
 * ρG, and the truncation is 2e−9 g⁽⁵⁾. Of s = 1/32 … 1/256 this one had the smallest worst error,
 * 9e−6 of the largest entry for small perceptrons against double arithmetic, and 3e−5 for a small
 * transformer by asymmetry. D alone was best at 1/256 of 1/64 … 1/256, and there erred two to four
 * times as much. Where the loss is quadratic nothing is truncated.
 *
 * <p>So entries of H are right to about 1e−5 of the largest (1e−6 for linear regression, 1e−4 at
 * worst for a product in which many parameters move, since points are rounded to float as well),
 * where the gradient is smooth over distances of 1/32 in a parameter. Where it is not (ReLU), this
 * is the curvature over such distances, and {@link Hessian#asymmetry} tells how far to trust it.
 *
 * <p>Owns scratch memory: one thread at a time. A product costs four gradients over the sampling
 * set.
 */
public final class HessianProduct {
    /** s, a power of two, so that steps from small parameters are exact. */
    static final double STEP = 0x1p-6;

    private final IndexSet moving;
    private final EnergyView view;
    private final float[] parameters;
    private final float[] center;
    private final float[] point;
    private final float[] forward;
    private final float[] backward;
    private final double[] direction;
    private final double[] near;
    private final double[] far;

    /**
     * @param system over whose sampling set the loss is taken; for that of the evaluation set give
     *     {@link EnergySystem#perturbed} with zeros
     * @param moving the parameters whose coordinates vectors have, ascending; others stay at w*
     * @throws IllegalArgumentException with one sentence if the system consists of spins
     */
    public HessianProduct(EnergySystem system, IndexSet moving) {
        if (system.discrete()) {
            throw new IllegalArgumentException(
                    "Second derivatives need parameters that move continuously, but this model"
                            + " consists of spins, which have none; sample it instead.");
        }
        this.moving = moving;
        view = system.view(moving, 0);
        parameters = system.checkpoint();
        center = new float[moving.size()];
        moving.gather(parameters, center);
        point = new float[center.length];
        forward = new float[center.length];
        backward = new float[center.length];
        direction = new double[center.length];
        near = new double[center.length];
        far = new double[center.length];
    }

    /** Number of parameters that move: the length of vectors. */
    public int size() {
        return center.length;
    }

    /** ∇L at w*, in nats per unit of each parameter; a fresh array. */
    public double[] gradient() {
        gradient(0, forward);
        double[] gradient = new double[center.length];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = forward[i];
        }
        return gradient;
    }

    /**
     * Writes H v into {@code product}.
     *
     * @param vector v, of any length; not changed
     * @param product of the same size
     */
    public void multiply(double[] vector, double[] product) {
        double norm = 0;
        for (double entry : vector) {
            norm += entry * entry;
        }
        norm = Math.sqrt(norm);
        if (norm == 0) {
            Arrays.fill(product, 0);
            return;
        }
        for (int i = 0; i < direction.length; i++) {
            direction[i] = vector[i] / norm;
        }
        difference(STEP, near);
        difference(2 * STEP, far);
        for (int i = 0; i < product.length; i++) {
            product[i] = norm * (4 * near[i] - far[i]) / 3;
        }
    }

    /** Writes D(step), over the way between the points as they were rounded. */
    private void difference(double step, double[] quotient) {
        double way = gradient(step, forward) - gradient(-step, backward);
        for (int i = 0; i < quotient.length; i++) {
            quotient[i] = ((double) forward[i] - backward[i]) / way;
        }
    }

    /**
     * Writes ∇L at w* + step · u, rounded.
     *
     * @return how far along u the rounded point lies from w*
     */
    private double gradient(double step, float[] gradient) {
        double along = 0;
        for (int i = 0; i < center.length; i++) {
            point[i] = (float) (center[i] + step * direction[i]);
            along += ((double) point[i] - center[i]) * direction[i];
        }
        moving.scatter(point, parameters);
        view.fullGradient(parameters, gradient);
        return along;
    }
}
