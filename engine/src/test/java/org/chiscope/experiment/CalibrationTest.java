package org.chiscope.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chiscope.experiment.Calibration.Objection;
import org.chiscope.experiment.Calibration.Trial;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.HmcSettings;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.sampling.SgldSettings;
import org.chiscope.sampling.SpinFlipSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {
    private static final List<Double> ONE = List.of(1.0);

    @TempDir Path folder;

    private final Experiment base =
            new Experiment(
                    "regression",
                    "model",
                    Selection.all(),
                    Selection.all(),
                    new SgldSettings(1e-3, 30, 10, 0),
                    4,
                    new ChainSettings(100, 200, 40),
                    5);

    private Calibration calibration() {
        return new Calibration(base, SmallRuns.system(), folder, 2);
    }

    /**
     * L(w*) is about 0.045 nats. At nβ = 30 a component of two weights rises by 1/(nβ + γ) = 0.025,
     * more than a quarter of it; at nβ = 90 by 0.01. The curvature is about nβ + γ, so a step of 1
     * diverges. Hence of four settings one is sound, and it is told why the others are not.
     */
    @Test
    void theSoundSettingIsChosenAndTheOthersAreToldApart() throws Exception {
        List<Trial> told = new ArrayList<>();
        List<Trial> trials =
                calibration()
                        .trials(
                                new Calibration.Grid(ONE, List.of(1.0, 3.0), List.of(1.0, 1e3)),
                                List.of("a", "b"),
                                60,
                                told::add);

        assertEquals(told, trials);
        assertEquals(List.of(Objection.FAR), trials.get(0).cautions());
        assertTrue(trials.get(1).cautions().contains(Objection.FAILED));
        assertEquals(List.of(), trials.get(2).cautions());
        assertTrue(trials.get(3).cautions().contains(Objection.FAILED));
        Trial chosen = Calibration.choose(trials);
        assertEquals(new SgldSettings(1e-3, 90, 10, 0), chosen.sampler());
        assertTrue(
                Calibration.reason(chosen, trials, 4, 4).startsWith("1 of 4 settings are sound"));
        assertEquals(chosen.sampler(), calibration().with(chosen).sampler());
        assertEquals(base.schedule(), calibration().with(chosen).schedule());
    }

    @Test
    void theStepFollowsThePullAndFinishedRunsAreNotMadeAgain() throws Exception {
        Calibration.Grid grid = new Calibration.Grid(List.of(0.5, 2.0), ONE, ONE);
        List<Trial> first = calibration().trials(grid, List.of("a"), 8, trial -> {});
        assertEquals(new SgldSettings(2e-3, 30, 5, 0), first.get(0).sampler());
        assertEquals(new SgldSettings(5e-4, 30, 20, 0), first.get(1).sampler());
        try (var runs = Files.list(folder)) {
            assertEquals(2, runs.count());
        }
        // A run made again would be timed again.
        assertEquals(first, calibration().trials(grid, List.of("a"), 8, trial -> {}));
    }

    @Test
    void whatWasTriedIsKnownWithoutSampling() throws Exception {
        Calibration.Grid one = new Calibration.Grid(ONE, ONE, ONE);
        Calibration.Grid two = new Calibration.Grid(ONE, ONE, List.of(1.0, 0.5));
        assertEquals(List.of(), calibration().known(one, List.of("a"), 8));
        List<Trial> made = calibration().trials(one, List.of("a"), 8, trial -> {});
        assertEquals(made, calibration().known(two, List.of("a"), 8));
        assertEquals(List.of(), calibration().known(two, List.of("b"), 8));
        double efficiency = made.getFirst().efficiency();
        assertTrue(efficiency > 0 && efficiency < 3, "of a draw: " + efficiency);
    }

    @Test
    void aCalibrationThatIsStoppedSaysSoAndMakesNoOther() {
        Calibration calibration = calibration();
        calibration.cancel();
        assertThrows(
                InterruptedException.class,
                () ->
                        calibration.trials(
                                new Calibration.Grid(ONE, ONE, ONE), List.of("a"), 8, t -> {}));
    }

    @Test
    void controlsAndSpinsHaveNothingToCalibrate() throws Exception {
        assertEquals(Optional.empty(), Calibration.refusal(base));
        assertTrue(
                Calibration.refusal(Control.GAUSSIAN.apply(base))
                        .orElseThrow()
                        .contains("control"));
        assertTrue(
                Calibration.refusal(base.withSampler(new SpinFlipSettings(1, true)))
                        .orElseThrow()
                        .contains("Spins"));
    }

    /** Where the step size is a time, its square follows. */
    @Test
    void aTimeStepFollowsByItsSquare() {
        SamplerSettings hmc = new HmcSettings(0.1, new PosteriorSettings(30, 10), 4, 0);
        assertEquals(0.2, hmc.withStepVarianceTimes(4).stepSize(), 1e-15);
        assertEquals(0.01, hmc.stepVariance(), 1e-15);
        SamplerSettings sgld = new SgldSettings(0.1, 30, 10, 0);
        assertEquals(0.4, sgld.withStepVarianceTimes(4).stepSize(), 1e-15);
        assertEquals(0.1, sgld.stepVariance(), 1e-15);
    }

    @Test
    void withoutASoundSettingTheOneWithTheFewestFaultsIsSaidToBeFaulty() throws Exception {
        List<Trial> trials =
                calibration()
                        .trials(
                                new Calibration.Grid(ONE, ONE, List.of(1e3)),
                                List.of("a"),
                                8,
                                trial -> {});
        Trial chosen = Calibration.choose(trials);
        assertFalse(chosen.sound());
        assertTrue(
                Calibration.reason(chosen, trials, 4, 4)
                        .startsWith("No setting is sound; this one has the fewest faults: chains"));
    }

    @Test
    void probesAreSpreadOverTheRows() {
        assertEquals(List.of("a", "b", "a b/2"), Calibration.probes(SmallRuns.system()));
    }

    @Test
    void aGridNeedsPositiveFactors() {
        assertThrows(
                IllegalArgumentException.class, () -> new Calibration.Grid(ONE, List.of(), ONE));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Calibration.Grid(ONE, ONE, List.of(-1.0)));
    }
}
