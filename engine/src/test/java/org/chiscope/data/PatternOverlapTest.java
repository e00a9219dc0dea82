package org.chiscope.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PatternOverlapTest {

    private static Pattern pattern(String name, int... examples) {
        return new Pattern(name, "f", "d", examples);
    }

    /** By hand: a ∩ b = {2, 3}, b ∩ c = {5}; a and c have nothing in common. */
    @Test
    void pairsWithCommonExamplesComeByTheirShareOfTheSmaller() {
        Pattern a = pattern("a", 0, 1, 2, 3);
        Pattern b = pattern("b", 2, 3, 4, 5, 6);
        Pattern c = pattern("c", 5, 7, 8);

        List<PatternOverlap> overlaps = PatternOverlap.of(List.of(c, a, b));

        assertEquals(List.of(new PatternOverlap(a, b, 2), new PatternOverlap(c, b, 1)), overlaps);
        assertEquals(0.5, overlaps.get(0).share());
        assertEquals(1.0 / 3, overlaps.get(1).share(), 1e-12);
    }
}
