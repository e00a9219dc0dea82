package org.chiscope.app.chains;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.chiscope.app.ToyModel;
import org.chiscope.app.background.Background;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.matrix.MatrixViewModel;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.chiscope.experiment.Caution;
import org.chiscope.experiment.Control;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.ThreeRoutes;
import org.chiscope.sampling.ChainSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the perspective answers, without a window: everything is done at once. */
@SuppressWarnings("NullAway.Init") // fields are set by each test's first step
class SamplingViewModelTest {
    @TempDir Path home;
    private final Selection selection = new Selection();
    private final AtomicLong clock = new AtomicLong();
    private ExperimentDocument document;
    private MatrixViewModel matrix;
    private SamplingViewModel sampling;

    @AfterEach
    void close() throws Exception {
        document.close(Duration.ofSeconds(20));
    }

    private void make(ExperimentDocument made) {
        document = made;
        matrix = new MatrixViewModel(document);
        sampling =
                new SamplingViewModel(document, selection, matrix, Background.inline(), clock::get);
    }

    /** A finished run of the toy model, with the perspective in sight. */
    private void open(int draws) throws Exception {
        Path folder = ToyModel.write(home, draws);
        make(ToyModel.document(home, Background.inline()));
        document.openModel(folder);
        matrix.sample();
        ToyModel.follow(document, this::ended);
        sampling.showingProperty().set(true);
        sampling.pulse();
    }

    private boolean ended() {
        Snapshot now = document.snapshotProperty().get();
        return now != null && now.state().ended();
    }

    private SamplingState state() {
        return Objects.requireNonNull(
                sampling.stateProperty().get(), sampling.messageProperty().get());
    }

    private EnsembleLine line(int place) {
        return state().lines().get(place);
    }

    private void look() {
        clock.addAndGet(1_000_000_000);
        sampling.pulse();
    }

    @Test
    void aSoundRunConverged() throws Exception {
        open(400);
        assertEquals(1 + state().snapshot().components().size(), state().lines().size());
        assertEquals("all parameters", line(0).label());
        assertNull(line(0).tint());
        assertEquals("0:1", EnsembleLineTest.labelled(state(), "l0h1").label());
        assertEquals(
                state().verdict().good(),
                state().lines().stream().allMatch(line -> line.report().sound()));
        assertTrue(state().verdict().pill().endsWith(" of " + state().lines().size()));
        for (EnsembleDraws.Chain chain : state().selected().chains()) {
            assertEquals(400, chain.observable().length);
        }
        assertEquals(1600, state().selected().soundDraws());
        assertEquals(line(0).report().rise(), state().selected().plateau().value(), 1e-9);
    }

    @Test
    void nothingIsWorkedOutWhileOutOfSight() throws Exception {
        open(40);
        SamplingState before = state();
        sampling.showingProperty().set(false);
        selection.select(new CellName(line(2).component(), "even"));
        look();
        assertSame(before, state());
        sampling.showingProperty().set(true);
        assertEquals(line(2).component(), state().selected().line().component());
    }

    @Test
    void whatIsSelectedAndPinnedIsShown() throws Exception {
        open(40);
        sampling.select(line(2).component());
        CellName a = Objects.requireNonNull(selection.selectedProperty().get());
        assertEquals(line(2).component(), a.component());
        assertEquals(line(2), state().selected().line());
        assertNull(state().pinned());
        selection.pin();
        selection.select(new CellName(a.component(), "odd"));
        sampling.select(line(3).component());
        assertEquals(
                new CellName(line(3).component(), "odd"),
                selection.selectedProperty().get(),
                "the pattern stays");
        assertEquals(line(3), state().selected().line());
        assertEquals(line(2), Objects.requireNonNull(state().pinned()).line());
        sampling.select("");
        assertNull(selection.selectedProperty().get());
        assertEquals(line(0), state().selected().line());
    }

    @Test
    void aLiveRunIsLookedAtTwiceASecond() throws Exception {
        // It outlasts the test, so that there is always a newer snapshot to wait for.
        Path folder = ToyModel.write(home, 50_000);
        make(ToyModel.document(home, Background.inline()));
        document.openModel(folder);
        matrix.sample();
        sampling.showingProperty().set(true);
        ToyModel.follow(
                document,
                () -> Objects.requireNonNull(document.snapshotProperty().get()).drawsMade() > 0);
        SamplingState before = state();
        clock.addAndGet(1_000_000_000);
        ToyModel.follow(document, () -> state() != before);
        SamplingState first = state();
        assertEquals(RunState.RUNNING, first.snapshot().state());
        ToyModel.follow(
                document,
                () ->
                        Objects.requireNonNull(document.snapshotProperty().get()).drawsMade()
                                > first.snapshot().drawsMade());
        clock.addAndGet(400_000_000);
        sampling.pulse();
        // Compared here, because a state is long in words.
        assertTrue(first == state(), "too soon");
        clock.addAndGet(200_000_000);
        sampling.pulse();
        assertTrue(state().snapshot().drawsMade() > first.snapshot().drawsMade());
        document.stop();
        ToyModel.follow(document, this::ended);
        assertTrue(state().snapshot().state().ended(), "an end is shown at once");
    }

    @Test
    void aRunGoesOnWithMoreDraws() throws Exception {
        open(40);
        List<MoreDraws> offered = sampling.moreDraws();
        assertEquals(List.of(60, 80, 160), offered.stream().map(MoreDraws::draws).toList());
        assertTrue(offered.get(1).words().endsWith("errors × 0.71"), offered.get(1).words());
        sampling.extend(offered.get(1));
        ToyModel.follow(document, this::ended);
        look();
        assertEquals(80, state().snapshot().drawsPerChain());
        assertEquals(80, state().selected().longest());
    }

    private void sample(Experiment experiment) throws Exception {
        document.sample(experiment);
        ToyModel.follow(document, this::ended);
        look();
    }

    private Experiment model() {
        return Objects.requireNonNull(document.modelProperty().get()).experiment();
    }

    /** Chains that start at the minimum, without a burn-in, climb; many of them tell it surely. */
    @Test
    void aLossThatClimbsIsMarkedWhereItLeaves() throws Exception {
        open(40);
        assertEquals(-1, state().selected().leaves());
        sample(
                model().withSampler(model().sampler().withStepSize(1e-4))
                        .withChains(32)
                        .withSchedule(new ChainSettings(0, 200, 2)));
        assertTrue(line(0).has(Caution.CLIMBS), line(0).verdict());
        assertEquals("loss climbs", line(0).verdict());
        assertTrue(state().selected().leaves() > 0);
        assertEquals(Remedy.LONGER_BURN_IN, state().verdict().remedy());
    }

    @Test
    void chainsThatFailAreToldWithoutNumbers() throws Exception {
        open(40);
        sample(model().withSampler(model().sampler().withStepSize(1e4)));
        assertTrue(line(0).has(Caution.FAILED), line(0).verdict());
        assertEquals(Remedy.SMALLER_STEP, state().verdict().remedy());
        assertEquals(0, state().selected().soundDraws());
        assertEquals(0, state().selected().autocorrelations().length);
        assertTrue(Double.isNaN(line(0).report().diagnostics().rHat()));
        assertTrue(state().verdict().text().startsWith("None of "), state().verdict().text());
    }

    @Test
    void withoutARunNothingIsTold() throws Exception {
        Path folder = ToyModel.write(home, 40);
        make(ToyModel.document(home, Background.inline()));
        sampling.showingProperty().set(true);
        document.openModel(folder);
        look();
        assertNull(sampling.stateProperty().get());
        assertEquals(List.of(), sampling.moreDraws());
        assertEquals(List.of(), sampling.routes().cells());
        sampling.select("l0h1");
        assertNull(selection.selectedProperty().get());
    }

    @Test
    void remediesFillTheForm() throws Exception {
        open(40);
        sampling.fillSettings(Remedy.SMALLER_STEP);
        assertEquals("5e-4", matrix.settings().stepSizeProperty().get());
        sampling.fillSettings(Remedy.STRONGER_PULL);
        assertEquals("20", matrix.settings().localizationProperty().get());
        sampling.fillSettings(Remedy.LONGER_BURN_IN);
        assertEquals("62", matrix.settings().burnInProperty().get(), "20 + 21 × 2");
        sampling.fillSettings(null);
        assertEquals("20", matrix.settings().burnInProperty().get());
        assertEquals("", matrix.settings().problemProperty().get());
        for (Caution caution : Caution.values()) {
            assertNotNull(Remedy.of(caution));
        }
    }

    @Test
    void aControlOfTheRunIsSampledWithItsOwnSettings() throws Exception {
        open(40);
        matrix.settings().drawsProperty().set("48");
        sampling.sample(Control.PRIOR);
        ToyModel.follow(document, this::ended);
        look();
        assertEquals(0, state().snapshot().experiment().sampler().nBeta());
        assertEquals(40, state().snapshot().drawsPerChain());
        assertTrue(state().verdict().text().endsWith("It is a prior control."));
        assertTrue(Double.isNaN(line(1).report().diagnostics().lambda().value()));
        assertTrue(sampling.routes().refusal().contains("prior control"));
        assertTrue(sampling.calibration().refusal().contains("control"));
        sampling.routes().start();
        sampling.calibration().start();
        assertNull(sampling.routes().result());
        assertEquals(List.of(), sampling.calibration().trials());
    }

    @Test
    void theTableIsWritten() throws Exception {
        open(40);
        Path file = home.resolve("diagnostics.csv");
        sampling.exportTable(file);
        List<String> lines = Files.readAllLines(file);
        assertEquals(1 + state().lines().size(), lines.size());
        assertTrue(lines.get(1).startsWith("full,160,0,"));
    }

    @Test
    void settingsAreTriedAndKnownAgain() throws Exception {
        open(40);
        CalibrationViewModel calibration = sampling.calibration();
        assertEquals(List.of(), calibration.trials());
        assertTrue(calibration.secondsLeft(state().snapshot()) > 0);
        calibration.start();
        assertTrue(calibration.complete(), calibration.contentProperty().get().failure());
        assertEquals(
                calibration.settings(),
                calibration.trials().stream().map(trial -> trial.sampler()).toList());
        sampling.fillSuggested();
        assertEquals(
                calibration.suggested().orElseThrow().sampler().nBeta(),
                Double.parseDouble(matrix.settings().nBetaProperty().get()),
                1e-9);

        SamplingViewModel again =
                new SamplingViewModel(document, selection, matrix, Background.inline());
        again.showingProperty().set(true);
        assertEquals(calibration.trials(), again.calibration().trials());
        sampling.extend(sampling.moreDraws().getFirst());
        ToyModel.follow(document, this::ended);
        look();
        assertEquals(again.calibration().trials(), calibration.trials(), "as true of more draws");
        assertFalse(again.calibration().contentProperty().get().running());
    }

    @Test
    void cellsAreCheckedByThreeRoutes() throws Exception {
        open(200);
        CellName strongest = Objects.requireNonNull(RoutesViewModel.strongest(state().snapshot()));
        assertEquals(
                List.of(strongest),
                sampling.routes().cells().stream().map(cell -> cell.name()).toList());
        CellName chosen = new CellName(line(1).component(), "first tokens");
        selection.select(chosen);
        assertTrue(sampling.routes().seconds() >= 0);
        sampling.routes().start();
        ThreeRoutes.Result result =
                Objects.requireNonNull(sampling.routes().result(), sampling.routes().failure());
        assertEquals(
                List.of(chosen, strongest),
                result.cells().stream()
                        .map(cell -> new CellName(cell.row(), cell.pattern()))
                        .toList());
        assertTrue(result.agree());
        sampling.routes().start();
        assertEquals(result, sampling.routes().result(), "kept runs are not made again");
    }
}
