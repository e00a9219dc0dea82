package org.chiscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class PowerLawTest {
    private static final double[] SIZES = {16, 32, 64, 128};

    /** y = c xᵖ lies on a line of slope p in logarithms, so p comes out but for rounding. */
    @Property(seed = "1")
    void anyExponentComesOut(
            @ForAll @DoubleRange(min = -3, max = 3) double exponent,
            @ForAll @DoubleRange(min = 0.01, max = 1000) double factor) {
        double[] costs = Arrays.stream(SIZES).map(x -> factor * Math.pow(x, exponent)).toArray();
        PowerLaw law = PowerLaw.fit(SIZES, costs);
        assertEquals(exponent, law.exponent(), 1e-9);
        assertEquals(0, law.standardError(), 1e-6);
    }

    /**
     * Logarithms to the base 2 make x = 4, 5, 6, 7 and y = x + (e, −e, −e, e) with e = 0.1: the
     * residuals are orthogonal to 1 and to x, so the slope stays 1. Their sum of squares is 4 e²,
     * that of x about its mean 5, and with 2 degrees of freedom the error is √(4 e² ÷ 2 ÷ 5).
     */
    @Test
    void theErrorIsThatOfTheScatterAboutTheLine() {
        double up = Math.pow(2, 0.1);
        PowerLaw law = PowerLaw.fit(SIZES, new double[] {16 * up, 32 / up, 64 / up, 128 * up});
        assertEquals(1, law.exponent(), 1e-12);
        assertEquals(Math.sqrt(4 * 0.01 / 2 / 5), law.standardError(), 1e-12);
    }

    @Test
    void whatHasNoLogarithmHasNoExponent() {
        assertTrue(Double.isNaN(PowerLaw.fit(SIZES, new double[] {1, -0.1, 3, 4}).exponent()));
        assertTrue(Double.isNaN(PowerLaw.fit(SIZES, new double[] {0, 1, 3, 4}).exponent()));
        assertTrue(
                Double.isNaN(
                        PowerLaw.fit(new double[] {2, 2, 2}, new double[] {1, 2, 3})
                                .standardError()));
        assertTrue(
                Double.isNaN(
                        PowerLaw.fit(new double[] {1, 2}, new double[] {1, 2}).standardError()));
    }
}
