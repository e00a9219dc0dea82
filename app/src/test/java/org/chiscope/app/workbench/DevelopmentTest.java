package org.chiscope.app.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Slider;
import javafx.scene.input.KeyCode;
import org.chiscope.app.ToyModel;
import org.chiscope.app.development.DevelopmentState;
import org.junit.jupiter.api.Test;

/** A whole session in the Development perspective. */
class DevelopmentTest extends WindowTest {

    private DevelopmentState shown() {
        return workbench.development().stateProperty().get();
    }

    private int stage() {
        return workbench.development().choiceProperty().get().stage();
    }

    @Test
    void aPersonSamplesTheCheckpointsAndLooksAtOne() throws Exception {
        Path folder = ToyModel.write(home, 40);
        Path checkpoints = Files.createDirectories(folder.resolve("checkpoints"));
        for (String step : List.of("0000010", "0000020", "0000040")) {
            Files.copy(
                    folder.resolve("model.safetensors"),
                    checkpoints.resolve("step-" + step + ".safetensors"));
        }
        open(40);
        clickCard();
        await(() -> data() != null);
        click("#rail-Development");
        await(() -> words("#development .label").contains("The model has 3 checkpoints"));
        click("#sample-checkpoints");
        await(() -> shown() != null);
        assertEquals(3, fx(() -> shown().steps().size()));
        // The checkpoints are copies of one another. Words and panels find their places in layouts.
        await(() -> words("#largest-change").startsWith("None of the changes"));

        // Panels fill the width, one a component, none beyond the others.
        await(() -> node("#development-panel-3").getLayoutBounds().getWidth() > 200);
        for (int c = 0; c < fx(() -> shown().rows().size()); c++) {
            String panel = "#development-panel-" + c;
            await(
                    () ->
                            node("#development-panels")
                                    .getLayoutBounds()
                                    .contains(node(panel).getBoundsInParent()));
        }

        // A click selects the component, here and everywhere.
        click("#development-panel-1");
        await(() -> selected() != null);
        assertEquals(fx(() -> shown().rows().get(1).name()), fx(() -> selected().component()));

        // Arrow keys go from checkpoint to checkpoint, and no further.
        fx(
                () -> {
                    node(".development-stage .slider").requestFocus();
                    return true;
                });
        assertEquals(2, fx(this::stage));
        robot.type(KeyCode.LEFT, KeyCode.LEFT, KeyCode.LEFT);
        await(() -> stage() == 0);
        assertEquals("step 10, 1 of 3\n", fx(() -> words("#development-step")));
        robot.type(KeyCode.RIGHT);
        await(() -> stage() == 1);
        assertEquals(
                1, fx(() -> ((Slider) workbench.lookup(".development-stage .slider")).getValue()));

        // Where the window is narrow, the numbers come below, and the sentence above.
        assertNull(fx(() -> workbench.lookup("#development-sentence")));
        fx(
                () -> {
                    stage.setWidth(1280);
                    return true;
                });
        await(() -> words("#development-sentence").startsWith("None of the changes"));
        assertNull(fx(() -> workbench.lookup("#largest-change")));

        click("#open-checkpoint");
        await(
                () -> {
                    Path open = document.folderProperty().get();
                    return open != null && open.endsWith("step-0000020");
                });
        await(() -> workbench.perspectiveProperty().get() == Perspective.MATRIX);
    }
}
