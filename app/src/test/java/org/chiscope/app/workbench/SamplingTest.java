package org.chiscope.app.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.chiscope.app.chains.EnsembleLine;
import org.chiscope.app.chains.SamplingState;
import org.chiscope.experiment.RunState;
import org.junit.jupiter.api.Test;

/** A whole session in the Sampling perspective. */
class SamplingTest extends WindowTest {
    // The table's own measures, by the design.
    private static final double ROW = 20;
    private static final double HEAD = 38;

    private SamplingState shown() {
        return Objects.requireNonNull(workbench.sampling().stateProperty().get());
    }

    /** The middle of a line of the table, so far from its left edge. */
    private Point2D line(int line, double x) throws Exception {
        return fx(() -> node("#ensemble-table").localToScreen(x, HEAD + ROW * (line + 0.5)));
    }

    private void sampleAndLook() throws Exception {
        open(400);
        clickCard();
        await(() -> data() != null);
        click("#rail-Sampling");
        await(() -> words("#sampling .label").contains("Sample the model"));
        click("#rail-Matrix");
        click("#sample");
        await(() -> state() == RunState.FINISHED);
        click("#rail-Sampling");
        await(
                () ->
                        workbench.sampling().stateProperty().get() != null
                                && shown().snapshot().state() == RunState.FINISHED);
    }

    @Test
    void aPersonReadsTheVerdictLooksAtAnEnsembleAndMakesMoreDraws() throws Exception {
        sampleAndLook();
        assertTrue(fx(() -> words("#verdict-pill")).contains(" of "));
        assertTrue(fx(() -> words("#sampling-checks .label")).contains("split R-hat ≤ 1.05"));
        assertTrue(fx(() -> words("#sampling-run .label")).contains("SGLD"));

        // A click selects, the arrow keys go on from there.
        robot.moveTo(line(2, 200)).clickOn(MouseButton.PRIMARY);
        await(() -> selected() != null);
        List<EnsembleLine> lines = fx(() -> shown().lines());
        assertEquals(lines.get(2).component(), fx(() -> selected().component()));
        robot.type(KeyCode.DOWN);
        await(() -> selected().component().equals(lines.get(3).component()));
        await(() -> shown().selected().line().component().equals(lines.get(3).component()));

        // A head sorts: the first line then is that of the smallest R-hat.
        robot.moveTo(fx(() -> node("#ensemble-table").localToScreen(190, 12)))
                .clickOn(MouseButton.PRIMARY);
        robot.moveTo(line(0, 200)).clickOn(MouseButton.PRIMARY);
        EnsembleLine least =
                lines.stream()
                        .min(Comparator.comparingDouble(l -> l.report().diagnostics().rHat()))
                        .orElseThrow();
        await(() -> (selected() == null ? "" : selected().component()).equals(least.component()));

        // Escape shows all parameters again.
        robot.type(KeyCode.ESCAPE);
        await(() -> shown().selected().line().component().isEmpty());

        fx(
                () -> {
                    ((MenuButton) node("#more-draws")).getItems().getFirst().fire();
                    return true;
                });
        await(
                () -> {
                    SamplingState now = workbench.sampling().stateProperty().get();
                    return now != null
                            && now.snapshot().drawsPerChain() == 600
                            && now.snapshot().state() == RunState.FINISHED;
                });
    }

    @Test
    void routesAndSettingsAreTriedInTheBackground() throws Exception {
        sampleAndLook();
        click("#check-routes");
        await(() -> workbench.sampling().routes().result() != null);
        await(() -> words("#three-routes .pill").contains(" se"));
        click("#calibrate");
        await(() -> workbench.sampling().calibration().complete());
        await(() -> node("#use-suggested").isVisible());
    }

    /** Where the window is narrow, what stands on the right comes below, and nothing is cut. */
    @Test
    void aNarrowWindowKeepsEverythingWithinReach() throws Exception {
        sampleAndLook();
        Node panel = fx(() -> node("#sampling-run"));
        assertTrue(fx(() -> inside(panel, node("#sampling-panel"))));
        fx(
                () -> {
                    stage.setWidth(1280);
                    stage.setHeight(800);
                    return true;
                });
        await(() -> workbench.lookup("#sampling-panel") == null);
        await(() -> workbench.getWidth() <= 1280 && panel.getScene() != null);
        for (String chart :
                List.of("#loss-chart", "#rank-chart", "#autocorrelation-chart", "#calibrate")) {
            await(() -> within(node(chart), node("#sampling")));
        }
        assertTrue(fx(() -> node("#loss-chart").getLayoutBounds().getHeight()) >= 110);
    }

    private static boolean inside(Node node, Node ancestor) {
        for (Node each = node; each != null; each = each.getParent()) {
            if (each == ancestor) {
                return true;
            }
        }
        return false;
    }

    private static boolean within(Node node, Node frame) {
        Bounds inner = node.localToScene(node.getLayoutBounds());
        Bounds outer = frame.localToScene(frame.getLayoutBounds());
        return outer.contains(inner);
    }
}
