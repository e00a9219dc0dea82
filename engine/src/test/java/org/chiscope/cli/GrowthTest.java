package org.chiscope.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private static final int[] SIZES = {1, 3, 5, 9, 17};

    @Test
    void runsAreMadeInTurnsAndTheFirstThreeRoundsDoNotCount() throws Exception {
        List<Integer> made = new ArrayList<>();
        Growth.Run run =
                size -> {
                    made.add(size);
                    // The first three rounds take 100 s a run; then 1, 9 and 2 times the size.
                    int round = (made.size() - 1) / 6;
                    return round < 3 ? 100 : new double[] {1, 9, 2}[round - 3] * size;
                };
        List<Growth> growths =
                Growth.measure(
                        List.of(
                                new Growth.Axis("a", new int[] {1, 2, 4}, run),
                                new Growth.Axis("b", new int[] {10, 20, 40}, run)),
                        3);
        assertEquals(List.of(1, 2, 4, 10, 20, 40, 1, 2), made.subList(0, 8));
        assertEquals(6 * 6, made.size());
        assertArrayEquals(new double[] {2, 4, 8}, growths.get(0).medians());
        assertArrayEquals(new double[] {20, 40, 80}, growths.get(1).medians());
        assertArrayEquals(new double[] {10, 20, 40}, growths.get(1).least());
    }

    /** 5 s whatever the size, and 0.1 s a unit. */
    @Test
    void aFixedCostDoesNotHideThatGrowthIsLinear() throws Exception {
        assertEquals(1, exponent(size -> 5 + 0.1 * size), 1e-9);
    }

    /**
     * Of 5 + n², seconds beyond the run of size 1 are x² + 2x at x = 2, 4, 8, 16: 8, 24, 80, 288.
     * Slopes between neighbours, in logarithms, ascend from log₂ 3 to log₂ 3.6, and that of the
     * line lies between. Likewise √(x + 1) − 1, whose ones fall from 0.756 to 0.643.
     */
    @Test
    void growthThatIsNotLinearIsToldAsSuch() throws Exception {
        double square = exponent(size -> 5 + (double) size * size);
        assertTrue(square > 1.58 && square < 1.85, "exponent " + square);
        double root = exponent(size -> 5 + Math.sqrt(size));
        assertTrue(root > 0.643 && root < 0.756, "exponent " + root);
    }

    @Test
    void aLargerRunThatTookNoLongerLeavesTheExponentUnknown() throws Exception {
        assertTrue(Double.isNaN(exponent(size -> size == 3 ? 0.9 : size)));
    }

    private static double exponent(Growth.Run run) throws Exception {
        Growth growth = Growth.measure(List.of(new Growth.Axis("size", SIZES, run)), 1).getFirst();
        return growth.law(growth.medians()).exponent();
    }
}
