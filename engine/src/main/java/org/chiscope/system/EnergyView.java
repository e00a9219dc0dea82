package org.chiscope.system;

import org.chiscope.math.RandomStream;

/**
 * One worker's way to compute losses and gradients of an {@link EnergySystem} in which only the
 * moving parameters differ from w*. Not thread-safe: it owns scratch memory. {@code parameters} are
 * always the whole flat array of length d; {@code gradient} holds compact coordinates, one a moving
 * parameter. No method changes {@code parameters}. All losses are in nats.
 */
public interface EnergyView {

    /**
     * Draws a minibatch B from the sampling set with {@code random} (independently, with
     * replacement), writes ∇L_B into {@code gradient} and returns L_B.
     */
    double minibatchGradient(float[] parameters, RandomStream random, float[] gradient);

    /** Writes ∇L over the whole sampling set into {@code gradient} and returns L. */
    double fullGradient(float[] parameters, float[] gradient);

    /** Writes the loss ℓ_z of each evaluation example into {@code losses}. */
    void exampleLosses(float[] parameters, float[] losses);
}
