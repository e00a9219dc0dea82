package org.chiscope.sampling;

import java.util.function.BooleanSupplier;
import org.chiscope.math.GaussianNoise;
import org.chiscope.system.EnergyView;
import org.jspecify.annotations.Nullable;

/**
 * One chain of an ensemble: starts at w*, burns in, and hands out draws. It belongs to one thread
 * at a time; between calls of {@link #advance} it holds only its compact position. Draws are a
 * function of the {@link ChainPlan} and the system alone, whatever the slices in which it advances,
 * and whether it was cancelled and restored on the way.
 */
public final class Chain {
    /**
     * A loss beyond this, in nats, counts as divergence: no model that anybody would sample has it,
     * and a diverging chain passes it on its way to infinity.
     */
    public static final double MAXIMUM_LOSS = 1e6;

    /** Adjusted chains are judged stuck from this many proposals on. */
    private static final int STUCK_AFTER = 500;

    /** … if their mean acceptance probability lies below this. */
    private static final double STUCK_BELOW = 1e-3;

    /** Unadjusted chains evaluate their Metropolis acceptance before every so many draws. */
    private static final int ACCEPTANCE_EVERY = 10;

    private final ChainPlan plan;
    private final Sampler sampler;
    private SamplerState sampled;
    private long steps;
    private int draws;
    private double acceptanceSum;
    private long acceptanceCount;
    private ChainStatus.@Nullable Failed failure;

    private Chain(ChainPlan plan, ChainState state) {
        boolean positioned = state.position().length == plan.ensemble().moving().size();
        boolean ended = state.failure() != null || state.draws() >= plan.settings().draws();
        if (!positioned && state.position().length == 0 && !ended) {
            throw new IllegalArgumentException(
                    "it is kept without the parameters where it ended, so it can make no draws"
                            + " after its "
                            + state.draws());
        }
        if (!positioned && state.position().length > 0) {
            throw new IllegalArgumentException(
                    "Ensemble "
                            + plan.ensemble().name()
                            + " moves "
                            + plan.ensemble().moving().size()
                            + " parameters, but the stored state of its chain has "
                            + state.position().length
                            + "; the results belong to another model or description.");
        }
        this.plan = plan;
        sampler = Sampler.of(plan.sampler());
        sampled =
                new SamplerState(
                        state.position().clone(),
                        state.memory().clone(),
                        state.numbers().clone(),
                        null);
        steps = state.steps();
        draws = state.draws();
        acceptanceSum = state.acceptanceSum();
        acceptanceCount = state.acceptanceCount();
        failure = state.failure();
    }

    /** A new chain, at w* or near it, as the plan says. */
    public static Chain start(ChainPlan plan) {
        float[] position = new float[plan.ensemble().moving().size()];
        plan.ensemble().moving().gather(plan.checkpoint(), position);
        double noise = plan.settings().initialNoise();
        if (noise > 0) {
            float[] away = new float[position.length];
            GaussianNoise.fill(plan.stream(0, ChainPlan.Purpose.START), away, 0, away.length);
            for (int i = 0; i < away.length; i++) {
                position[i] += (float) (noise * away[i]);
            }
        }
        SamplerState first = Sampler.of(plan.sampler()).init(position);
        return new Chain(
                plan, new ChainState(position, first.memory(), first.numbers(), 0, 0, 0, 0, null));
    }

    /**
     * A chain that goes on where {@code state} was taken. One that has ended may lack its position.
     *
     * @throws IllegalArgumentException if the state has another number of parameters than the plan,
     *     or none and the chain has not ended
     */
    public static Chain restore(ChainPlan plan, ChainState state) {
        return new Chain(plan, state);
    }

    /** A copy of what {@link #restore} needs. */
    public ChainState state() {
        return new ChainState(
                sampled.position().clone(),
                sampled.memory().clone(),
                sampled.numbers().clone(),
                steps,
                draws,
                acceptanceSum,
                acceptanceCount,
                failure);
    }

    /** The plan that this chain follows. */
    public ChainPlan plan() {
        return plan;
    }

    /** Draws made. */
    public int draws() {
        return draws;
    }

    /** How the chain stands. */
    public ChainStatus status() {
        if (failure != null) {
            return failure;
        }
        return draws >= plan.settings().draws()
                ? new ChainStatus.Finished()
                : new ChainStatus.Running();
    }

    /**
     * Advances until {@code count} more draws were made, or the chain is finished, failed or
     * cancelled. A cancelled call leaves the chain at the last completed step; a later call goes on
     * from there as if nothing had happened. A loss or parameter that is not finite, or a loss
     * beyond {@link #MAXIMUM_LOSS}, fails the chain.
     *
     * @param view of the plan's system, with the plan's moving parameters and batch size
     * @param count draws wanted
     * @param consumer takes each draw on this thread
     * @param cancelled read before each step
     */
    public void advance(
            EnergyView view, int count, DrawConsumer consumer, BooleanSupplier cancelled) {
        if (!(status() instanceof ChainStatus.Running)) {
            return;
        }
        LocalPosterior target = new LocalPosterior(view, plan);
        float[] losses = new float[plan.examples()];
        int last = Math.min(plan.settings().draws(), draws + count);
        while (draws < last) {
            long stepsAtDraw = plan.settings().stepsAtDraw(draws);
            while (steps < stepsAtDraw) {
                if (failure != null || cancelled.getAsBoolean()) {
                    return;
                }
                step(target);
            }
            target.exampleLosses(sampled.position(), losses);
            if (failure != null || !acceptableLosses(losses)) {
                return;
            }
            consumer.accept(draws, losses);
            draws++;
        }
    }

    private void step(LocalPosterior target) {
        boolean adjusted = plan.sampler().adjusted();
        boolean beforeDraw = steps + 1 == plan.settings().stepsAtDraw(draws);
        Sampler.Step result =
                sampler.step(
                        target,
                        sampled,
                        new StepContext(
                                plan,
                                steps,
                                !adjusted && beforeDraw && draws % ACCEPTANCE_EVERY == 0));
        sampled = result.state();
        double acceptance = result.info().acceptance();
        if (!Double.isNaN(acceptance) && steps >= plan.settings().burnIn()) {
            acceptanceSum += acceptance;
            acceptanceCount++;
        }
        steps++;
        check(result.info().loss());
        if (failure == null && steps == plan.settings().burnIn() && sampler.stuck(sampled)) {
            fail(
                    "is stuck",
                    "no step of its second half moved it, so there is no spread to draw from");
        }
        if (adjusted
                && acceptanceCount >= STUCK_AFTER
                && acceptanceSum < STUCK_BELOW * acceptanceCount) {
            fail("is stuck", "hardly any of its Metropolis proposals is accepted");
        }
    }

    private void check(double loss) {
        if (!acceptable(loss)) {
            fail("diverged", "the loss became " + loss + " nats");
            return;
        }
        for (float coordinate : sampled.position()) {
            if (!Float.isFinite(coordinate)) {
                fail("diverged", "a parameter became " + coordinate);
                return;
            }
        }
    }

    private boolean acceptableLosses(float[] losses) {
        for (int example = 0; example < losses.length; example++) {
            if (!acceptable(losses[example])) {
                fail(
                        "diverged",
                        "the loss of example " + example + " became " + losses[example] + " nats");
                return false;
            }
        }
        return true;
    }

    private static boolean acceptable(double loss) {
        return Math.abs(loss) <= MAXIMUM_LOSS; // false for NaN as well
    }

    private void fail(String what, String why) {
        String when =
                steps <= plan.settings().burnIn()
                        ? "during burn-in (step " + steps + ")"
                        : "at draw " + (draws + 1) + " (step " + steps + ")";
        failure =
                new ChainStatus.Failed(
                        draws,
                        "Chain "
                                + plan.chain()
                                + " of "
                                + plan.ensemble().name()
                                + " "
                                + what
                                + " "
                                + when
                                + ": "
                                + why
                                + "; "
                                + remedy(plan.sampler()));
    }

    private static String remedy(SamplerSettings sampler) {
        if (sampler.flipsSpins()) {
            return "flip spins one by one, or raise the temperature.";
        }
        String step = "use a step size smaller than " + sampler.stepSize();
        // Draws of a prior may be far from w* though every step is sound.
        return sampler.nBeta() == 0 ? step + ", or a stronger localization." : step + ".";
    }
}
