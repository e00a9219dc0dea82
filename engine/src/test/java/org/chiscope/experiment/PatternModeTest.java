package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.chiscope.response.SusceptibilityRow;
import org.junit.jupiter.api.Test;

/**
 * The mode of a pattern: χ = Σ s_i e_i v_iᵀ with s = (3, 2, 1), components being modes, and
 * orthonormal v_1 = (2, −1, 2)/3, v_2 = (2, 2, −1)/3, v_3 = (−1, 2, 2)/3. For pattern 1, s_i·|v_i1|
 * is 1, 4/3 and 2/3, so mode 2 is meant, with v = +2/3. For pattern 2 it is 2, 2/3 and 2/3: mode 1.
 */
class PatternModeTest {
    private static final double[][] RIGHT = {
        {2.0 / 3, -1.0 / 3, 2.0 / 3},
        {2.0 / 3, 2.0 / 3, -1.0 / 3},
        {-1.0 / 3, 2.0 / 3, 2.0 / 3}
    };

    /** The rows, the second one's sign turned: so is u_2's. */
    private static List<SusceptibilityRow> rows() {
        double[] values = {3, -2, 1};
        return List.of(row("a", values[0], 0), row("b", values[1], 1), row("c", values[2], 2));
    }

    private static SusceptibilityRow row(String name, double value, int mode) {
        return Matrices.row(
                name,
                Arrays.stream(RIGHT[mode])
                        .mapToObj(v -> Matrices.cell(Matrices.estimate(value * v, 0.1)))
                        .toList());
    }

    @Test
    void theLargestProductOfSingularValueAndLoadingIsMeant() {
        PatternMode mode = PatternMode.of(rows(), 1, "one", 0.5);
        assertEquals(1, mode.index());
        assertEquals(2.0 / 3, mode.loading(), 1e-12);
        assertEquals(2, mode.singularValue().value(), 1e-12);
        assertEquals(-1, mode.components().getOrDefault("b", Double.NaN), 1e-12);
        assertEquals(0, mode.components().getOrDefault("a", Double.NaN), 1e-12);
        assertEquals(3, mode.aboveFloor());
    }

    @Test
    void modesBelowTheFloorTakeNoPart() {
        PatternMode mode = PatternMode.of(rows(), 1, "one", 2.5);
        assertEquals(0, mode.index());
        // v_11 = −1/3 is turned to be positive, and u_1 with it.
        assertEquals(1.0 / 3, mode.loading(), 1e-12);
        assertEquals(-1, mode.components().getOrDefault("a", Double.NaN), 1e-12);
        assertEquals(1, mode.aboveFloor());
    }

    @Test
    void whereNoFloorIsKnownEveryModeTakesPart() {
        assertEquals(1, PatternMode.of(rows(), 1, "one", Double.NaN).index());
        assertEquals(0, PatternMode.of(rows(), 2, "two", Double.NaN).index());
    }

    @Test
    void noModeAboveTheFloorIsOneSentence() {
        String sentence =
                String.valueOf(
                        assertThrows(
                                        IllegalArgumentException.class,
                                        () -> PatternMode.of(rows(), 1, "one", 5))
                                .getMessage());
        assertTrue(sentence.startsWith("No mode of the fluctuation lies above"), sentence);
        assertTrue(sentence.contains("3.00, the floor 5.00"), sentence);
    }
}
