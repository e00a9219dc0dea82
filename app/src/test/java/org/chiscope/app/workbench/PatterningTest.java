package org.chiscope.app.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import org.chiscope.app.chart.MatrixChart;
import org.chiscope.app.patterning.PatterningState;
import org.chiscope.app.patterning.VerifyViewModel;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Verification;
import org.junit.jupiter.api.Test;

/** A whole session in the Patterning perspective. */
class PatterningTest extends WindowTest {

    private PatterningState shown() {
        return workbench.patterning().stateProperty().get();
    }

    private Map<String, Double> wishes() {
        return workbench.patterning().choiceProperty().get().changes();
    }

    private VerifyViewModel.Content verified() {
        return workbench.patterning().verify().contentProperty().get();
    }

    /** The middle of a row of the target chart, so many pixels to the right of its zero. */
    private Point2D row(int row, double right) throws Exception {
        return fx(
                () -> {
                    Node chart = node("#target-chart");
                    double zero =
                            (LABELS + BAND + 10 + chart.getLayoutBounds().getWidth() - NUMBERS) / 2;
                    return chart.localToScreen(zero + right, HEADER + ROW * (row + 0.5));
                });
    }

    /** Whether outcomes at ±1 are the means over both halves' trials. */
    private boolean outcomesAgree() {
        Verification.Progress progress = Objects.requireNonNull(verified().progress());
        var last = progress.trials().subList(2, 4);
        for (int row = 0; row < progress.outcomes().size(); row++) {
            int at = row;
            double mean =
                    last.stream()
                            .mapToDouble(trial -> trial.changes().get(at).value())
                            .average()
                            .orElseThrow();
            Verification.Outcome outcome = progress.outcomes().get(row);
            if (outcome.step() != 1
                    || Math.abs(outcome.realised().value() - mean) > 1e-12
                    || !(outcome.realised().monteCarloError() > 0)) {
                return false;
            }
        }
        return progress.outcomes().size() == progress.components().size();
    }

    /** The name of a row of the target chart. */
    private Point2D name(int row) throws Exception {
        return fx(
                () -> node("#target-chart").localToScreen(LABELS / 2, HEADER + ROW * (row + 0.5)));
    }

    // The chart's own measures, by the design.
    private static final double LABELS = 74;
    private static final double BAND = 5;
    private static final double NUMBERS = 74;
    private static final double HEADER = 22;
    private static final double ROW = 24;

    @Test
    void aPersonChoosesAStructureSeesTheDataAndVerifies() throws Exception {
        open(400);
        clickCard();
        await(() -> data() != null);
        click("#rail-Patterning");
        await(() -> words("#patterning .label").contains("Sample the model"));
        click("#rail-Matrix");
        click("#sample");
        await(() -> state() == RunState.FINISHED);

        click("#rail-Patterning");
        await(() -> shown() != null);
        assertFalse(fx(() -> shown().hasTarget()));
        assertTrue(fx(() -> node("#verify").isDisabled()));

        // A drag sets a wish, and the perturbation follows.
        robot.moveTo(row(3, 0)).press(MouseButton.PRIMARY);
        robot.moveTo(row(3, 12)).moveTo(row(3, 40)).release(MouseButton.PRIMARY);
        await(() -> shown().hasTarget() && !shown().solution().isZero());
        String name = fx(() -> shown().rows().get(3).name());
        assertEquals(Set.of(name), fx(() -> wishes().keySet()));
        double wish = fx(() -> wishes().get(name));
        assertTrue(wish > 0, "more is to the right: " + wish);
        await(() -> shown().solution().predicted().get(3).value() > 0);

        // Holding the others or not makes a difference, which can be undone.
        click("#hold-others");
        await(() -> !shown().holds());
        assertFalse(fx(() -> ((CheckBox) node("#hold-others")).isSelected()));
        robot.press(KeyCode.CONTROL, KeyCode.Z).release(KeyCode.Z, KeyCode.CONTROL);
        await(() -> shown().holds());
        assertEquals(wish, fx(() -> wishes().get(name)));

        // The keyboard does it as well; undo takes the whole drag back at once.
        click("#patterning-undo");
        await(() -> !shown().hasTarget());
        fx(
                () -> {
                    node("#target-chart").requestFocus();
                    return true;
                });
        robot.type(KeyCode.DOWN, KeyCode.RIGHT, KeyCode.RIGHT);
        await(() -> shown().hasTarget());

        // A name selects here as everywhere; what is wanted stands out in the matrix.
        String wanted = fx(() -> wishes().keySet().iterator().next());
        int place =
                fx(() -> shown().rows().stream().map(PatterningState.Row::name).toList())
                        .indexOf(wanted);
        robot.moveTo(name(place)).clickOn(MouseButton.PRIMARY);
        await(() -> workbench.selection().selectedProperty().get() != null);
        assertEquals(wanted, fx(() -> workbench.selection().selectedProperty().get().component()));
        assertEquals(
                Set.of(wanted), fx(() -> wishes().keySet()), "a click on a name wants nothing");
        assertTrue(fx(() -> words("#patterning-rows .caption")).contains(" × "));
        click("#rail-Matrix");
        assertEquals(
                Set.of(wanted),
                fx(() -> ((MatrixChart) node("#matrix")).emphasisProperty().get().rows()));
        click("#rail-Patterning");
        robot.type(KeyCode.ESCAPE);
        await(() -> workbench.selection().selectedProperty().get() == null);

        // A ready-made target, and whether it comes true.
        fx(
                () -> {
                    workbench.patterning().wantMode(0, 1);
                    return true;
                });
        await(() -> wishes().size() == shown().rows().size());
        assertTrue(fx(() -> shown().linearUpTo() > 1));
        click("#verify");
        await(() -> verified().running());
        await(() -> !verified().running());
        assertEquals("", fx(() -> verified().failure()));
        assertEquals(4, fx(() -> Objects.requireNonNull(verified().progress()).trials().size()));
        double slope = fx(() -> Objects.requireNonNull(verified().progress()).slope().value());
        double half =
                fx(() -> Objects.requireNonNull(verified().progress()).slope().halfWidth(0.95));
        assertTrue(Math.abs(slope - 1) < 2 * half, slope + " ± " + half);
        await(() -> ((Labeled) node("#verify")).getText().equals("Verified"));
        String table = fx(() -> words("#verify-table .label"));
        assertTrue(table.contains("predicted") && table.contains("realised"), table);
        assertTrue(fx(() -> outcomesAgree()), "realised is what trials say");

        // Another target: what was verified is said to be of another one.
        click("#reset-target");
        await(() -> !shown().hasTarget());
        await(() -> words("#verify-verdict").contains("another target"));
    }

    @Test
    void aVerificationIsStoppedAndGoneOnWith() throws Exception {
        open(400);
        clickCard();
        await(() -> data() != null);
        click("#sample");
        await(() -> state() == RunState.FINISHED);
        click("#rail-Patterning");
        await(() -> shown() != null);
        fx(
                () -> {
                    workbench.patterning().chooseVerifyDraws(50_000);
                    workbench.patterning().wantMode(0, 1);
                    return true;
                });
        await(() -> shown().hasTarget());
        click("#verify");
        await(() -> verified().running() && verified().progress() != null);
        click("#verify-stop");
        await(() -> !verified().running());
        assertEquals("", fx(() -> verified().failure()));
        await(() -> ((Labeled) node("#verify")).getText().equals("Go on"));
    }
}
