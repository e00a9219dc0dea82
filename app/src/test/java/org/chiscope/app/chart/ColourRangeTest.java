package org.chiscope.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ColourRangeTest {

    @Test
    void isTheMaximumWhereNoRoundNumberLiesBelowIt() {
        ColourRange range = ColourRange.of(new double[] {-0.7, 0.31, Double.NaN});
        assertEquals(0.7, range.limit());
        assertFalse(range.clips());
    }

    /** 1 … 1000 with signs: the 98 % quantile is 980, the next round number 1000. */
    @Test
    void isRoundBetweenTheQuantileAndTheMaximum() {
        double[] values =
                IntStream.rangeClosed(1, 1000).mapToDouble(i -> i % 2 == 0 ? i : -i).toArray();
        ColourRange range = ColourRange.of(values);
        assertEquals(1000, range.limit(), 1e-9);
    }

    @Test
    void clipsAtMostTwoPercentAndCountsEachSide() {
        double[] values = IntStream.range(0, 200).mapToDouble(i -> (i % 100 - 50) / 50.0).toArray();
        values[3] = 9;
        values[4] = 8;
        values[5] = -7;
        ColourRange range = ColourRange.of(values);
        assertEquals(1, range.limit(), 1e-9);
        assertEquals(1, range.beyondNegative());
        assertEquals(2, range.beyondPositive());
        assertEquals(9, range.largest());
    }

    @Test
    void isOneWhereNothingIsKnown() {
        assertEquals(1, ColourRange.of(new double[] {Double.NaN, 0}).limit());
        assertEquals(1, ColourRange.of(new double[0]).limit());
    }

    @Test
    void aChosenLimitMustBePositive() {
        var error =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> ColourRange.withLimit(new double[] {1}, 0));
        assertEquals("A colour range needs a positive limit, but got 0.0.", error.getMessage());
    }
}
