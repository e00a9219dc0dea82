package org.chiscope.app.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.chiscope.app.ToyModel;
import org.chiscope.app.background.Background;
import org.chiscope.app.chart.CellPosition;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.ChartSelection;
import org.chiscope.experiment.Control;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Cell;
import org.chiscope.response.Estimate;
import org.chiscope.response.FalseDiscovery;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityRow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The matrix of real runs of a toy model, without a window. */
class MatrixViewModelTest {
    private static final int DRAWS = 40;

    @TempDir Path home;
    private ExperimentDocument document;
    private MatrixViewModel matrix;

    @BeforeEach
    void openToyModel() throws IOException {
        ToyModel.write(home, DRAWS);
        document = ToyModel.document(home, Background.inline());
        matrix = new MatrixViewModel(document);
        document.openModel(home.resolve("sample-models").resolve(ToyModel.FOLDER));
        assertEquals("", document.failureProperty().get());
    }

    @Test
    void anOpenModelWaitsInEveryCell() {
        MatrixData data = data();
        assertEquals(7, data.rows().size());
        assertEquals("0:1", data.rows().get(3).label());
        assertEquals(3, data.columns().size());
        assertInstanceOf(MatrixData.Waiting.class, data.cell(0, 0));
        assertTrue(matrix.canSampleProperty().get());
    }

    @Test
    void samplingFillsTheMatrixWithTheEstimatesOfTheRun() throws InterruptedException {
        Snapshot last = sampled();
        MatrixData data = data();
        for (int r = 0; r < data.rows().size(); r++) {
            SusceptibilityRow row = last.matrix().row(r);
            assertNotNull(row);
            assertEquals(4 * DRAWS, data.rows().get(r).draws());
            assertEquals(MatrixData.Progress.DONE, data.rows().get(r).progress());
            for (int c = 0; c < data.columns().size(); c++) {
                MatrixData.Value value = assertInstanceOf(MatrixData.Value.class, data.cell(r, c));
                assertEquals(row.cells().get(c).fluctuation().value(), value.value());
                assertEquals(row.cells().get(c).fluctuation().isNoise(), value.noise());
            }
        }
        assertTrue(matrix.beyondNoiseProperty().get().endsWith(" % beyond noise"));
    }

    @Test
    void cellsAreMarkedByTwoErrorsOrByFalseDiscoveries() throws InterruptedException {
        Snapshot last = sampled();
        List<Estimate> all =
                last.matrix().rows().stream()
                        .flatMap(row -> row.cells().stream())
                        .map(Cell::fluctuation)
                        .toList();
        assertEquals("|χ| ≤ 2 se", data().noiseLegend());

        matrix.markingProperty().set(Marking.DISCOVERIES);

        boolean[] found = FalseDiscovery.of(all, 0.05);
        int at = 0;
        for (List<MatrixData.Cell> row : data().cells()) {
            for (MatrixData.Cell cell : row) {
                assertEquals(!found[at++], ((MatrixData.Value) cell).noise());
            }
        }
        assertEquals("not found (5 % false)", data().noiseLegend());
        assertTrue(matrix.beyondNoiseProperty().get().endsWith(" % beyond noise"));
    }

    @Test
    void rowsDividedByTheirNormHaveNormOne() throws InterruptedException {
        sampled();
        matrix.scalingProperty().set(Scaling.ROWS_OVER_NORM);
        for (var row : data().cells()) {
            double squares =
                    row.stream()
                            .mapToDouble(cell -> ((MatrixData.Value) cell).value())
                            .map(v -> v * v)
                            .sum();
            assertEquals(1, squares, 1e-12);
        }
    }

    @Test
    void dividedByItsErrorACellShowsItsSignificance() throws InterruptedException {
        sampled();
        matrix.scalingProperty().set(Scaling.OVER_ERROR);
        MatrixData.Value value = (MatrixData.Value) data().cell(2, 1);
        assertEquals(value.significance(), Math.abs(value.value()), 1e-12);
    }

    @Test
    void rawJointWarnsThatRowsCannotBeCompared() throws InterruptedException {
        sampled();
        assertEquals("", matrix.warningProperty().get());
        matrix.partProperty().set(Part.JOINT);
        assertTrue(matrix.warningProperty().get().contains("unknown positive factor"));
        matrix.scalingProperty().set(Scaling.OVER_ERROR);
        assertEquals("", matrix.warningProperty().get());
    }

    @Test
    void aChosenLimitIsForgottenWithOtherNumbers() throws InterruptedException {
        sampled();
        matrix.limitProperty().set(1e-9);
        assertEquals(1e-9, data().range().limit());
        assertTrue(data().range().clips());
        matrix.partProperty().set(Part.SHIFT);
        assertNull(matrix.limitProperty().get());
    }

    @Test
    void eachSamplingHasItsOwnRunIdAndFolder() throws InterruptedException {
        Snapshot first = sampled();
        Path folder = document.folderProperty().get();
        Snapshot second = sampled();
        assertNotEquals(first.runId(), second.runId());
        assertNotEquals(folder, document.folderProperty().get());
        assertTrue(Files.isRegularFile(folder.resolve("chi.csv")));
    }

    @Test
    void namesAndPlacesOfCellsAgree() {
        MatrixData shown = Objects.requireNonNull(matrix.dataProperty().get());
        CellPosition position = new CellPosition(3, 2);
        assertEquals(new CellName("l0h1", "first tokens"), ChartSelection.name(shown, position));
        assertEquals(position, ChartSelection.place(shown, new CellName("l0h1", "first tokens")));
        assertNull(ChartSelection.place(shown, new CellName("l9h9", "first tokens")));
    }

    @Test
    void wrongSettingsKeepItFromSampling() {
        matrix.settings().drawsProperty().set("none");
        matrix.sample();
        assertNull(document.snapshotProperty().get());
    }

    @Test
    void whileItSamplesItCannotSampleAgain() throws InterruptedException {
        matrix.settings().drawsProperty().set("100000");
        matrix.sample();
        ToyModel.follow(document, () -> state() == RunState.RUNNING);
        assertFalse(matrix.canSampleProperty().get());
        document.stop();
        ToyModel.follow(document, () -> state() == RunState.CANCELLED);
        assertTrue(matrix.canSampleProperty().get());
    }

    @Test
    void aControlIsSampledLikeAnyOtherRunAndSaysWhatItIs() throws InterruptedException {
        matrix.settings().burnInProperty().set("30");
        matrix.sample(Control.PRIOR);
        assertEquals("", document.failureProperty().get());
        ToyModel.follow(document, () -> state() == RunState.FINISHED);
        assertEquals(0, document.snapshotProperty().get().experiment().sampler().nBeta());
        assertTrue(
                matrix.warningProperty().get().startsWith("This run is a control: nβ is 0"),
                matrix.warningProperty().get());
        assertInstanceOf(MatrixData.Value.class, data().cell(0, 0));
    }

    @Test
    void aModelWithoutSettingsOfItsOwnSaysHowToFindThem() throws IOException {
        assertEquals("", matrix.warningProperty().get());
        Path model = home.resolve("sample-models").resolve(ToyModel.FOLDER);
        Files.delete(model.resolve("experiment.json"));
        document.openModel(model);
        assertTrue(
                matrix.warningProperty().get().contains("chiscope calibrate '" + model),
                matrix.warningProperty().get());
    }

    @Test
    void aControlThatCannotBeIsASentence() {
        matrix.settings().localizationProperty().set("0");
        matrix.sample(Control.PRIOR);
        assertTrue(
                document.failureProperty().get().contains("give it a localization"),
                document.failureProperty().get());
        assertNull(document.snapshotProperty().get());
    }

    private RunState state() {
        return document.snapshotProperty().get().state();
    }

    private MatrixData data() {
        MatrixData data = matrix.dataProperty().get();
        assertNotNull(data);
        return data;
    }

    private Snapshot sampled() throws InterruptedException {
        matrix.sample();
        assertEquals("", document.failureProperty().get());
        ToyModel.follow(document, () -> state() == RunState.FINISHED);
        return document.snapshotProperty().get();
    }
}
