package org.chiscope.response;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EstimateTest {

    @Test
    void intervalUsesStudentsTWithBlocksMinusOne() {
        // Tables: t of 9 degrees of freedom at 97.5 % is 2.262157, of 3 at 99.5 % it is 5.840909.
        assertEquals(2 * 2.262157, new Estimate(1, 2, 0, 10).halfWidth(0.95), 1e-5);
        assertEquals(5.840909, new Estimate(1, 1, 0, 4).halfWidth(0.99), 1e-5);
    }

    @Test
    void withinTwoStandardErrorsIsNoise() {
        assertTrue(new Estimate(-2, 1, 0, 10).isNoise());
        assertFalse(new Estimate(-2.001, 1, 0, 10).isNoise());
    }

    @Test
    void unknownErrorIsNoiseAndHasNoInterval() {
        assertTrue(new Estimate(5, Double.NaN, 0, 10).isNoise());
        assertTrue(Double.isNaN(new Estimate(5, Double.NaN, 0, 10).halfWidth(0.95)));
        assertTrue(Double.isNaN(new Estimate(5, 1, 0, 1).halfWidth(0.95)));
    }

    @Test
    void confidenceOutsideItsRangeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Estimate(1, 1, 0, 5).halfWidth(95));
    }
}
