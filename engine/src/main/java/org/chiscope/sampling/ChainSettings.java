package org.chiscope.sampling;

import java.util.ArrayList;
import java.util.List;

/**
 * How long a chain runs: {@code burnIn} steps, then {@code draws} times {@code stepsBetweenDraws}
 * steps and a draw.
 *
 * @param burnIn steps before the first draw's own, at least 0
 * @param draws at least 1
 * @param stepsBetweenDraws steps before each draw, at least 1
 * @param initialNoise standard deviation of the Gaussian noise that is added to each coordinate of
 *     w* where a chain starts; 0 starts all chains at w*
 * @param extendedFrom what {@code draws} was before draws were added to a run, ascending; usually
 *     empty. No draw depends on it, only how the draws are cut into blocks
 */
public record ChainSettings(
        int burnIn,
        int draws,
        int stepsBetweenDraws,
        double initialNoise,
        List<Integer> extendedFrom) {

    /** Of chains that start at w*. */
    public ChainSettings(int burnIn, int draws, int stepsBetweenDraws) {
        this(burnIn, draws, stepsBetweenDraws, 0);
    }

    /** Of chains to which no draws were added. */
    public ChainSettings(int burnIn, int draws, int stepsBetweenDraws, double initialNoise) {
        this(burnIn, draws, stepsBetweenDraws, initialNoise, List.of());
    }

    /**
     * @throws IllegalArgumentException with one sentence if a value has no meaning
     */
    public ChainSettings {
        extendedFrom = List.copyOf(extendedFrom);
        if (burnIn < 0) {
            throw new IllegalArgumentException(
                    "The burn-in must be at least 0 steps, but it is " + burnIn + ".");
        }
        if (draws < 1) {
            throw new IllegalArgumentException(
                    "A chain needs at least 1 draw, but draws is " + draws + ".");
        }
        if (stepsBetweenDraws < 1) {
            throw new IllegalArgumentException(
                    "Draws must lie at least 1 step apart, but stepsBetweenDraws is "
                            + stepsBetweenDraws
                            + ".");
        }
        SamplerValidation.atLeastZero("initial noise", initialNoise, "initialNoise", "0.01");
        int before = 0;
        for (int earlier : extendedFrom) {
            if (earlier <= before || earlier >= draws) {
                throw new IllegalArgumentException(
                        "Earlier numbers of draws must be positive, ascend and stay below draws,"
                                + " but extendedFrom is "
                                + extendedFrom
                                + " and draws is "
                                + draws
                                + ".");
            }
            before = earlier;
        }
    }

    /**
     * The same chains with draws added.
     *
     * @param more draws of each chain, above the present number
     * @throws IllegalArgumentException with one sentence if they are not more
     */
    public ChainSettings extendedTo(int more) {
        List<Integer> earlier = plannedDraws();
        return new ChainSettings(burnIn, more, stepsBetweenDraws, initialNoise, earlier);
    }

    /**
     * The same chains before draws were added the last time.
     *
     * @throws IllegalStateException if none were added
     */
    public ChainSettings beforeExtension() {
        if (extendedFrom.isEmpty()) {
            throw new IllegalStateException("No draws were added to these chains.");
        }
        int last = extendedFrom.size() - 1;
        return new ChainSettings(
                burnIn,
                extendedFrom.get(last),
                stepsBetweenDraws,
                initialNoise,
                extendedFrom.subList(0, last));
    }

    /** The draws that were planned at first, then after each addition; the last are the draws. */
    public List<Integer> plannedDraws() {
        List<Integer> planned = new ArrayList<>(extendedFrom);
        planned.add(draws);
        return List.copyOf(planned);
    }

    /** The same with another number of draws. */
    public ChainSettings withDraws(int count) {
        return new ChainSettings(burnIn, count, stepsBetweenDraws, initialNoise);
    }

    /** Steps of the chain when draw {@code draw} (from 0) is made. */
    public long stepsAtDraw(int draw) {
        return burnIn + (draw + 1L) * stepsBetweenDraws;
    }
}
