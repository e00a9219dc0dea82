package org.chiscope.sampling;

/** SGLD with RMSprop's preconditioner, see {@link PreconditionedSgldSettings}. */
record PreconditionedSgld(PreconditionedSgldSettings settings) implements Sampler {

    @Override
    public Step step(LocalPosterior target, SamplerState state, StepContext context) {
        float[] squares = state.memory();
        if (context.burningIn() || squares.length == 0) {
            squares = learn(target, state, context);
        }
        float[] preconditioner = new float[squares.length];
        for (int i = 0; i < squares.length; i++) {
            preconditioner[i] = (float) (1 / (settings.stabilizer() + Math.sqrt(squares[i])));
        }
        return Langevin.unadjusted(
                target,
                new SamplerState(state.position(), squares, state.numbers(), null),
                context,
                new Langevin.Scale(settings.stepSize(), preconditioner));
    }

    /** V with this step's gradient; the first gradient's square where there is none yet. */
    private float[] learn(LocalPosterior target, SamplerState state, StepContext context) {
        float[] gradient = new float[target.dimension()];
        target.stochastic(state.position(), context, gradient);
        float[] before = state.memory();
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
