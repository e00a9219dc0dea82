package org.chiscope.app.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.chiscope.app.modes.ExampleMap;
import org.chiscope.app.modes.MapKind;
import org.chiscope.app.modes.ModesState;
import org.chiscope.experiment.RunState;
import org.junit.jupiter.api.Test;

/** A whole session in the Modes perspective. */
class ModesTest extends WindowTest {

    // The chart's own measures.
    private static final double LEFT = 48;
    private static final double RIGHT = 10;

    private ModesState shown() {
        return workbench.modes().stateProperty().get();
    }

    private ExampleMap map() {
        return workbench.modes().mapProperty().get();
    }

    /** Over a mode of the chart of singular values. */
    private Point2D mode(int mode) throws Exception {
        return fx(
                () -> {
                    Node chart = node("#modes-spectrum");
                    Bounds bounds = chart.getLayoutBounds();
                    double step = (bounds.getWidth() - LEFT - RIGHT) / shown().modes().count();
                    return chart.localToScreen(LEFT + step * (mode + 0.5), bounds.getHeight() / 2);
                });
    }

    /** Moves over the map until something is explained. */
    private void hoverSomeDot() throws Exception {
        Bounds bounds =
                fx(() -> node("#modes-map").localToScreen(node("#modes-map").getLayoutBounds()));
        for (double y = bounds.getMinY() + 20; y < bounds.getMaxY() - 40; y += 12) {
            for (double x = bounds.getMinX() + 60; x < bounds.getMaxX() - 20; x += 12) {
                robot.moveTo(new Point2D(x, y));
                if (fx(() -> node("#modes-tooltip").isVisible())) {
                    return;
                }
            }
        }
        throw new AssertionError("No dot of the map is explained.");
    }

    private void inside(String selector) throws Exception {
        Bounds window = fx(() -> workbench.localToScreen(workbench.getLayoutBounds()));
        Bounds bounds = fx(() -> node(selector).localToScreen(node(selector).getLayoutBounds()));
        assertTrue(
                bounds.getWidth() > 0 && bounds.getHeight() > 0 && window.contains(bounds),
                selector + " " + bounds + " in " + window);
    }

    @Test
    void aPersonReadsAModeAndPatternsAlongIt() throws Exception {
        open(400);
        clickCard();
        await(() -> data() != null);
        click("#rail-Modes");
        await(() -> words("#modes .label").contains("Sample the model"));
        click("#rail-Matrix");
        click("#sample");
        await(() -> state() == RunState.FINISHED);
        click("#rail-Modes");
        await(() -> shown() != null && map() != null);

        // Modes are chosen by a click, by keys and step by step.
        assertTrue(fx(() -> words("#modes-panel .section-title")).contains("Mode 1 of 3"));
        robot.moveTo(mode(1)).clickOn(MouseButton.PRIMARY);
        await(() -> words("#modes-panel .section-title").contains("Mode 2 of 3"));
        robot.type(KeyCode.RIGHT);
        await(() -> workbench.modes().mode() == 2);
        click("#mode-before");
        await(() -> workbench.modes().mode() == 1);
        assertEquals("Mode 2", fx(() -> ((Labeled) node("#mode-number")).getText()));

        // What is chosen changes what is taken apart.
        click("#modes-part-Joint");
        await(() -> shown().modes().part() == org.chiscope.response.Part.JOINT);
        click("#modes-part-Fluctuation");
        await(() -> shown().modes().part() == org.chiscope.response.Part.FLUCTUATION);
        click("#modes-whitened");
        await(() -> shown().modes().form().whitened());
        click("#modes-whitened");
        await(() -> !shown().modes().form().whitened() && map() != null);

        // A bar selects its component, with the pattern that the mode loads most on.
        Bounds bars = fx(() -> node("#modes-components").getLayoutBounds());
        robot.moveTo(fx(() -> node("#modes-components").localToScreen(20, 12)));
        robot.clickOn(MouseButton.PRIMARY);
        await(() -> selected() != null);
        assertEquals(fx(() -> shown().rows().getFirst().name()), fx(() -> selected().component()));
        assertTrue(bars.getHeight() > 150, "bars have room: " + bars.getHeight());

        // An example is explained and selected.
        click("#map-PCA");
        await(() -> map().kind() == MapKind.PCA);
        click("#map-Modes");
        await(() -> map().kind() == MapKind.MODES);
        click("#modes-panel .strong-example");
        await(() -> workbench.selection().exampleProperty().get() != null);
        assertEquals(
                fx(() -> map().top().getFirst().example()),
                fx(() -> workbench.selection().exampleProperty().get()));

        fx(
                () -> {
                    workbench.selection().selectExample(null);
                    return true;
                });
        hoverSomeDot();
        assertTrue(fx(() -> words("#modes-tooltip .label")).contains("word "));
        robot.clickOn(MouseButton.PRIMARY);
        await(() -> workbench.selection().exampleProperty().get() != null);
        int chosen = fx(() -> workbench.selection().exampleProperty().get());
        assertTrue(
                fx(() -> words("#modes-tooltip .label")).contains("word " + chosen + "\n"),
                "what is explained is what a click selects");

        assertTrue(fx(() -> words("#modes-caption")).startsWith("This view is Euclidean"));
        for (String each :
                List.of(
                        "#modes-spectrum",
                        "#modes-components",
                        "#modes-patterns",
                        "#modes-map",
                        "#modes-caption",
                        "#modes-carried",
                        "#modes-export",
                        "#modes-pattern")) {
            inside(each);
        }

        // The button makes it a target.
        click("#mode-before");
        await(() -> workbench.modes().mode() == 0);
        click("#modes-pattern");
        await(() -> workbench.perspectiveProperty().get() == Perspective.PATTERNING);
        await(
                () ->
                        workbench.patterning().stateProperty().get() != null
                                && workbench.patterning().stateProperty().get().hasTarget());
    }

    @Test
    void aNarrowWindowKeepsTheSentenceAndTheButton() throws Exception {
        open(400);
        clickCard();
        await(() -> data() != null);
        click("#sample");
        await(() -> state() == RunState.FINISHED);
        click("#rail-Modes");
        await(() -> shown() != null && map() != null);
        assertFalse(fx(() -> node("#modes-pattern-strip").getParent().isVisible()));
        for (double[] size : new double[][] {{1280, 800}, {900, 600}, {1440, 900}}) {
            fx(
                    () -> {
                        stage.setWidth(size[0]);
                        stage.setHeight(size[1]);
                        return true;
                    });
            await(() -> workbench.getWidth() <= size[0] && workbench.getWidth() > size[0] - 40);
            boolean wide = size[0] > 1400;
            await(() -> node("#modes-pattern-strip").getParent().isVisible() == !wide);
            fx(
                    () -> {
                        workbench.applyCss();
                        workbench.layout();
                        return true;
                    });
            inside("#modes-spectrum");
            inside("#modes-patterns");
            if (!wide) {
                inside("#modes-pattern-strip");
                inside("#modes .mode-sentence");
            }
            if (size[1] >= 800) {
                inside("#modes-map");
                inside("#modes-caption");
            }
        }
    }
}
