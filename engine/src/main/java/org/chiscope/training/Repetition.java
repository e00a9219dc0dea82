package org.chiscope.training;

import org.chiscope.math.RandomStream;

/**
 * Help for induction: in some steps of a training a fraction of the contexts is their own
 * beginning, of a random length, repeated over and over. What repeats is real text; in other steps
 * every context is left as it is.
 *
 * @param fromStep first step of this phase
 * @param toStep one past its last step
 * @param fraction of contexts that repeat themselves, in [0, 1]
 * @param shortestPeriod least length of what is repeated, at least 1
 * @param longestPeriod greatest length of what is repeated
 */
public record Repetition(
        long fromStep, long toStep, double fraction, int shortestPeriod, int longestPeriod) {

    /**
     * @throws IllegalArgumentException with one sentence that names the bad value
     */
    public Repetition {
        if (fromStep < 0 || toStep < fromStep || !(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException(
                    "A repetition needs steps 0 ≤ from ≤ to and a fraction in [0, 1], but they are "
                            + fromStep
                            + ", "
                            + toStep
                            + " and "
                            + fraction
                            + ".");
        }
        if (shortestPeriod < 1 || longestPeriod < shortestPeriod) {
            throw new IllegalArgumentException(
                    "A repetition needs periods 1 ≤ shortest ≤ longest, but they are "
                            + shortestPeriod
                            + " and "
                            + longestPeriod
                            + ".");
        }
    }

    /** Repeats the beginning of a context of {@code length} tokens in place, or leaves it. */
    void apply(long step, RandomStream stream, int[] tokens, int at, int length) {
        if (step < fromStep || step >= toStep || stream.nextDouble() >= fraction) {
            return;
        }
        int period = shortestPeriod + stream.nextInt(longestPeriod - shortestPeriod + 1);
        for (int t = period; t < length; t++) {
            tokens[at + t] = tokens[at + t - period];
        }
    }
}
