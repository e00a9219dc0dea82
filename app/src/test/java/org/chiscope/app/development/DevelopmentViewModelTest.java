package org.chiscope.app.development;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.chiscope.app.ToyModel;
import org.chiscope.app.background.Background;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the panels show, without a window: everything is done at once. */
@SuppressWarnings("NullAway.Init") // fields are set by each test's first step
class DevelopmentViewModelTest {
    /** χ of 0:1 on "odd" falls by 6 ± 0.5 × 10⁻⁶ from step 200 to step 400. */
    private static final String TABLE =
            """
            checkpoint,component,pattern,fluctuation,fluctuation_se_mc,fluctuation_se_data,\
            lambda,lambda_se_mc,prefix_matching,previous_token
            100,full,,,,,20.0,0.5,,
            100,embed,even,1.0E-6,1.0E-6,1.0E-7,2.0,0.1,,
            100,embed,odd,1.0E-6,1.0E-6,1.0E-7,2.0,0.1,,
            100,l0h1,even,0.0,1.0E-6,1.0E-7,3.0,0.1,0.125,0.5
            100,l0h1,odd,1.0E-6,3.0E-7,1.0E-7,3.0,0.1,0.125,0.5
            200,full,,,,,22.0,0.5,,
            200,embed,even,1.5E-6,1.0E-6,1.0E-7,2.0,0.1,,
            200,embed,odd,1.0E-6,1.0E-6,1.0E-7,2.0,0.1,,
            200,l0h1,even,0.0,1.0E-6,1.0E-7,3.0,0.1,0.25,0.5
            200,l0h1,odd,1.5E-6,3.0E-7,1.0E-7,3.0,0.1,0.25,0.5
            400,full,,,,,24.0,0.5,,
            400,embed,even,1.0E-6,1.0E-6,1.0E-7,2.0,0.1,,
            400,embed,odd,1.0E-6,1.0E-6,1.0E-7,2.0,0.1,,
            400,l0h1,even,0.0,1.0E-6,1.0E-7,3.0,0.1,0.75,0.5
            400,l0h1,odd,-4.5E-6,4.0E-7,1.0E-7,3.0,0.1,0.75,0.5
            """;

    private static final String LOG =
            "step,training_loss,evaluation_loss\n50,9,9\n150,3,3.5\n400,1,1.5\n";

    @TempDir Path home;
    private final Selection selection = new Selection();
    private ExperimentDocument document;
    private DevelopmentViewModel development;
    private Path folder;

    @AfterEach
    void close() throws Exception {
        document.close(Duration.ofSeconds(20));
    }

    private void make() throws Exception {
        folder = ToyModel.write(home, 12);
        document = ToyModel.document(home, Background.inline());
        development = new DevelopmentViewModel(document, selection, Background.inline());
    }

    private void look() {
        document.openModel(folder);
        development.showingProperty().set(true);
    }

    private DevelopmentState state() {
        return Objects.requireNonNull(
                development.stateProperty().get(), development.messageProperty().get());
    }

    private void withTable() throws Exception {
        make();
        Files.writeString(folder.resolve("development.csv"), TABLE);
        Files.writeString(folder.resolve("training-log.csv"), LOG);
    }

    private void withCheckpoints() throws Exception {
        make();
        Path checkpoints = Files.createDirectories(folder.resolve("checkpoints"));
        for (String step : List.of("0000010", "0000020")) {
            Files.copy(
                    folder.resolve("model.safetensors"),
                    checkpoints.resolve("step-" + step + ".safetensors"));
        }
    }

    @Test
    void whatCameWithTheModelIsReadOnceItIsInSight() throws Exception {
        withTable();
        document.openModel(folder);
        assertNull(development.stateProperty().get());
        development.showingProperty().set(true);
        assertEquals(TABLE, state().table().csv());
        assertEquals(List.of(100.0, 200.0, 400.0), state().steps());
        assertEquals(
                List.of("embed", "0:1"),
                state().rows().stream().map(DevelopmentState.Row::label).toList());
        assertEquals(List.of(9.0, 3.0, 1.0), state().losses().get("training"));
        assertTrue(state().shipped());
        assertNull(development.results());
        assertEquals("", development.messageProperty().get());
        assertEquals(2, development.choiceProperty().get().stage(), "the last checkpoint");
        assertEquals(StepScale.Spacing.LINEAR, development.choiceProperty().get().spacing());
    }

    @Test
    void theLargestChangeIsToldInWords() throws Exception {
        withTable();
        look();
        assertEquals(1, development.choiceProperty().get().pattern(), "what changes most");
        assertEquals(
                "0:1 × odd falls most between steps 200 and 400: −6.0 ± 0.5 × 10⁻⁶ nats².",
                state().largestChange(1));
        assertEquals(
                "None of the changes between neighbouring checkpoints is beyond 3 standard"
                        + " errors.",
                state().largestChange(0));
    }

    @Test
    void thePatternFollowsTheSelectionAndSetsIt() throws Exception {
        withTable();
        look();
        selection.select(new CellName("pos", "even"));
        assertEquals(0, development.choiceProperty().get().pattern());
        selection.select(new CellName("pos", "first tokens"));
        assertEquals(0, development.choiceProperty().get().pattern(), "the data lack it");
        development.choosePattern(1);
        assertEquals(new CellName("pos", "odd"), selection.selectedProperty().get());
        development.selectComponent(1);
        assertEquals(new CellName("l0h1", "odd"), selection.selectedProperty().get());
        selection.clear();
        development.choosePattern(1);
        assertEquals(new CellName("l0h1", "odd"), selection.selectedProperty().get());
    }

    @Test
    void scalesAreSharedOrNot() throws Exception {
        withTable();
        look();
        assertEquals(List.of(0, 1), development.sharing(0));
        double[] shared = state().range(Quantity.RESPONSE, 1, development.sharing(0));
        assertTrue(shared[0] < -5.3e-6 && shared[1] > 3e-6);
        development.chooseOwnScales(true);
        double[] own = state().range(Quantity.RESPONSE, 1, development.sharing(0));
        assertTrue(own[0] > -2e-6, "the embedding alone");
        assertEquals(List.of(Quantity.values()), state().quantities());
        development.chooseQuantity(Quantity.PREFIX_MATCHING);
        assertEquals(0.75, state().value(Quantity.PREFIX_MATCHING, 2, 1, 0).value());
        development.chooseStage(99);
        assertEquals(2, development.choiceProperty().get().stage());
    }

    @Test
    void theTableIsExported() throws Exception {
        withTable();
        look();
        development.export(home.resolve("copy.csv"));
        assertEquals(TABLE, Files.readString(home.resolve("copy.csv")));
    }

    @Test
    void aMalformedTableIsOneSentence() throws Exception {
        withTable();
        Files.writeString(folder.resolve("development.csv"), TABLE.replace("400,", "50,"));
        look();
        assertNull(development.stateProperty().get());
        assertTrue(
                development.messageProperty().get().endsWith("but 50 follows 200."),
                development.messageProperty().get());
        assertNull(development.offerProperty().get());
    }

    @Test
    void aModelWithoutCheckpointsSaysSo() throws Exception {
        make();
        look();
        assertTrue(development.messageProperty().get().contains("no checkpoints"));
        assertNull(development.offerProperty().get());
        development.sample();
        assertFalse(development.isSampling());
    }

    @Test
    void checkpointsAreSampledAndTheirResultsOpened() throws Exception {
        withCheckpoints();
        look();
        assertTrue(development.messageProperty().get().startsWith("The model has 2 checkpoints"));
        assertEquals(0, Objects.requireNonNull(development.offerProperty().get()).begun());
        development.sample();
        assertEquals("", development.samplingProperty().get().failure());
        assertEquals(List.of(10.0, 20.0), state().steps());
        assertFalse(state().shipped());
        assertNull(development.offerProperty().get());
        assertEquals(3, state().table().patterns().size());

        development.chooseStage(0);
        Path results = Objects.requireNonNull(development.results());
        assertTrue(results.startsWith(home.resolve("results")));
        development.openResults();
        assertEquals(results, document.folderProperty().get());
        assertNotNull(development.stateProperty().get(), "another checkpoint of the same model");

        DevelopmentViewModel later =
                new DevelopmentViewModel(document, selection, Background.inline());
        later.showingProperty().set(true);
        assertEquals(state().table(), Objects.requireNonNull(later.stateProperty().get()).table());
    }
}
