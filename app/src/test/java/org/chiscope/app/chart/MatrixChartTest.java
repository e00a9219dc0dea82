package org.chiscope.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import javafx.event.EventType;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import org.chiscope.app.FxTest;
import org.chiscope.app.theme.Theme;
import org.junit.jupiter.api.Test;

class MatrixChartTest extends FxTest {

    @Test
    void paintsEachCellInTheColourOfItsValue() throws Exception {
        onFx(
                () -> {
                    MatrixChart chart = shown(10, 6);
                    WritableImage picture = chart.snapshot(new SnapshotParameters(), null);
                    MatrixData data = chart.dataProperty().get();
                    DivergingMap map = DivergingMap.of(Theme.LIGHT.palette());
                    for (int r = 0; r < 10; r++) {
                        for (int c = 0; c < 6; c++) {
                            var bounds = chart.cellBounds(new CellPosition(r, c)).orElseThrow();
                            Color pixel =
                                    picture.getPixelReader()
                                            .getColor(
                                                    (int) bounds.getCenterX(),
                                                    (int) bounds.getCenterY());
                            double value = ((MatrixData.Value) data.cell(r, c)).value();
                            assertEquals(map.at(data.range().position(value)), pixel);
                        }
                    }
                });
    }

    @Test
    void mouseHoversAndSelectsAndLeavingHoversNothing() throws Exception {
        onFx(
                () -> {
                    MatrixChart chart = shown(10, 6);
                    CellPosition target = new CellPosition(4, 2);
                    var bounds = chart.cellBounds(target).orElseThrow();
                    mouse(chart, MouseEvent.MOUSE_MOVED, bounds.getCenterX(), bounds.getCenterY());
                    assertEquals(target, chart.hoveredProperty().get());
                    assertNull(chart.selectedProperty().get());
                    mouse(
                            chart,
                            MouseEvent.MOUSE_PRESSED,
                            bounds.getCenterX(),
                            bounds.getCenterY());
                    assertEquals(target, chart.selectedProperty().get());
                    mouse(chart, MouseEvent.MOUSE_EXITED, 0, 0);
                    assertNull(chart.hoveredProperty().get());
                    assertEquals(target, chart.selectedProperty().get());
                });
    }

    @Test
    void arrowsMoveEnterSelectsAndEscClears() throws Exception {
        onFx(
                () -> {
                    MatrixChart chart = shown(3, 3);
                    key(chart, KeyCode.DOWN);
                    assertEquals(new CellPosition(0, 0), chart.hoveredProperty().get());
                    key(chart, KeyCode.DOWN);
                    key(chart, KeyCode.RIGHT);
                    key(chart, KeyCode.ENTER);
                    assertEquals(new CellPosition(1, 1), chart.selectedProperty().get());
                    for (int i = 0; i < 5; i++) {
                        key(chart, KeyCode.LEFT);
                    }
                    assertEquals(new CellPosition(1, 0), chart.hoveredProperty().get());
                    key(chart, KeyCode.ESCAPE);
                    assertNull(chart.selectedProperty().get());
                    assertNull(chart.hoveredProperty().get());
                });
    }

    @Test
    void namesThatStandOutArePaintedInTheAccent() throws Exception {
        onFx(
                () -> {
                    MatrixChart chart = shown(4, 4);
                    MatrixData data = chart.dataProperty().get();
                    assertEquals(0, accented(chart));
                    chart.emphasisProperty()
                            .set(
                                    new Emphasis(
                                            Set.of(data.rows().get(1).name()),
                                            Set.of(data.columns().get(2).name()),
                                            "wanted"));
                    chart.getScene().getRoot().layout();
                    assertTrue(accented(chart) > 10);
                });
    }

    /** Pixels in the very colour of the accent's text, of which names are. */
    private static int accented(MatrixChart chart) {
        Color accent = Theme.LIGHT.palette().accentText();
        WritableImage picture = chart.snapshot(new SnapshotParameters(), null);
        int count = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                count += picture.getPixelReader().getColor(x, y).equals(accent) ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void rowsAloneHaveTheColoursOfTheirOwnRange() {
        MatrixData all = MatrixSamples.of(6, 4);
        String name = all.rows().get(3).name();
        MatrixData one = all.only(Set.of(name));
        assertEquals(List.of(all.rows().get(3)), one.rows());
        assertEquals(List.of(all.cells().get(3)), one.cells());
        assertEquals(4, one.range().values().length);
        assertEquals(
                Optional.of(new CellPosition(0, 2)),
                one.position(name, all.columns().get(2).name()));
        assertEquals(Optional.empty(), one.position(all.rows().get(0).name(), name));
    }

    private static MatrixChart shown(int rows, int columns) {
        MatrixChart chart = new MatrixChart();
        chart.dataProperty().set(MatrixSamples.of(rows, columns));
        new Scene(new StackPane(chart), 800, 500);
        chart.getScene().getRoot().applyCss();
        chart.getScene().getRoot().layout();
        return chart;
    }

    private static void mouse(MatrixChart chart, EventType<MouseEvent> type, double x, double y) {
        chart.fireEvent(
                new MouseEvent(
                        type,
                        x,
                        y,
                        x,
                        y,
                        MouseButton.PRIMARY,
                        1,
                        false,
                        false,
                        false,
                        false,
                        true,
                        false,
                        false,
                        false,
                        false,
                        false,
                        null));
    }

    private static void key(MatrixChart chart, KeyCode code) {
        chart.fireEvent(
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }
}
