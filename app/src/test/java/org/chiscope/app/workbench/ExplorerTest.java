package org.chiscope.app.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import javafx.application.Platform;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

/** What a person does in the window, with a real model that is small. */
@SuppressWarnings("NullAway.Init") // fields are set by the start of each test
class ExplorerTest extends FxTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir Path home;
    private final FxRobot robot = new FxRobot();
    private ExperimentDocument document;
    private Workbench workbench;
    private Stage stage;

    @AfterEach
    void closeWindow() throws Exception {
        onFx(
                () -> {
                    workbench.stop();
                    stage.close();
                });
        document.close(Duration.ofSeconds(20));
    }

    @Test
    void aPersonOpensAModelSamplesItAndLooksAtACell() throws Exception {
        open(300);
        clickCard();
        await(() -> node("#matrix").isVisible() && data() != null);
        assertTrue(fx(() -> data().cell(0, 0)) instanceof MatrixData.Waiting);

        click("#sample");
        await(() -> data().cell(0, 0) instanceof MatrixData.Value);

        CellPosition cell = new CellPosition(3, 1);
        robot.moveTo(pointOf(cell));
        await(() -> node("#cell-tooltip").isVisible());
        robot.clickOn(pointOf(cell));
        await(() -> new CellName("l0h1", "odd").equals(selected()));
        await(() -> words("#inspector .section-title").contains("Head 0:1 × odd"));

        await(() -> state() == RunState.FINISHED);
        assertTrue(words("#run-title").contains("Finished"));
        robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        await(() -> selected() == null);
    }

    @Test
    void aRunIsPausedResumedStoppedAndReopenedFromTheLibrary() throws Exception {
        open(50_000);
        clickCard();
        await(() -> data() != null);
        click("#sample");
        await(() -> state() == RunState.RUNNING && data().rows().get(0).draws() > 0);

        click("#pause");
        await(() -> state() == RunState.PAUSED);
        int draws = fx(() -> data().rows().get(0).draws());
        click("#resume");
        await(() -> data().rows().get(0).draws() > draws);
        click("#stop");
        await(() -> state() == RunState.CANCELLED);
        String runId = fx(() -> document.snapshotProperty().get().runId());

        click("#rail-Library");
        await(() -> !workbench.lookupAll(".list-row").isEmpty());
        robot.doubleClickOn(middleOf(fx(() -> workbench.lookup(".list-row"))));
        await(() -> state() == RunState.READY);
        assertEquals(runId, fx(() -> document.snapshotProperty().get().runId()));
        assertTrue(fx(() -> data().cell(0, 0)) instanceof MatrixData.Value);
    }

    @Test
    void theWindowStaysQuickWhileChainsRun() throws Exception {
        open(50_000);
        clickCard();
        await(() -> data() != null);
        click("#sample");
        await(() -> state() == RunState.RUNNING && data().cell(0, 0) instanceof MatrixData.Value);

        // Other programs may take the cores away for a while, so the quietest of ten spells counts;
        // what the window itself does too slowly, it does in each of them.
        long quietest = Long.MAX_VALUE;
        for (int spell = 0; spell < 10 && quietest >= 100; spell++) {
            long longest = 0;
            for (int i = 0; i < 25; i++) {
                CountDownLatch answered = new CountDownLatch(1);
                long asked = System.nanoTime();
                Platform.runLater(answered::countDown);
                answered.await();
                longest = Math.max(longest, System.nanoTime() - asked);
                Thread.sleep(15);
            }
            quietest = Math.min(quietest, Duration.ofNanos(longest).toMillis());
        }
        assertEquals(RunState.RUNNING, fx(() -> state()));
        assertTrue(quietest < 100, "the FX thread answered after " + quietest + " ms");
    }

    @Test
    void keysChangeWhatIsShownAndTheSheetListsThem() throws Exception {
        open(20);
        clickCard();
        await(() -> data() != null);
        robot.press(KeyCode.J).release(KeyCode.J);
        await(() -> words(".notice").contains("Under JOINT each row"));
        robot.press(KeyCode.F).release(KeyCode.F);
        Theme before = fx(() -> theme());
        robot.press(KeyCode.CONTROL, KeyCode.D).release(KeyCode.D, KeyCode.CONTROL);
        await(() -> theme() != before);
        onFx(() -> ((ShortcutSheet) workbench.lookup(".sheet-shade")).open());
        await(() -> workbench.lookup(".sheet-shade").isVisible());
        robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        await(() -> !workbench.lookup(".sheet-shade").isVisible());
    }

    @Test
    void aModelThatCannotBeOpenedIsSaidUnderTheTopBar() throws Exception {
        open(20);
        onFx(() -> document.openModel(home.resolve("nowhere")));
        await(() -> node("#failure").isVisible());
        assertTrue(words(".failure-words").contains("There is no model folder"));
        assertEquals(Perspective.LIBRARY, fx(() -> workbench.perspectiveProperty().get()));
    }

    @Test
    void belowTheWidthOfADeskTheInspectorIsADrawer() throws Exception {
        open(20);
        clickCard();
        await(() -> data() != null);
        assertFalse(
                fx(
                        () ->
                                workbench
                                        .lookup("#inspector")
                                        .getPseudoClassStates()
                                        .toString()
                                        .contains("drawer")));
        onFx(() -> stage.setWidth(1100));
        await(() -> workbench.lookup("#inspector") == null);
        onFx(() -> workbench.selection().selectedProperty().set(new CellName("l0h0", "odd")));
        await(() -> workbench.lookup("#inspector") != null);
        assertTrue(
                fx(
                        () ->
                                workbench
                                        .lookup("#inspector")
                                        .getPseudoClassStates()
                                        .toString()
                                        .contains("drawer")));
    }

    private void open(int draws) throws Exception {
        ToyModel.write(home, draws);
        onFx(
                () -> {
                    Background background = Background.threads();
                    document = ToyModel.document(home, background);
                    ThemeSwitch themes = new ThemeSwitch();
                    workbench =
                            new Workbench(
                                    document,
                                    new LibraryViewModel(
                                            ToyModel.catalog(home),
                                            document,
                                            background,
                                            Clock.systemDefaultZone()),
                                    themes,
                                    background);
                    Scene scene = new Scene(workbench, 1440, 900);
                    themes.dress(scene);
                    stage = new Stage();
                    stage.setScene(scene);
                    stage.show();
                    workbench.start();
                });
        await(() -> workbench.lookup(".card") != null);
    }

    private void clickCard() throws Exception {
        robot.clickOn(middleOf(fx(() -> workbench.lookup(".card"))));
    }

    private void click(String selector) throws Exception {
        await(() -> node(selector).isVisible() && !node(selector).isDisabled());
        robot.clickOn(middleOf(fx(() -> node(selector))));
    }

    private Node node(String selector) {
        Node node = workbench.lookup(selector);
        assertNotNull(node, selector);
        return node;
    }

    private String words(String selector) {
        StringBuilder words = new StringBuilder();
        for (Node node : workbench.lookupAll(selector)) {
            if (node instanceof Labeled label) {
                words.append(label.getText()).append('\n');
            }
        }
        return words.toString();
    }

    private MatrixData data() {
        return ((MatrixChart) node("#matrix")).dataProperty().get();
    }

    private RunState state() {
        var snapshot = document.snapshotProperty().get();
        return snapshot == null ? RunState.READY : snapshot.state();
    }

    private CellName selected() {
        return workbench.selection().selectedProperty().get();
    }

    private Theme theme() {
        String sheet = stage.getScene().getStylesheets().get(0);
        return sheet.endsWith("dark.css") ? Theme.DARK : Theme.LIGHT;
    }

    private Point2D pointOf(CellPosition cell) throws Exception {
        return fx(
                () -> {
                    MatrixChart chart = (MatrixChart) node("#matrix");
                    Bounds bounds = chart.localToScreen(chart.cellBounds(cell).orElseThrow());
                    return new Point2D(bounds.getCenterX(), bounds.getCenterY());
                });
    }

    private static Point2D middleOf(Node node) throws Exception {
        return fx(
                () -> {
                    Bounds bounds = node.localToScreen(node.getLayoutBounds());
                    return new Point2D(bounds.getCenterX(), bounds.getCenterY());
                });
    }

    private static <T> T fx(Callable<T> work) throws Exception {
        return Toolkit.call(work);
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!fx(condition)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("What was waited for did not come about.");
            }
            Thread.sleep(20);
        }
    }
}
