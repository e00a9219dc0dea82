package org.chiscope.app.workbench;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.stage.Stage;
import org.chiscope.app.FxTest;
import org.chiscope.app.ToyModel;
import org.chiscope.app.background.Background;
import org.chiscope.app.chart.CellPosition;
import org.chiscope.app.chart.MatrixChart;
import org.chiscope.app.chart.MatrixData;
import org.chiscope.app.document.ExperimentDocument;
import org.chiscope.app.library.LibraryViewModel;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.theme.Theme;
import org.chiscope.app.theme.ThemeSwitch;
import org.chiscope.app.toolkit.Toolkit;
import org.chiscope.experiment.RunState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** A window with a real model that is small, and what a person does in one. */
@SuppressWarnings("NullAway.Init") // fields are set by the start of each test
abstract class WindowTest extends FxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path home;
    protected final FxRobot robot = new FxRobot();
    protected ExperimentDocument document;
    protected Workbench workbench;
    protected Stage stage;

    @AfterEach
    void closeWindow() throws Exception {
        onFx(
                () -> {
                    workbench.stop();
                    stage.close();
                });
        document.close(Duration.ofSeconds(20));
    }

    protected void open(int draws) throws Exception {
        make(draws);
        onFx(workbench::start);
        await(() -> workbench.lookup(".card") != null && workbench.lookup("#patterning") != null);
    }

    /** The window before it follows anything. */
    protected void make(int draws) throws Exception {
        ToyModel.write(home, draws);
        onFx(
                () -> {
                    Background background = Background.threads();
                    document = ToyModel.document(home, background);
                    ThemeSwitch themes = new ThemeSwitch();
                    LibraryViewModel library =
                            new LibraryViewModel(
                                    ToyModel.catalog(home),
                                    document,
                                    background,
                                    Clock.systemDefaultZone());
                    library.refresh();
                    workbench = new Workbench(document, library, themes, background);
                    Scene scene = new Scene(workbench, 1440, 900);
                    themes.dress(scene);
                    stage = new Stage();
                    stage.setScene(scene);
                    stage.show();
                });
    }

    protected void clickCard() throws Exception {
        robot.clickOn(middleOf(fx(() -> workbench.lookup(".card"))));
    }

    protected void click(String selector) throws Exception {
        await(() -> node(selector).isVisible() && !node(selector).isDisabled());
        robot.clickOn(middleOf(fx(() -> node(selector))));
    }

    protected Node node(String selector) {
        Node node = workbench.lookup(selector);
        assertNotNull(node, selector);
        return node;
    }

    protected String words(String selector) {
        StringBuilder words = new StringBuilder();
        for (Node node : workbench.lookupAll(selector)) {
            if (node instanceof Labeled label) {
                words.append(label.getText()).append('\n');
            }
        }
        return words.toString();
    }

    protected MatrixData data() {
        return ((MatrixChart) node("#matrix")).dataProperty().get();
    }

    protected RunState state() {
        var snapshot = document.snapshotProperty().get();
        return snapshot == null ? RunState.READY : snapshot.state();
    }

    protected CellName selected() {
        return workbench.selection().selectedProperty().get();
    }

    protected Theme theme() {
        String sheet = stage.getScene().getStylesheets().get(0);
        return sheet.endsWith("dark.css") ? Theme.DARK : Theme.LIGHT;
    }

    protected Point2D pointOf(CellPosition cell) throws Exception {
        return fx(
                () -> {
                    MatrixChart chart = (MatrixChart) node("#matrix");
                    Bounds bounds = chart.localToScreen(chart.cellBounds(cell).orElseThrow());
                    return new Point2D(bounds.getCenterX(), bounds.getCenterY());
                });
    }

    protected static Point2D middleOf(Node node) throws Exception {
        return fx(
                () -> {
                    Bounds bounds = node.localToScreen(node.getLayoutBounds());
                    return new Point2D(bounds.getCenterX(), bounds.getCenterY());
                });
    }

    protected static <T> T fx(Callable<T> work) throws Exception {
        return Toolkit.call(work);
    }

    protected static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!fx(condition)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("What was waited for did not come about.");
            }
            Thread.sleep(20);
        }
    }
}
