package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.math.RandomStream;
import org.chiscope.response.Cell;
import org.junit.jupiter.api.Test;

class DrawsNeededTest {

    /** 2,000 cells whose true values have the standard deviation {@code signal}, errors 1. */
    private static Snapshot matrix(double signal) {
        RandomStream random = RandomStream.of(5);
        List<Cell> cells = new ArrayList<>();
        List<String> patterns = new ArrayList<>();
        for (int k = 0; k < 2000; k++) {
            double value = signal * random.nextGaussian() + random.nextGaussian();
            cells.add(Matrices.cell(Matrices.estimate(value, 1)));
            patterns.add("p" + k);
        }
        return Matrices.snapshot(List.of(Matrices.row("a", cells)), patterns);
    }

    @Test
    void theSignalGrowsInProportionToTheDraws() {
        // Three in ten of N(0, 1 + f) lie beyond 2 where 1 + f = (2/1.0364)² = 3.724, so τ² = 1
        // asks
        // for f = 2.724 times the 200 draws. The decile q = 1.466 of 2,000 values has a standard
        // error of √(0.3 · 0.7/2000)/0.330 = 0.031, hence τ² = q²/1.074 − 1 one of 0.085; the bound
        // is 0.2.
        assertEquals(545, DrawsNeeded.perChain(matrix(1)), 0.2 * 545);
        assertTrue(DrawsNeeded.perChain(matrix(3)) < 200);
    }

    @Test
    void pureNoiseTellsNothing() {
        assertTrue(Double.isNaN(DrawsNeeded.perChain(matrix(0))));
    }

    @Test
    void aFewCellsTellNothing() {
        Cell cell = Matrices.cell(Matrices.estimate(1, 1));
        assertTrue(
                Double.isNaN(
                        DrawsNeeded.perChain(
                                Matrices.snapshot(
                                        List.of(Matrices.row("a", List.of(cell))), List.of("p")))));
    }
}
