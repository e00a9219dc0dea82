package org.chiscope.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.math.RandomStream;

/**
 * A source made from the others: contexts of their text, each the first few tokens of one of theirs
 * repeated over and over. They reward a network for looking up what followed before (induction),
 * and belong to the sampling set like every text.
 *
 * @param source its name
 * @param fraction of all contexts of the sampling set that it makes up, above 0 and below 1
 * @param shortestPeriod least number of tokens that are repeated, at least 1
 * @param longestPeriod greatest number
 */
public record RepeatedPassages(
        String source, double fraction, int shortestPeriod, int longestPeriod) {

    /**
     * @throws IllegalArgumentException with one sentence that names the bad value
     */
    public RepeatedPassages {
        if (!(fraction > 0 && fraction < 1)) {
            throw new IllegalArgumentException(
                    "Repeated passages need a fraction above 0 and below 1, but it is "
                            + fraction
                            + ".");
        }
        if (shortestPeriod < 1 || longestPeriod < shortestPeriod) {
            throw new IllegalArgumentException(
                    "Repeated passages need periods 1 ≤ shortest ≤ longest, but they are "
                            + shortestPeriod
                            + " and "
                            + longestPeriod
                            + ".");
        }
    }

    /**
     * {@code texts} and after them the repeated passages, as their last source. Which contexts are
     * repeated, and with which period, derives from {@code seed}; none is taken twice before all
     * were taken.
     *
     * @throws IllegalArgumentException with one sentence if {@code texts} have no sources, or one
     *     of that name
     */
    public TokenData appendedTo(TokenData texts, long seed) {
        if (texts.sourceNames().isEmpty() || texts.sourceNames().contains(source)) {
            throw new IllegalArgumentException(
                    "Repeated passages need texts with sources of other names than \""
                            + source
                            + "\", but those are "
                            + texts.sourceNames()
                            + ".");
        }
        RandomStream stream = RandomStream.of(seed, RandomStream.hash("repeated passages"));
        int length = texts.length();
        int before = texts.contexts();
        int added = (int) Math.max(1, Math.round(before * fraction / (1 - fraction)));
        int[] order = stream.permutation(before);
        int[] tokens = Arrays.copyOf(texts.tokens(), (before + added) * length);
        int[] sources = Arrays.copyOf(texts.source(), before + added);
        for (int i = 0; i < added; i++) {
            int from = order[i % before] * length;
            int at = (before + i) * length;
            int period = shortestPeriod + stream.nextInt(longestPeriod - shortestPeriod + 1);
            for (int t = 0; t < length; t++) {
                tokens[at + t] = tokens[from + t % period];
            }
            sources[before + i] = texts.sourceNames().size();
        }
        List<String> names = new ArrayList<>(texts.sourceNames());
        names.add(source);
        return new TokenData(before + added, length, tokens, sources, names);
    }
}
