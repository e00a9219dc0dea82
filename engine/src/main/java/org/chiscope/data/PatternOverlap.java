package org.chiscope.data;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Examples that belong to two patterns: their columns rest on the same data there, and h of one
 * moves mass of the other.
 *
 * @param first the pattern that stands first
 * @param second the other one
 * @param common examples in both, at least 1
 */
public record PatternOverlap(Pattern first, Pattern second, int common) {

    /** The overlaps of all pairs that have one, largest share first. */
    public static List<PatternOverlap> of(List<Pattern> patterns) {
        List<BitSet> members = new ArrayList<>();
        for (Pattern pattern : patterns) {
            BitSet set = new BitSet();
            for (int example : pattern.examples()) {
                set.set(example);
            }
            members.add(set);
        }
        List<PatternOverlap> overlaps = new ArrayList<>();
        for (int a = 0; a < members.size(); a++) {
            for (int b = a + 1; b < members.size(); b++) {
                BitSet both = (BitSet) members.get(a).clone();
                both.and(members.get(b));
                if (!both.isEmpty()) {
                    overlaps.add(
                            new PatternOverlap(
                                    patterns.get(a), patterns.get(b), both.cardinality()));
                }
            }
        }
        overlaps.sort(Comparator.comparingDouble(PatternOverlap::share).reversed());
        return overlaps;
    }

    /** Which part of the smaller pattern is common to both, above 0 and up to 1. */
    public double share() {
        return (double) common / Math.min(first.examples().length, second.examples().length);
    }
}
