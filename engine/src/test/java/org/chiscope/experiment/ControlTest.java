package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.chiscope.response.Cell;
import org.chiscope.response.SusceptibilityRow;
import org.chiscope.sampling.Chain;
import org.chiscope.sampling.ChainPlan;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.Ensemble;
import org.chiscope.sampling.GaussianSettings;
import org.chiscope.sampling.MalaSettings;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.sampling.SpinFlipSettings;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ControlTest {
    private final Experiment experiment = SmallRuns.experiment(40);

    @TempDir Path folder;

    private static String refusal(Control control, Experiment experiment) {
        String message =
                String.valueOf(
                        assertThrows(ExperimentException.class, () -> control.apply(experiment))
                                .getMessage());
        assertTrue(message.endsWith(".") && !message.contains("\n"), message);
        return message;
    }

    @Test
    void thePriorControlChangesTheTemperatureTheNameAndTheSeedAlone() throws Exception {
        assertEquals(
                experiment
                        .withName("small (prior control)")
                        .withSeed(12)
                        .withSampler(new SgldSettings(1e-3, 0, 10, 16)),
                Control.PRIOR.apply(experiment));
    }

    /** 20 steps of burn-in and 40 draws 3 steps apart are 140 steps, which measure the spread. */
    @Test
    void theGaussianControlMakesTheStepsOfTheExperimentInItsBurnIn() throws Exception {
        assertEquals(
                experiment
                        .withName("small (Gaussian control)")
                        .withSeed(13)
                        .withSchedule(new ChainSettings(140, 40, 1))
                        .withSampler(new GaussianSettings(experiment.sampler())),
                Control.GAUSSIAN.apply(experiment));
    }

    @Test
    void anExperimentTellsWhichControlItIs() throws Exception {
        assertEquals(Optional.empty(), Control.of(experiment.sampler()));
        for (Control control : Control.values()) {
            Experiment controlled = control.apply(experiment);
            assertEquals(Optional.of(control), Control.of(controlled.sampler()));
            for (Control again : Control.values()) {
                assertTrue(
                        refusal(again, controlled)
                                .contains("is a " + control.words() + " itself; give the"));
            }
        }
    }

    @Test
    void whatHasNoSuchControlIsOneSentence() {
        Experiment spins = experiment.withSampler(new SpinFlipSettings(1, true));
        assertEquals(
                "The Gaussian control draws each parameter with its own spread, but the parameters"
                        + " of \"small\" are spins, which are up or down; use the prior control.",
                refusal(Control.GAUSSIAN, spins));
        assertEquals(
                "The prior control samples at nBeta 0, but \"small\" has localization 0, no weight"
                        + " decay and no box, so there would be nothing to sample from; give it a"
                        + " localization.",
                refusal(Control.PRIOR, experiment.withSampler(new MalaSettings(0.1, 10, 0))));
        Experiment brief = experiment.withSchedule(new ChainSettings(5, 7, 2));
        assertTrue(refusal(Control.GAUSSIAN, brief).contains("burnIn is 19; make it longer"));
    }

    @Test
    void spinsHaveAPrior() throws Exception {
        assertEquals(
                new SpinFlipSettings(0, true),
                Control.PRIOR
                        .apply(experiment.withSampler(new SpinFlipSettings(1, true)))
                        .sampler());
    }

    @Test
    void aBoxIsPriorEnough() throws Exception {
        PosteriorSettings box = new PosteriorSettings(10, 0, 0, 2);
        assertEquals(
                new PosteriorSettings(0, 0, 0, 2),
                Control.PRIOR
                        .apply(experiment.withSampler(new MalaSettings(0.1, box)))
                        .sampler()
                        .posterior());
    }

    /**
     * N(w*, 1/γ) in every coordinate, γ = 10. At ε = 1/γ MALA proposes half the way to w*;
     * rejections keep a draw for a step now and then, so that after 30 steps it is forgotten to
     * 1e-5. Then n = 8000 draws are as good as independent: γ Σ(w − w*)² is χ² with n degrees of
     * freedom, its mean has standard deviation √(2/n), and the bound is 4.5 of them.
     */
    @Test
    void thePriorControlsVarianceIsThatOfThePrior() throws Exception {
        SamplerSettings sampler =
                Control.PRIOR.apply(SmallRuns.mala(1)).sampler().withStepSize(0.1);
        EnergySystem system = SmallRuns.system();
        Ensemble full = Ensemble.full(system.dimension());
        EnergyView view = system.view(full.moving(), 0);
        float[] checkpoint = system.checkpoint();
        double[] squares = new double[checkpoint.length];
        for (int c = 0; c < 8; c++) {
            Chain chain =
                    Chain.start(
                            ChainPlan.of(
                                    system, full, sampler, new ChainSettings(30, 1000, 30), 3, c));
            for (int draw = 0; draw < 1000; draw++) {
                chain.advance(view, 1, (t, losses) -> {}, () -> false);
                float[] w = chain.state().position();
                for (int i = 0; i < w.length; i++) {
                    double away = (double) w[i] - checkpoint[i];
                    squares[i] += away * away / 8000;
                }
            }
        }
        for (double variance : squares) {
            assertEquals(1, 10 * variance, 4.5 * Math.sqrt(2.0 / 8000));
        }
    }

    /** The loss rises by far more than L(w*), which is no fault here; and nothing is said of λ̂. */
    @Test
    void aRunOfThePriorSaysNothingOfWhatItCannotKnow() throws Exception {
        Snapshot last = run(Control.PRIOR.apply(SmallRuns.mala(400)));
        JsonNode root = JsonMapper.shared().readTree(folder.resolve("out").resolve("summary.json"));

        assertEquals("prior", root.get("control").stringValue());
        assertEquals(0, root.get("nBeta").doubleValue());
        for (JsonNode ensemble : root.get("ensembles")) {
            assertTrue(ensemble.get("lambda").isNull());
            assertTrue(ensemble.get("lambdaStandardError").isNull());
            assertEquals(0, ensemble.get("lambdaOfEachChain").size());
            assertTrue(ensemble.get("checkpointIsMinimum").isNull());
            assertEquals(0, ensemble.get("minibatchHeat").doubleValue());
            assertTrue(ensemble.get("rHat").doubleValue() > 0.9);
            assertTrue(Double.isFinite(ensemble.get("driftInStandardErrors").doubleValue()));
        }
        assertTrue(
                last.ensembles().getFirst().diagnostics().meanLoss() > 2 * last.checkpointLoss());
        for (EnsembleProgress ensemble : last.ensembles()) {
            for (Caution caution : Caution.of(ensemble, last.checkpointLoss())) {
                assertFalse(caution.sentence().contains("nβ"), caution.sentence());
                assertFalse(caution.sentence().contains("checkpoint"), caution.sentence());
            }
        }
        assertFinite(last);
    }

    @Test
    void aRunOfTheGaussianReportsNoAcceptanceAndNoHeat() throws Exception {
        Snapshot last = run(Control.GAUSSIAN.apply(experiment));
        JsonNode root = JsonMapper.shared().readTree(folder.resolve("out").resolve("summary.json"));

        assertEquals("gaussian", root.get("control").stringValue());
        for (JsonNode ensemble : root.get("ensembles")) {
            assertTrue(ensemble.get("acceptance").isNull());
            assertTrue(ensemble.get("minibatchHeat").isNull());
            assertTrue(ensemble.get("lambda").isNumber());
        }
        assertFinite(last);
    }

    @ParameterizedTest
    @EnumSource(Control.class)
    void aControlIsOpenedAgainAsTheControlThatItIs(Control control) throws Exception {
        Experiment controlled = control.apply(experiment);
        Snapshot last = run(controlled);

        Path out = folder.resolve("out");
        assertEquals(controlled, Experiment.read(out.resolve(Experiment.FILE_NAME)));
        Snapshot again = ExperimentRun.reopen(out, SmallRuns.system(), 1).snapshot();
        assertEquals(RunState.FINISHED, again.state());
        assertEquals(SusceptibilityTable.text(last), SusceptibilityTable.text(again));
        assertTrue(Files.readString(out.resolve("run.log")).contains(control.words()));
    }

    private Snapshot run(Experiment controlled) throws Exception {
        Path out = folder.resolve("out");
        Snapshot last =
                SmallRuns.finish(ExperimentRun.create(controlled, SmallRuns.system(), out, 2));
        assertEquals(RunState.FINISHED, last.state());
        assertEquals(List.of(), last.failures());
        return last;
    }

    private static void assertFinite(Snapshot last) {
        for (SusceptibilityRow row : last.matrix().rows()) {
            if (row == null) {
                throw new AssertionError("A row is empty.");
            }
            for (Cell cell : row.cells()) {
                assertTrue(cell.fluctuation().monteCarloError() > 0);
                assertTrue(Double.isFinite(cell.fluctuation().value()));
                assertTrue(Double.isFinite(cell.joint().value()));
            }
        }
    }
}
