package org.chiscope.sampling;

import java.util.Arrays;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.system.EnergyView;
import org.chiscope.system.SpinView;

/**
 * The restricted posterior in compact coordinates, p(v) ∝ exp(−nβ L(v, u*) − (γ/2)‖v − v*‖² −
 * (κ/2)‖v‖²), inside a box of half width r around v* if there is one. Owns scratch memory: one
 * thread at a time.
 */
final class LocalPosterior {
    private final EnergyView view;
    private final IndexSet moving;
    private final float[] parameters;
    private final float[] anchor;
    private final double nBeta;
    private final double localization;
    private final double weightDecay;
    private final double box;
    private final MinibatchSettings minibatch;
    private float[] scratch = new float[0];

    LocalPosterior(EnergyView view, ChainPlan plan) {
        this.view = view;
        moving = plan.ensemble().moving();
        parameters = plan.checkpoint().clone();
        anchor = new float[moving.size()];
        moving.gather(parameters, anchor);
        PosteriorSettings posterior = plan.sampler().posterior();
        nBeta = posterior.nBeta();
        localization = posterior.localization();
        weightDecay = posterior.weightDecay();
        box = posterior.box();
        minibatch = plan.sampler().minibatch();
    }

    /** Number of moving parameters. */
    int dimension() {
        return anchor.length;
    }

    /** A fresh copy of v*. */
    float[] anchor() {
        return anchor.clone();
    }

    /** The moving spins, as positions among all parameters, ascending. */
    IndexSet moving() {
        return moving;
    }

    /** The view of a system of spins. */
    SpinView spins() {
        if (view instanceof SpinView spins) {
            return spins;
        }
        throw new IllegalStateException("Only spins can be flipped.");
    }

    /**
     * Whether all configurations of spins are as likely: at nβ = 0, or without coupling and fields.
     */
    boolean isFlat() {
        return nBeta == 0
                || (spins().lattice().coupling() == 0
                        && Arrays.stream(spins().fields()).allMatch(field -> field == 0));
    }

    /** All parameters with the moving ones at {@code position}; scratch, to be read at once. */
    float[] parameters(float[] position) {
        moving.scatter(position, parameters);
        return parameters;
    }

    /** nβ. */
    double nBeta() {
        return nBeta;
    }

    /** Writes ∇_v L over the sampling set into {@code gradient} and returns L in nats. */
    double full(float[] position, float[] gradient) {
        moving.scatter(position, parameters);
        return view.fullGradient(parameters, gradient);
    }

    /** L and ∇_v L over the sampling set at a state, computed unless it knows them. */
    SamplerState.Energy energy(SamplerState state) {
        return state.energy() == null
                ? SamplerState.Energy.at(this, state.position())
                : state.energy();
    }

    /** L_B and ∇_v L_B of the step. */
    SamplerState.Energy stochastic(float[] position, StepContext context) {
        float[] gradient = new float[position.length];
        return new SamplerState.Energy(stochastic(position, context, gradient), gradient);
    }

    /** Writes the step's ∇_v L_B into {@code gradient} and returns L_B in nats. */
    double stochastic(float[] position, StepContext context, float[] gradient) {
        return minibatch.whole()
                ? full(position, gradient)
                : minibatch(position, context.stream(ChainPlan.Purpose.MINIBATCH), gradient);
    }

    /** Writes ∇_v L_B into {@code gradient} and returns L_B in nats, of accumulated minibatches. */
    double minibatch(float[] position, RandomStream random, float[] gradient) {
        moving.scatter(position, parameters);
        double loss = view.minibatchGradient(parameters, random, gradient);
        int count = minibatch.accumulation();
        if (count == 1) {
            return loss;
        }
        if (scratch.length != anchor.length) {
            scratch = new float[anchor.length];
        }
        for (int batch = 1; batch < count; batch++) {
            loss += view.minibatchGradient(parameters, random, scratch);
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] += scratch[i];
            }
        }
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= count;
        }
        return loss / count;
    }

    /** Writes the losses of the evaluation examples, in nats. */
    void exampleLosses(float[] position, float[] losses) {
        moving.scatter(position, parameters);
        view.exampleLosses(parameters, losses);
    }

    /** The force on coordinate i at {@code position}: −nβ ∂L/∂v_i − γ(v_i − v*_i) − κ v_i. */
    double force(int i, float[] position, float[] gradient) {
        return -nBeta * gradient[i]
                - localization * ((double) position[i] - anchor[i])
                - weightDecay * position[i];
    }

    /** Writes the forces on coordinates {@code from} … to the beginning of {@code forces}. */
    void forces(int from, int to, float[] position, float[] gradient, double[] forces) {
        for (int i = from; i < to; i++) {
            forces[i - from] = force(i, position, gradient);
        }
    }

    /** log p(v) up to a constant, given L there; the box plays no role. */
    double logDensity(double loss, float[] position) {
        double squares = 0;
        double norm = 0;
        for (int i = 0; i < anchor.length; i++) {
            double away = (double) position[i] - anchor[i];
            squares += away * away;
            norm += (double) position[i] * position[i];
        }
        return -nBeta * loss - 0.5 * localization * squares - 0.5 * weightDecay * norm;
    }

    /** Where positions that may lie outside the box are after the walls reflected them. */
    float[] reflected(float[] unfolded) {
        if (box == 0) {
            return unfolded;
        }
        float[] inside = new float[unfolded.length];
        for (int i = 0; i < inside.length; i++) {
            double away = (double) unfolded[i] - anchor[i];
            if (Math.abs(away) > box) {
                // A triangle wave of period 4r through the origin.
                double phase = away - 4 * box * Math.floor((away + box) / (4 * box));
                away = phase > box ? 2 * box - phase : phase;
            }
            inside[i] = (float) (anchor[i] + away);
        }
        return inside;
    }

    /** −1 if the walls turned coordinate i round on its way to {@code unfolded}, else 1. */
    double turn(int i, float unfolded) {
        if (box == 0) {
            return 1;
        }
        double away = (double) unfolded - anchor[i];
        double crossings = Math.floor((away + box) / (2 * box));
        return crossings % 2 == 0 ? 1 : -1;
    }

    /**
     * Moves for some time at the given momenta of unit mass, reflected by the walls. Momenta are
     * set to those of the move as it is stored, rounded to float, and turned round by a wall.
     */
    float[] drift(float[] position, double[] momentum, double time) {
        float[] unfolded = new float[position.length];
        for (int i = 0; i < unfolded.length; i++) {
            unfolded[i] = (float) (position[i] + time * momentum[i]);
            momentum[i] = turn(i, unfolded[i]) * (((double) unfolded[i] - position[i]) / time);
        }
        return reflected(unfolded);
    }
}
