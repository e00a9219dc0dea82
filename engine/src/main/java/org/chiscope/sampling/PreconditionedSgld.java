package org.chiscope.sampling;

/** SGLD with RMSprop's preconditioner, see {@link PreconditionedSgldSettings}. */
record PreconditionedSgld(PreconditionedSgldSettings settings) implements Sampler {

    @Override
    public Step step(LocalPosterior target, SamplerState state, StepContext context) {
        SamplerState.Energy energy = target.stochastic(state.position(), context);
        float[] squares = state.memory();
        if (context.burningIn() || squares.length == 0) {
            squares = learned(squares, energy.gradient());
        }
        float[] preconditioner = new float[squares.length];
        for (int i = 0; i < squares.length; i++) {
            preconditioner[i] = (float) (1 / (settings.stabilizer() + Math.sqrt(squares[i])));
        }
        return Langevin.unadjusted(
                target,
                new SamplerState(state.position(), squares, state.numbers(), null),
                context,
                energy,
                new Langevin.Scale(settings.stepSize(), preconditioner));
    }

    /** V with this step's gradient; the first gradient's square where there is none yet. */
    private float[] learned(float[] before, float[] gradient) {
        float[] squares = new float[gradient.length];
        double keep = settings.averaging();
        for (int i = 0; i < squares.length; i++) {
            double square = (double) gradient[i] * gradient[i];
            squares[i] =
                    (float) (before.length == 0 ? square : keep * before[i] + (1 - keep) * square);
        }
        return squares;
    }
}
