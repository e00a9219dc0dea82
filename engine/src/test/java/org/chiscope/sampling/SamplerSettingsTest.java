package org.chiscope.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SamplerSettingsTest {

    private static String refusal(Executable executable) {
        String message =
                String.valueOf(
                        assertThrows(IllegalArgumentException.class, executable).getMessage());
        assertTrue(message.endsWith(".") && !message.contains("\n"), message);
        return message;
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.001, 0, Double.NaN, Double.POSITIVE_INFINITY})
    void stepSizeMustBePositive(double stepSize) {
        assertTrue(
                refusal(() -> new SgldSettings(stepSize, 10, 1, 4))
                        .startsWith(
                                "The sampler's step size must be a positive number, but it is"));
        refusal(() -> new MalaSettings(stepSize, 10, 1));
    }

    @Test
    void negativeStepSizeIsNamed() {
        assertEquals(
                "The sampler's step size must be a positive number, but it is -0.001; set stepSize to"
                        + " something like 1e-4.",
                refusal(() -> new SgldSettings(-0.001, 10, 1, 4)));
    }

    @Test
    void temperatureAndLocalizationMustNotBeNegativeNorBothZero() {
        refusal(() -> new SgldSettings(0.1, -1, 1, 4));
        refusal(() -> new SgldSettings(0.1, 1, -1, 4));
        refusal(() -> new MalaSettings(0.1, Double.NaN, 1));
        refusal(() -> new MalaSettings(0.1, 0, 0));
        assertEquals(0, new MalaSettings(0.1, 0, 1).nBeta());
    }

    @Test
    void batchSizeMustNotBeNegative() {
        refusal(() -> new SgldSettings(0.1, 1, 1, -1));
    }

    @Test
    void chainNeedsDrawsAStepApartAndNoNegativeBurnIn() {
        refusal(() -> new ChainSettings(-1, 10, 1));
        refusal(() -> new ChainSettings(0, 0, 1));
        refusal(() -> new ChainSettings(0, 10, 0));
        assertEquals(7 + 3 * 5, new ChainSettings(7, 10, 5).stepsAtDraw(2));
    }
}
