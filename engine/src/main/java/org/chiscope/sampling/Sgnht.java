package org.chiscope.sampling;

import org.chiscope.math.GaussianNoise;
import org.chiscope.math.RandomStream;

/**
 * The stochastic gradient Nosé–Hoover thermostat, see {@link SgnhtSettings}: half a drift of v and
 * ξ, half of the friction, a kick by force and noise, and the same backwards. The gradient is that
 * of the middle of the step, and so is the loss that a step tells.
 */
record Sgnht(SgnhtSettings settings) implements Sampler {

    @Override
    public Step step(LocalPosterior target, SamplerState state, StepContext context) {
        int dimension = target.dimension();
        RandomStream stream = context.stream(ChainPlan.Purpose.NOISE);
        double[] momentum = new double[dimension];
        double friction;
        float[] noise = new float[dimension];
        if (state.memory().length == 0) {
            GaussianNoise.fill(stream, noise, 0, dimension);
            friction = settings.friction();
            for (int i = 0; i < dimension; i++) {
                momentum[i] = noise[i];
            }
        } else {
            friction = state.numbers()[0];
            for (int i = 0; i < dimension; i++) {
                momentum[i] = state.memory()[i];
            }
        }
        double time = settings.stepSize();
        friction += 0.5 * time * excess(momentum);
        float[] middle = target.drift(state.position(), momentum, 0.5 * time);
        float[] gradient = new float[dimension];
        double loss = target.stochastic(middle, context, gradient);
        GaussianNoise.fill(stream, noise, 0, dimension);
        double damping = Math.exp(-0.5 * time * friction);
        double spread = Math.sqrt(2 * settings.friction() * time);
        for (int i = 0; i < dimension; i++) {
            double damped = damping * momentum[i];
            double kicked = damped + time * target.force(i, middle, gradient) + spread * noise[i];
            momentum[i] = damping * kicked;
        }
        float[] moved = target.drift(middle, momentum, 0.5 * time);
        friction += 0.5 * time * excess(momentum);
        float[] memory = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            memory[i] = (float) momentum[i];
        }
        return new Step(
                new SamplerState(moved, memory, new double[] {friction}, null),
                new Info(loss, Double.NaN));
    }

    /** ‖p‖²/d − 1, which drives the friction. */
    private static double excess(double[] momentum) {
        double squares = 0;
        for (double p : momentum) {
            squares += p * p;
        }
        return squares / momentum.length - 1;
    }
}
