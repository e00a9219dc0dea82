package org.chiscope.sampling;

import org.chiscope.math.GaussianNoise;
import org.chiscope.math.RandomStream;

/**
 * Hamiltonian Monte Carlo with leapfrog steps (Neal, <em>MCMC using Hamiltonian dynamics</em>,
 * 2011, section 5.3; walls reflect as in 5.5.1), see {@link HmcSettings}. During burn-in the step
 * size follows dual averaging (Hoffman and Gelman, 2014, section 3.2); then it is kept.
 */
record Hmc(HmcSettings settings) implements Sampler {
    // Hoffman and Gelman's constants: shrinkage, how many first steps count little, forgetting.
    private static final double SHRINKAGE = 0.05;
    private static final double FIRST_STEPS = 10;
    private static final double FORGETTING = 0.75;

    @Override
    public Step step(LocalPosterior target, SamplerState state, StepContext context) {
        boolean adapting = settings.targetAcceptance() > 0 && context.burningIn();
        double[] numbers = state.numbers();
        double stepSize = settings.stepSize();
        if (numbers.length > 0) {
            stepSize = Math.exp(adapting ? numbers[0] : numbers[1]);
        }
        SamplerState.Energy energy = target.energy(state);
        Trajectory end = trajectory(target, state.position(), energy, stepSize, context);
        boolean accepted = context.stream(ChainPlan.Purpose.ACCEPT).nextDouble() < end.acceptance;
        return new Step(
                new SamplerState(
                        accepted ? end.position : state.position(),
                        state.memory(),
                        adapting ? adapted(numbers, end.acceptance) : numbers,
                        accepted ? end.energy : energy),
                new Info(accepted ? end.energy.loss() : energy.loss(), end.acceptance));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Trajectory(float[] position, SamplerState.Energy energy, double acceptance) {}

    private Trajectory trajectory(
            LocalPosterior target,
            float[] from,
            SamplerState.Energy fromEnergy,
            double stepSize,
            StepContext context) {
        RandomStream stream = context.stream(ChainPlan.Purpose.NOISE);
        int steps = 1 + stream.nextInt(settings.leapfrogSteps());
        int dimension = from.length;
        float[] noise = new float[dimension];
        GaussianNoise.fill(stream, noise, 0, dimension);
        double[] momentum = new double[dimension];
        double kinetic = 0;
        for (int i = 0; i < dimension; i++) {
            momentum[i] = noise[i];
            kinetic += momentum[i] * momentum[i];
        }
        float[] position = from;
        SamplerState.Energy energy = fromEnergy;
        for (int step = 0; step < steps; step++) {
            kick(target, position, energy, 0.5 * stepSize, momentum);
            position = target.drift(position, momentum, stepSize);
            energy = SamplerState.Energy.at(target, position);
            kick(target, position, energy, 0.5 * stepSize, momentum);
        }
        for (double p : momentum) {
            kinetic -= p * p;
        }
        double logRatio =
                target.logDensity(energy.loss(), position)
                        - target.logDensity(fromEnergy.loss(), from)
                        + 0.5 * kinetic;
        return new Trajectory(
                position, energy, Double.isNaN(logRatio) ? 0 : Math.min(1, Math.exp(logRatio)));
    }

    private static void kick(
            LocalPosterior target,
            float[] position,
            SamplerState.Energy energy,
            double time,
            double[] momentum) {
        for (int i = 0; i < momentum.length; i++) {
            momentum[i] += time * target.force(i, position, energy.gradient());
        }
    }

    /** (log h, mean of log h, mean error of the acceptance, steps) after one more step. */
    private double[] adapted(double[] numbers, double acceptance) {
        double aim = Math.log(10 * settings.stepSize());
        double steps = numbers.length == 0 ? 1 : numbers[3] + 1;
        double errorBefore = numbers.length == 0 ? 0 : numbers[2];
        double meanBefore = numbers.length == 0 ? 0 : numbers[1];
        double weight = 1 / (steps + FIRST_STEPS);
        double error =
                (1 - weight) * errorBefore + weight * (settings.targetAcceptance() - acceptance);
        double logStep = aim - Math.sqrt(steps) / SHRINKAGE * error;
        double share = Math.pow(steps, -FORGETTING);
        return new double[] {logStep, share * logStep + (1 - share) * meanBefore, error, steps};
    }
}
