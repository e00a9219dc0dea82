package org.chiscope.app.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import org.chiscope.app.chart.InputChart;
import org.chiscope.app.chart.InputTiles;
import org.chiscope.app.selection.CellName;
import org.chiscope.experiment.RunState;
import org.junit.jupiter.api.Test;

/** From a cell of the matrix to the examples that drive it. */
class ExamplesTest extends WindowTest {
    private InputTiles page() {
        return ((InputChart) node("#examples-inputs")).dataProperty().get();
    }

    private Integer example() {
        return workbench.selection().exampleProperty().get();
    }

    private Node strongest() {
        return node("#strength-list").lookup(".strength-row");
    }

    @Test
    void aPersonSeesWhatDrivesACellAndWhatElseRespondsToIt() throws Exception {
        open(60);
        clickCard();
        await(() -> data() != null);
        click("#sample");
        await(() -> state() == RunState.FINISHED);
        onFx(() -> workbench.selection().select(new CellName("l0h1", "odd")));

        robot.press(KeyCode.CONTROL, KeyCode.DIGIT3).release(KeyCode.DIGIT3, KeyCode.CONTROL);
        await(() -> workbench.perspectiveProperty().get() == Perspective.EXAMPLES);
        await(() -> page() != null && strongest() != null);
        assertEquals(48, fx(() -> page().tiles().size()));
        assertTrue(words("#examples-component").contains("0:1"));

        robot.clickOn(middleOf(fx(this::strongest)));
        await(() -> example() != null);
        assertEquals(strongest().getUserData(), fx(this::example));
        await(() -> words("#example-panel .section-title").contains("Head 0:1 × word"));

        click("#examples-which-Only");
        await(() -> page().tiles().size() == 24);
        click("#rail-Matrix");
        await(() -> node("#matrix").isVisible());
        robot.press(KeyCode.ESCAPE).release(KeyCode.ESCAPE);
        await(() -> example() == null && selected() == null);
    }
}
