package org.chiscope.sampling;

import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.system.EnergyView;

/**
 * The restricted posterior in compact coordinates, p(v) ∝ exp(−nβ L(v, u*) − (γ/2)|v − v*|²). Owns
 * scratch memory: one thread at a time.
 */
final class LocalPosterior {
    private final EnergyView view;
    private final IndexSet moving;
    private final float[] parameters;
    private final float[] anchor;
    private final double nBeta;
    private final double localization;

    LocalPosterior(EnergyView view, ChainPlan plan) {
        this.view = view;
        moving = plan.ensemble().moving();
        parameters = plan.checkpoint().clone();
        anchor = new float[moving.size()];
        moving.gather(parameters, anchor);
        nBeta = plan.sampler().nBeta();
        localization = plan.sampler().localization();
    }

    /** Number of moving parameters. */
    int dimension() {
        return anchor.length;
    }

    /** A fresh copy of v*. */
    float[] anchor() {
        return anchor.clone();
    }

    /** Writes ∇_v L over the sampling set into {@code gradient} and returns L in nats. */
    double full(float[] position, float[] gradient) {
        moving.scatter(position, parameters);
        return view.fullGradient(parameters, gradient);
    }

    /** Writes ∇_v L_B into {@code gradient} and returns L_B in nats. */
    double minibatch(float[] position, RandomStream random, float[] gradient) {
        moving.scatter(position, parameters);
        return view.minibatchGradient(parameters, random, gradient);
    }

    /** Writes the losses of the evaluation examples, in nats. */
    void exampleLosses(float[] position, float[] losses) {
        moving.scatter(position, parameters);
        view.exampleLosses(parameters, losses);
    }

    /** The force on coordinate i at {@code position}: −nβ ∂L/∂v_i − γ(v_i − v*_i). */
    double force(int i, float[] position, float[] gradient) {
        return -nBeta * gradient[i] - localization * ((double) position[i] - anchor[i]);
    }

    /** log p(v) up to a constant, given L there. */
    double logDensity(double loss, float[] position) {
        double squares = 0;
        for (int i = 0; i < anchor.length; i++) {
            double away = (double) position[i] - anchor[i];
            squares += away * away;
        }
        return -nBeta * loss - 0.5 * localization * squares;
    }
}
