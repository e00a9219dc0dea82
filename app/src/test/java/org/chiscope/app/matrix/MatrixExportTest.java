package org.chiscope.app.matrix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.chiscope.app.FxTest;
import org.chiscope.app.ToyModel;
import org.chiscope.app.background.Background;
import org.chiscope.app.chart.FigurePage;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.experiment.RunState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The ways of a matrix out of the window. */
@SuppressWarnings("NullAway.Init") // fields are set before each test
class MatrixExportTest extends FxTest {
    @TempDir Path home;
    private ExperimentDocument document;
    private MatrixViewModel matrix;

    @BeforeEach
    void sample() throws Exception {
        ToyModel.write(home, 40);
        document = ToyModel.document(home, Background.inline());
        matrix = new MatrixViewModel(document);
        document.openModel(home.resolve("sample-models").resolve(ToyModel.FOLDER));
        assertFalse(matrix.sampledProperty().get());
        matrix.sample();
        ToyModel.follow(
                document, () -> document.snapshotProperty().get().state() == RunState.FINISHED);
    }

    private MatrixData data() {
        return Objects.requireNonNull(matrix.dataProperty().get());
    }

    @Test
    void theTableIsThatOfTheResultsFolder() throws Exception {
        Path file = home.resolve("table.csv");
        matrix.exportTable(file);
        Path kept = Objects.requireNonNull(document.folderProperty().get()).resolve("chi.csv");
        assertEquals(Files.readString(kept), Files.readString(file));
        assertTrue(matrix.sampledProperty().get());
    }

    @Test
    void whatIsShownIsCopiedWithItsNames() {
        matrix.scalingProperty().set(Scaling.OVER_ERROR);
        String[] lines = matrix.tabSeparated().split("\n", -1);
        assertEquals(data().rows().size() + 2, lines.length);
        assertEquals("\teven\todd\tfirst tokens", lines[0]);
        String[] cells = lines[2].split("\t", -1);
        assertEquals(data().rows().get(1).name(), cells[0]);
        assertEquals(((MatrixData.Value) data().cell(1, 2)).value(), Double.parseDouble(cells[3]));
    }

    @Test
    void theDrawingIsAFileOfCellsAndWords() throws Exception {
        Path file = home.resolve("chi.svg");
        matrix.exportDrawing(file);
        Document svg =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(
                                new ByteArrayInputStream(
                                        Files.readString(file).getBytes(StandardCharsets.UTF_8)));
        Set<String> words = new HashSet<>();
        NodeList texts = svg.getElementsByTagName("text");
        for (int i = 0; i < texts.getLength(); i++) {
            words.add(texts.item(i).getTextContent());
        }
        data().rows().forEach(row -> assertTrue(words.contains(row.label()), row.label()));
        data().columns().forEach(column -> assertTrue(words.contains(column.name())));
        long noisy =
                data().cells().stream()
                        .flatMap(row -> row.stream())
                        .filter(cell -> ((MatrixData.Value) cell).noise())
                        .count();
        NodeList rectangles = svg.getElementsByTagName("rect");
        long hatched = 0;
        for (int i = 0; i < rectangles.getLength(); i++) {
            if (rectangles
                    .item(i)
                    .getAttributes()
                    .getNamedItem("fill")
                    .getNodeValue()
                    .equals("url(#noise)")) {
                hatched++;
            }
        }
        // One more stands in the legend.
        assertEquals(noisy + (noisy > 0 ? 1 : 0), hatched);
    }

    @Test
    void thePictureHasTwoPixelsAUnitOfLength() throws Exception {
        Path file = home.resolve("chi.png");
        onFx(() -> matrix.exportPicture(file));
        assertEquals(2 * FigurePage.WIDTH, ImageIO.read(file.toFile()).getWidth());
        assertEquals("", document.failureProperty().get());
    }

    @Test
    void aFileThatCannotBeWrittenIsSaid() {
        matrix.exportTable(home.resolve("missing").resolve("chi.csv").resolve("x"));
        matrix.exportTable(home);
        assertFalse(document.failureProperty().get().isEmpty());
    }
}
