package org.chiscope.sampling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
    void aGaussianNeedsABaseThatFollowsGradients() {
        GaussianSettings gaussian = new GaussianSettings(new SgldSettings(0.1, 10, 1, 4));
        assertEquals(
                "A Gaussian control takes its spread from a sampler that follows gradients, but its"
                        + " base is Wolff; use sgld, mala or another.",
                refusal(() -> new GaussianSettings(new SpinFlipSettings(1, true))));
        assertTrue(refusal(() -> new GaussianSettings(gaussian)).contains("Gaussian of SGLD"));
    }

    @Test
    void aGaussianNeedsABurnInThatKnowsASpread() {
        GaussianSettings gaussian = new GaussianSettings(new SgldSettings(0.1, 10, 1, 4));
        gaussian.check(new ChainSettings(20, 1, 1));
        assertEquals(
                "A Gaussian control measures its spread during burn-in and needs at least 20 steps"
                        + " of it, but burnIn is 19; make it longer.",
                refusal(() -> gaussian.check(new ChainSettings(19, 1, 1))));
    }

    /** What a Gaussian is asked about its steps is what its base answers, and changes with it. */
    @Test
    void aGaussianHasTheSettingsOfItsBase() {
        HmcSettings base = new HmcSettings(0.1, new PosteriorSettings(30, 10, 1, 2), 4, 0.8);
        GaussianSettings gaussian = new GaussianSettings(base);
        assertEquals(base.posterior(), gaussian.posterior());
        assertEquals(0.01, gaussian.stepVariance(), 1e-15);
        assertFalse(gaussian.adjusted());
        assertEquals(
                new GaussianSettings(base.withStepSize(0.2)), gaussian.withStepVarianceTimes(4));
        PosteriorSettings other = new PosteriorSettings(1, 2);
        assertEquals(
                new GaussianSettings(base.withPosterior(other)), gaussian.withPosterior(other));
        SgldSettings sgld = new SgldSettings(0.1, 10, 1, 4);
        MinibatchSettings eight = new MinibatchSettings(8);
        assertEquals(
                new GaussianSettings(sgld.withMinibatch(eight)),
                new GaussianSettings(sgld).withMinibatch(eight));
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
