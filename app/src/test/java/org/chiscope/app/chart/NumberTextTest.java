package org.chiscope.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumberTextTest {

    @Test
    void thousandsArePartedByAThinSpace() {
        assertEquals("128\u2009000", NumberText.count(128_000));
        assertEquals("\u22121\u2009234\u2009567", NumberText.count(-1_234_567));
        assertEquals("999", NumberText.count(999));
    }

    @Test
    void minusIsTheMathematicalOneAndZeroHasNone() {
        assertEquals("\u22121.17", NumberText.fixed(-1.174, 2));
        assertEquals("0.00", NumberText.fixed(-0.001, 2));
        assertEquals("–", NumberText.fixed(Double.NaN, 2));
    }

    @Test
    void theErrorDecidesTheDecimals() {
        assertEquals(2, NumberText.decimals(-1.17, 0.07));
        assertEquals(2, NumberText.decimals(-1.17, 0.12));
        assertEquals(0, NumberText.decimals(1234, 25));
        assertEquals(3, NumberText.decimals(0.5, Double.NaN));
    }

    @Test
    void aLimitLiesBetweenATenthAndAHundredOfItsPower() {
        assertEquals(-3, NumberText.exponent(0.8e-3));
        assertEquals(-3, NumberText.exponent(0.02));
        assertEquals(0, NumberText.exponent(0.1));
        assertEquals(0, NumberText.exponent(99));
        assertEquals(3, NumberText.exponent(100));
        assertEquals("× 10⁻³ nats²", NumberText.unit(-3, "nats²"));
        assertEquals("nats²", NumberText.unit(0, "nats²"));
    }

    @Test
    void durationsHaveTwoUnitsAtMost() {
        assertEquals("45 s", NumberText.duration(45.4));
        assertEquals("2 min 50 s", NumberText.duration(170));
        assertEquals("1 h 5 min", NumberText.duration(3900));
    }

    @Test
    void plainNumbersKeepThreeDigits() {
        assertEquals("0.0314", NumberText.plain(0.03141));
        assertEquals("2.5", NumberText.plain(2.5));
        assertEquals("1.5 × 10⁻⁶", NumberText.plain(1.5e-6));
        assertEquals("300", NumberText.plain(300));
    }
}
