package org.chiscope.app.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import javafx.beans.property.SimpleObjectProperty;
import org.chiscope.app.ToyModel;
import org.chiscope.app.background.Background;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Cell;
import org.chiscope.response.Part;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the perspective says of the examples, without a window: everything is done at once. */
@SuppressWarnings("NullAway.Init") // fields are set by each test's first step
class ExamplesViewModelTest {
    @TempDir Path home;
    private final Selection selection = new Selection();
    private final SimpleObjectProperty<Part> part = new SimpleObjectProperty<>(Part.FLUCTUATION);
    private ExperimentDocument document;
    private ExamplesViewModel examples;

    @AfterEach
    void close() throws Exception {
        document.close(Duration.ofSeconds(20));
    }

    private void open(int draws) throws Exception {
        Path folder = ToyModel.write(home, draws);
        document = ToyModel.document(home, Background.inline());
        examples = new ExamplesViewModel(document, selection, part, Background.inline());
        document.openModel(folder);
        document.sample(Objects.requireNonNull(document.modelProperty().get()).experiment());
        ToyModel.follow(
                document,
                () -> {
                    Snapshot now = document.snapshotProperty().get();
                    return now != null && now.state().ended();
                });
    }

    private ExamplesState state() {
        return Objects.requireNonNull(
                examples.stateProperty().get(), examples.messageProperty().get());
    }

    @Test
    void nothingIsComputedWhileItIsOutOfSight() throws Exception {
        open(60);
        selection.select(new CellName("l0h1", "odd"));
        assertNull(examples.stateProperty().get());
        examples.showingProperty().set(true);
        assertEquals("l0h1", state().component().name());
    }

    /** χ of a pattern is the mean of χ over its examples (theory.md, section 2). */
    @Test
    void theMeanOverAPatternIsTheMatrixCell() throws Exception {
        open(120);
        examples.showingProperty().set(true);
        for (Part each : Part.values()) {
            part.set(each);
            examples.chooseComponent("l1h0");
            Snapshot snapshot = Objects.requireNonNull(document.snapshotProperty().get());
            int row =
                    IntStream.range(0, snapshot.components().size())
                            .filter(r -> snapshot.components().get(r).name().equals("l1h0"))
                            .findFirst()
                            .orElseThrow();
            Cell cell = Objects.requireNonNull(snapshot.matrix().row(row)).cells().get(1);
            double mean =
                    state().members("odd").stream()
                            .mapToDouble(state()::value)
                            .average()
                            .orElseThrow();
            double scale =
                    IntStream.range(0, 48)
                            .mapToDouble(z -> Math.abs(state().value(z)))
                            .max()
                            .orElse(0);
            assertEquals(each.of(cell).value(), mean, 1e-5 * scale);
        }
    }

    @Test
    void theSelectionIsSharedAndTheOtherHalfOfItStays() throws Exception {
        open(60);
        examples.showingProperty().set(true);
        examples.chooseComponent("l0h0");
        examples.mark("odd");
        assertEquals(new CellName("l0h0", "odd"), selection.selectedProperty().get());
        examples.chooseComponent("l1h1");
        assertEquals(new CellName("l1h1", "odd"), selection.selectedProperty().get());
        assertEquals("l1h1", state().component().name());
    }

    @Test
    void onlyTheMarkedPatternIsPagedThroughAndTheOrderCanFollowTheNumbers() throws Exception {
        open(60);
        examples.showingProperty().set(true);
        examples.mark("odd");
        assertEquals(48, examples.units().length);
        examples.onlyMarkedProperty().set(true);
        assertArrayEquals(IntStream.range(0, 24).map(i -> 2 * i + 1).toArray(), examples.units());
        examples.orderProperty().set(ExampleOrder.VALUE);
        int[] units = examples.units();
        assertEquals(24, units.length);
        for (int i = 1; i < units.length; i++) {
            assertTrue(state().value(units[i - 1]) <= state().value(units[i]));
        }
        examples.goTo(units[20]);
        assertEquals(0, examples.firstUnitProperty().get());
        assertEquals(units[20], selection.exampleProperty().get());
    }

    @Test
    void theSelectedExampleIsAskedOfEveryComponent() throws Exception {
        open(60);
        examples.showingProperty().set(true);
        examples.chooseComponent("l0h1");
        assertNull(examples.detailProperty().get());
        selection.selectExample(7);
        ExampleDetail detail = Objects.requireNonNull(examples.detailProperty().get());
        assertEquals(document.snapshotProperty().get().components().size(), detail.bars().size());
        ExampleDetail.Bar own =
                detail.bars().stream()
                        .filter(bar -> bar.component().equals("l0h1"))
                        .findFirst()
                        .orElseThrow();
        assertEquals(state().error(7), own.estimate().monteCarloError());
        selection.clear();
        assertNull(examples.detailProperty().get());
    }

    @Test
    void aModelWithoutDrawsSaysWhatToDo() throws Exception {
        Path folder = ToyModel.write(home, 20);
        document = ToyModel.document(home, Background.inline());
        examples = new ExamplesViewModel(document, selection, part, Background.inline());
        examples.showingProperty().set(true);
        document.openModel(folder);
        examples.showingProperty().set(false);
        examples.showingProperty().set(true);
        assertNull(examples.stateProperty().get());
        assertTrue(examples.messageProperty().get().startsWith("Sample the model"));
        assertNotNull(document.modelProperty().get());
    }
}
