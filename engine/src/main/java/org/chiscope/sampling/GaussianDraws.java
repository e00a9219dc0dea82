package org.chiscope.sampling;

import java.util.Arrays;
import org.chiscope.math.GaussianNoise;

/**
 * Independent draws from a Gaussian with the spread of another sampler's chain, see {@link
 * GaussianSettings}. Memory: s, one a coordinate, then what the base remembers; numbers: steps that
 * s was measured over and how many of them moved, then the base's. What is the base's is dropped
 * after burn-in.
 *
 * @param base makes the steps of the burn-in
 */
record GaussianDraws(Sampler base) implements Sampler {
    private static final int COUNT = 0;
    private static final int MOVES = 1;
    private static final int OWN_NUMBERS = 2;

    @Override
    public SamplerState init(float[] position) {
        return joined(base.init(position), new float[position.length], 0, 0);
    }

    @Override
    public Step step(LocalPosterior target, SamplerState state, StepContext context) {
        return context.burningIn()
                ? measured(target, state, context)
                : drawn(target, state, context);
    }

    @Override
    public boolean stuck(SamplerState state) {
        return state.numbers()[MOVES] == 0;
    }

    /** A step of the base, whose distance from v* counts in the second half. */
    private Step measured(LocalPosterior target, SamplerState state, StepContext context) {
        int dimension = target.dimension();
        SamplerState before =
                new SamplerState(
                        state.position(),
                        Arrays.copyOfRange(state.memory(), dimension, state.memory().length),
                        Arrays.copyOfRange(state.numbers(), OWN_NUMBERS, state.numbers().length),
                        state.energy());
        StepContext inner = context.adaptingForHalfTheBurnIn();
        Step step = base.step(target, before, inner);
        float[] spread = Arrays.copyOf(state.memory(), dimension);
        double count = state.numbers()[COUNT];
        double moves = state.numbers()[MOVES];
        if (!inner.burningIn()) {
            count++;
            moves += Arrays.equals(step.state().position(), state.position()) ? 0 : 1;
            float[] anchor = target.anchor();
            for (int i = 0; i < dimension; i++) {
                double away = (double) step.state().position()[i] - anchor[i];
                spread[i] += (float) ((away * away - spread[i]) / count);
            }
        }
        return new Step(
                joined(step.state(), spread, count, moves),
                new Info(step.info().loss(), Double.NaN));
    }

    private static Step drawn(LocalPosterior target, SamplerState state, StepContext context) {
        Info nothing = new Info(0, Double.NaN);
        if (!context.beforeDraw()) {
            return new Step(state, nothing);
        }
        float[] anchor = target.anchor();
        float[] spread = Arrays.copyOf(state.memory(), anchor.length);
        float[] position = new float[anchor.length];
        GaussianNoise.fill(context.stream(ChainPlan.Purpose.NOISE), position, 0, position.length);
        for (int i = 0; i < position.length; i++) {
            position[i] = (float) (anchor[i] + Math.sqrt(spread[i]) * position[i]);
        }
        return new Step(
                new SamplerState(
                        position, spread, Arrays.copyOf(state.numbers(), OWN_NUMBERS), null),
                nothing);
    }

    /** The base's state with s and its counts before what it remembers. */
    private static SamplerState joined(
            SamplerState base, float[] spread, double count, double moves) {
        float[] memory = Arrays.copyOf(spread, spread.length + base.memory().length);
        System.arraycopy(base.memory(), 0, memory, spread.length, base.memory().length);
        double[] numbers = new double[OWN_NUMBERS + base.numbers().length];
        numbers[COUNT] = count;
        numbers[MOVES] = moves;
        System.arraycopy(base.numbers(), 0, numbers, OWN_NUMBERS, base.numbers().length);
        return new SamplerState(base.position(), memory, numbers, base.energy());
    }
}
