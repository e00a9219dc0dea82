package org.chiscope.app.chart;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TicksTest {

    @Test
    void stepsAreRoundAndNotTooMany() {
        assertEquals(0.5, Ticks.step(2.8, 7), 1e-12);
        assertEquals(20, Ticks.step(100, 5), 1e-12);
        assertEquals(0.01, Ticks.step(0.06, 6), 1e-12);
    }

    @Test
    void multiplesOfTheStepWithinBothEnds() {
        assertArrayEquals(new double[] {-1, -0.5, 0, 0.5, 1}, Ticks.between(-1.2, 1, 0.5), 1e-12);
    }

    @Test
    void decimalsTellNeighboursApart() {
        assertEquals(0, Ticks.decimals(20));
        assertEquals(1, Ticks.decimals(0.5));
        assertEquals(2, Ticks.decimals(0.25));
    }
}
