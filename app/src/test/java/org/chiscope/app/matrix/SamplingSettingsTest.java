package org.chiscope.app.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.chiscope.app.ToyModel;
import org.chiscope.experiment.Experiment;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.GaussianSettings;
import org.chiscope.sampling.HmcSettings;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.MinibatchSettings;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.sampling.SgnhtSettings;
import org.chiscope.sampling.SpinFlipSettings;
import org.junit.jupiter.api.Test;

class SamplingSettingsTest {
    private final Experiment experiment = ToyModel.experiment(10);
    private final SamplingSettings settings = new SamplingSettings();

    SamplingSettingsTest() {
        settings.set(experiment);
    }

    @Test
    void theModelsOwnExperimentIsTheDefault() {
        assertEquals("0.001", settings.stepSizeProperty().get());
        assertEquals("30", settings.nBetaProperty().get());
        assertEquals(Optional.of(experiment), settings.experiment(experiment));
        assertEquals("", settings.problemProperty().get());
    }

    @Test
    void changesReachTheExperiment() {
        settings.drawsProperty().set(" 25 ");
        settings.samplerProperty().set("MALA");
        settings.stepSizeProperty().set("2E-3");
        Experiment changed = settings.experiment(experiment).orElseThrow();
        assertEquals(25, changed.schedule().draws());
        assertEquals(new MalaSettings(2e-3, 30, 10), changed.sampler());
    }

    /** The form shows a step size, nβ, γ and a batch size; all else is the experiment's. */
    @Test
    void whatTheFormDoesNotShowStays() {
        SgnhtSettings sampler =
                new SgnhtSettings(
                        0.01,
                        new PosteriorSettings(30, 10, 0.5, 2),
                        new MinibatchSettings(8, 3, true),
                        2);
        Experiment thermostat =
                new Experiment(
                        "thermostat",
                        ".",
                        experiment.components(),
                        experiment.patterns(),
                        sampler,
                        4,
                        new ChainSettings(10, 20, 3, 0.25),
                        1);
        settings.set(thermostat);
        assertEquals(Optional.of(thermostat), settings.experiment(thermostat));
        settings.batchSizeProperty().set("4");
        assertEquals(
                sampler.withMinibatch(new MinibatchSettings(4, 3, true)),
                settings.experiment(thermostat).orElseThrow().sampler());
    }

    /** The form names the experiment's own sampler, and keeps it unless another is chosen. */
    @Test
    void theOwnSamplerIsNamedAndStaysUnlessAnotherIsChosen() {
        SamplerSettings own = new HmcSettings(0.5, new PosteriorSettings(30, 10), 4, 0);
        Experiment hmc = experiment.withSampler(own);
        settings.set(hmc);
        assertEquals("HMC", settings.samplerProperty().get());
        assertEquals(List.of("HMC", "SGLD", "MALA"), settings.samplers());
        assertFalse(settings.minibatchesProperty().get());
        assertEquals(own, settings.experiment(hmc).orElseThrow().sampler());
        settings.samplerProperty().set("SGLD");
        assertTrue(settings.minibatchesProperty().get());
        assertEquals("SGLD", settings.experiment(hmc).orElseThrow().sampler().name());

        Experiment spins = experiment.withSampler(new SpinFlipSettings(1, true));
        settings.set(spins);
        assertEquals(List.of("Wolff"), settings.samplers());
        assertEquals(Optional.of(spins), settings.experiment(spins));
    }

    /** Of a Gaussian control the form shows the sampler of its burn-in. */
    @Test
    void aGaussianControlStaysOne() {
        Experiment gaussian =
                experiment
                        .withSchedule(new ChainSettings(40, 20, 1))
                        .withSampler(new GaussianSettings(new MalaSettings(2e-3, 30, 10)));
        settings.set(gaussian);
        assertEquals("MALA", settings.samplerProperty().get());
        assertEquals(Optional.of(gaussian), settings.experiment(gaussian));
        settings.stepSizeProperty().set("1e-3");
        assertEquals(
                new GaussianSettings(new MalaSettings(1e-3, 30, 10)),
                settings.experiment(gaussian).orElseThrow().sampler());
        settings.burnInProperty().set("3");
        assertTrue(settings.problemProperty().get().contains("at least 20 steps"));
    }

    @Test
    void aPriorAloneCanBeSampled() {
        settings.nBetaProperty().set("0");
        assertEquals("", settings.problemProperty().get());
        assertEquals(0, settings.experiment(experiment).orElseThrow().sampler().nBeta());
        settings.localizationProperty().set("0");
        assertTrue(settings.problemProperty().get().contains("there is nothing to sample from"));
    }

    @Test
    void aNegativeStepSizeIsRefusedWithTheEnginesSentence() {
        settings.stepSizeProperty().set("-1e-4");
        assertEquals(
                "The sampler's step size must be a positive number, but it is -1.0E-4; set stepSize"
                        + " to something like 1e-4.",
                settings.problemProperty().get());
        assertTrue(settings.experiment(experiment).isEmpty());
    }

    @Test
    void whatIsNoNumberIsQuoted() {
        settings.chainsProperty().set("four");
        assertEquals(
                "The number of chains must be a whole number, but it is \"four\".",
                settings.problemProperty().get());
        settings.chainsProperty().set("99999999999");
        assertTrue(settings.problemProperty().get().contains("99999999999"));
        settings.chainsProperty().set("4");
        settings.nBetaProperty().set("");
        assertEquals(
                "The inverse temperature nβ must be a number such as 1e-4, but it is \"\".",
                settings.problemProperty().get());
    }

    @Test
    void mendingASettingTakesTheSentenceAway() {
        settings.drawsProperty().set("0");
        assertTrue(settings.problemProperty().get().contains("at least 1 draw"));
        settings.drawsProperty().set("1");
        assertEquals("", settings.problemProperty().get());
    }
}
