package org.chiscope.app.patterning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.chiscope.app.ToyModel;
import org.chiscope.app.background.Background;
import org.chiscope.app.chart.Emphasis;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.document.OpenModel;
import org.chiscope.app.selection.CellName;
import org.chiscope.experiment.Control;
import org.chiscope.experiment.DataPerturbation;
import org.chiscope.experiment.Experiment;
import org.chiscope.patterning.Regularization;
import org.chiscope.response.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the panel answers, without a window: everything is done at once. */
@SuppressWarnings("NullAway.Init") // fields are set by each test's first step
class PatterningViewModelTest {
    @TempDir Path home;
    private ExperimentDocument document;
    private PatterningViewModel patterning;

    @AfterEach
    void close() throws Exception {
        document.close(Duration.ofSeconds(20));
    }

    /** A finished run of the toy model, with the perspective in sight. */
    private void open(int draws) throws Exception {
        Path folder = ToyModel.write(home, draws);
        document = ToyModel.document(home, Background.inline());
        patterning = new PatterningViewModel(document, Background.inline(), 2);
        document.openModel(folder);
        sample(model().experiment());
    }

    private OpenModel model() {
        return Objects.requireNonNull(document.modelProperty().get());
    }

    private void sample(Experiment experiment) throws Exception {
        document.sample(experiment);
        ToyModel.follow(document, () -> ended());
        patterning.showingProperty().set(true);
        document.pulse();
    }

    private boolean ended() {
        var snapshot = document.snapshotProperty().get();
        return snapshot != null && snapshot.state().ended();
    }

    private PatterningState state() {
        return Objects.requireNonNull(
                patterning.stateProperty().get(), patterning.messageProperty().get());
    }

    @Test
    void nothingIsWantedAtFirstAndNothingChanges() throws Exception {
        open(200);
        assertFalse(state().hasTarget());
        assertTrue(state().solution().isZero());
        assertTrue(state().scree().values().length > 0);
        assertEquals("", patterning.command());
        assertEquals(List.of("partition of source"), state().gauge().stream().limit(1).toList());
    }

    @Test
    void aWishIsAnsweredAndCanBeTakenBack() throws Exception {
        open(200);
        String name = state().rows().get(2).name();
        patterning.drag(choice -> choice.withChange(name, 0.001));
        patterning.drag(choice -> choice.withChange(name, 0.002));
        patterning.choose(choice -> choice.withChange(name, 0.003));
        assertEquals(0.003, state().rows().get(2).change());
        assertFalse(state().solution().isZero());
        assertTrue(state().solution().reached().value() > 0);
        patterning.choose(choice -> choice.withHoldOthers(false));
        assertEquals(1, state().solution().reached().value(), 1e-9);

        patterning.undo();
        assertTrue(state().holds());
        patterning.undo();
        assertFalse(state().hasTarget(), "a drag is one step");
        assertFalse(patterning.canUndoProperty().get());
        patterning.redo();
        assertEquals(0.003, state().rows().get(2).change());
    }

    @Test
    void readyMadeTargetsKeepWithinTheirLimits() throws Exception {
        open(400);
        patterning.wantMode(0, 1);
        assertTrue(state().linearUpTo() > 1.1);
        assertTrue(state().solution().largestStep() > 1.1);
        assertEquals(state().rows().size(), patterning.choiceProperty().get().changes().size());
        double[] more = state().solution().h();
        patterning.wantMode(0, -1);
        double[] less = state().solution().h();
        for (int k = 0; k < more.length; k++) {
            assertEquals(-more[k], less[k], 0.02 * Math.abs(more[k]) + 1e-9);
        }
        String name = state().rows().get(4).name();
        patterning.wantComponent(name, 1);
        assertEquals(Set.of(name), patterning.choiceProperty().get().changes().keySet());
        assertTrue(state().rows().get(4).change() > 0);
    }

    @Test
    void rankAndRidgeAreFollowed() throws Exception {
        open(400);
        patterning.choose(choice -> choice.withRank(1));
        assertEquals(1, state().scree().rank());
        patterning.choose(choice -> choice.withRank(0));
        patterning.choose(choice -> choice.withChange(state().rows().get(0).name(), 0.01));
        assertTrue(state().solution().isZero());
        assertTrue(state().solution().whyZero().contains("noise"));
        patterning.choose(choice -> choice.withRank(Regularization.AUTOMATIC).withRidge(0.5));
        assertTrue(state().solution().regularizedCondition() <= state().solution().condition());
    }

    @Test
    void whatIsWantedAndRecruitedStandsOut() throws Exception {
        open(400);
        assertEquals(Emphasis.NONE, state().emphasis());
        String name = state().rows().get(2).name();
        patterning.choose(c -> c.withChange(name, 0.003).withHoldOthers(false));
        assertEquals(Set.of(name), state().emphasis().rows());
        assertEquals(state().recruited(), state().emphasis().columns());
        patterning.wantMode(0, 1);
        assertTrue(state().recruited().size() > 0);
        assertEquals(Set.of(), state().emphasis().rows(), "all are wanted");
        assertTrue(state().emphasis().words().contains("recruited"));
    }

    @Test
    void aCellIsNamedByWhatIsClickedAndWhatWasSelected() throws Exception {
        open(200);
        patterning.choose(c -> c.withChange(state().rows().get(2).name(), 0.003));
        String wanted = state().rows().get(2).name();
        String first = state().columns().get(0).name();
        assertEquals(wanted, state().cell(null, first, null).component());
        assertEquals(first, state().cell(null, first, null).pattern());
        CellName before = new CellName(state().rows().get(0).name(), first);
        assertEquals(new CellName(wanted, first), state().cell(wanted, null, before));
    }

    /** To second order in h: the re-weighted change of half a target is nearer to the predicted. */
    @Test
    void reweightedDrawsAgreeWithThePredictionAsItShrinks() throws Exception {
        open(400);
        patterning.wantMode(0, 1);
        double whole = apart();
        patterning.choose(
                c -> {
                    Map<String, Double> less = new LinkedHashMap<>();
                    c.changes().forEach((name, change) -> less.put(name, change / 10));
                    return c.withChanges(less);
                });
        assertTrue(apart() < 0.2 * whole, apart() + " and " + whole);
    }

    /**
     * The largest distance of a re-weighted change from the predicted, as a share of the change.
     */
    private double apart() {
        double most = 0;
        double largest = 0;
        for (PatterningState.Row row : state().rows()) {
            most = Math.max(most, Math.abs(row.reweighted().value() - row.predicted().value()));
            largest = Math.max(largest, Math.abs(row.predicted().value()));
        }
        return most / largest;
    }

    @Test
    void jointIsInvertedWhereItIsChosen() throws Exception {
        open(200);
        patterning.choose(choice -> choice.withPart(Part.JOINT));
        assertEquals(Part.JOINT, state().answer().data().part());
        assertFalse(state().tellsLambda());
    }

    @Test
    void weightsAndExperimentAreWritten() throws Exception {
        open(200);
        patterning.wantMode(0, 1);
        Path weights = home.resolve("weights.csv");
        patterning.exportWeights(weights);
        List<String> lines = Files.readAllLines(weights);
        assertEquals("example,weight", lines.getFirst());
        double sum =
                lines.stream()
                        .skip(1)
                        .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[1]))
                        .sum();
        assertEquals(lines.size() - 1, sum, 1e-6);

        Path file = home.resolve("experiment.json");
        patterning.exportExperiment(file);
        DataPerturbation perturbation = Experiment.read(file).perturbation();
        assertNotNull(perturbation);
        Map<String, Double> strengths = perturbation.strengths();
        double[] h = state().solution().h();
        assertEquals(h[0], strengths.getOrDefault("even", 0.0), 1e-15);
        assertTrue(patterning.command().startsWith("./chiscope pattern "));
        assertTrue(patterning.command().contains(" --target "));
    }

    @Test
    void aControlIsNotInverted() throws Exception {
        open(200);
        sample(Control.PRIOR.apply(model().experiment()));
        assertNull(patterning.stateProperty().get());
        assertTrue(patterning.messageProperty().get().contains("prior"));
    }

    @Test
    void anotherResultBeginsAnew() throws Exception {
        open(200);
        patterning.wantMode(0, 1);
        sample(model().experiment().withSeed(99));
        assertFalse(state().hasTarget());
        assertFalse(patterning.canUndoProperty().get());
    }
}
