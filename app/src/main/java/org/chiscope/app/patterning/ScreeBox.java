package org.chiscope.app.patterning;

import java.util.List;
import java.util.function.UnaryOperator;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.theme.Palette;
import org.chiscope.patterning.Regularization;
import org.chiscope.patterning.Solution;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The third step: which modes are inverted, and how far above the noise they are. */
final class ScreeBox extends VBox {
    /** Pixels; a longer one, with the names of many patterns, would widen the whole column. */
    private static final double LONGEST_PILL = 250;

    private final PatterningViewModel patterning;
    private final ScreeChart scree = new ScreeChart();
    private final Label noise = Parts.label("", "pill", "warning");
    private final Slider rank = new Slider(0, 1, 0);
    private final Slider ridge = new Slider(0, 1, 0);
    private final Label rankWords = Parts.label("", "number", "small-number");
    private final Label ridgeWords = Parts.label("", "number", "small-number");
    private final Label condition = Parts.label("", "number", "small-number");
    private final FlowPane gauge = new FlowPane(4, 4);
    private boolean showing;

    ScreeBox(PatterningViewModel patterning, ObservableValue<Palette> palette) {
        super(8);
        this.patterning = patterning;
        getStyleClass().addAll("patterning-column", "patterning-below");
        scree.paletteProperty().bind(palette);
        scree.setChosen(chosen -> patterning.choose(choice -> choice.withRank(chosen)));
        HBox head =
                new HBox(
                        8,
                        PatterningView.step(3, Parts.label("Scree", "section-title")),
                        Parts.spacer(),
                        noise);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox.setVgrow(scree, Priority.ALWAYS);
        scree.setMaxHeight(200);
        sliders();
        getChildren().addAll(head, scree, controls());
    }

    private GridPane controls() {
        GridPane controls = new GridPane();
        controls.setHgap(10);
        controls.setVgap(4);
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints middle = new ColumnConstraints();
        middle.setHgrow(Priority.ALWAYS);
        ColumnConstraints numbers = new ColumnConstraints();
        numbers.setMinWidth(104);
        numbers.setHalignment(HPos.RIGHT);
        controls.getColumnConstraints().addAll(names, middle, numbers);
        Button automatic =
                Parts.button(
                        Feather.ZAP,
                        "Auto",
                        () ->
                                patterning.choose(
                                        c -> c.withRank(Regularization.AUTOMATIC).withRidge(0)));
        automatic.getStyleClass().addAll("short", "flat");
        automatic.setId("rank-auto");
        Parts.explain(automatic, "As many modes as lie above the noise floor, and no ridge.");
        Label rankName = Parts.label("Rank", "muted");
        Parts.explain(rankName, "How many modes are inverted, the strongest first.");
        Label ridgeName = Parts.label("Ridge", "muted");
        Parts.explain(
                ridgeName,
                "Damps weak modes: 1/s becomes s/(s² + ρ²s₁²). In units of the largest singular value.");
        controls.addRow(0, rankName, rank, rankWords);
        controls.addRow(1, ridgeName, ridge, ridgeWords);
        Label conditionName = Parts.label("Condition", "muted");
        Parts.explain(
                conditionName,
                "The largest singular value over the smallest that is inverted: how much more the"
                        + " weakest mode's noise is amplified.");
        HBox conditionLine = new HBox(8, automatic, Parts.spacer(), condition);
        conditionLine.setAlignment(Pos.CENTER_LEFT);
        controls.add(conditionName, 0, 2);
        controls.add(conditionLine, 1, 2, 2, 1);
        Label gaugeName = Parts.label("Gauge", "muted");
        Parts.explain(
                gaugeName,
                "Directions of dh that leave the data as they are; they are taken out of every"
                        + " solution.");
        // Its own least width is that of the longest name, whatever a pill is allowed.
        gauge.setMinWidth(0);
        controls.add(gaugeName, 0, 3);
        controls.add(gauge, 1, 3, 2, 1);
        return controls;
    }

    private void sliders() {
        rank.setId("rank");
        ridge.setId("ridge");
        rank.setBlockIncrement(1);
        rank.setMajorTickUnit(1);
        rank.setMinorTickCount(0);
        rank.setSnapToTicks(true);
        ridge.setBlockIncrement(0.05);
        rank.valueProperty()
                .addListener(
                        (o, before, now) ->
                                slide(rank, c -> c.withRank((int) Math.round(now.doubleValue()))));
        ridge.valueProperty()
                .addListener(
                        (o, before, now) ->
                                slide(ridge, c -> c.withRidge(ridge(now.doubleValue()))));
        for (Slider slider : List.of(rank, ridge)) {
            slider.valueChangingProperty()
                    .addListener(
                            (o, before, now) -> {
                                if (!now) {
                                    patterning.choose(c -> c);
                                }
                            });
        }
    }

    private void slide(Slider slider, UnaryOperator<PatterningChoice> change) {
        if (showing) {
            return;
        }
        if (slider.isValueChanging()) {
            patterning.drag(change);
        } else {
            patterning.choose(change);
        }
    }

    /** The slider's lower half is finer: ρ = x², to two digits. */
    private static double ridge(double position) {
        return Math.rint(position * position * 1000) / 1000;
    }

    void show(@Nullable PatterningState state) {
        scree.show(state);
        if (state == null) {
            return;
        }
        showing = true;
        PatterningChoice choice = patterning.choiceProperty().get();
        PatterningState.Scree values = state.scree();
        rank.setMax(Math.max(1, values.most()));
        if (!rank.isValueChanging()) {
            rank.setValue(values.rank());
        }
        if (!ridge.isValueChanging()) {
            ridge.setValue(Math.sqrt(choice.ridge()));
        }
        rankWords.setText(
                values.rank()
                        + " of "
                        + values.most()
                        + (choice.rank() == Regularization.AUTOMATIC ? " auto" : ""));
        ridgeWords.setText(choice.ridge() == 0 ? "0" : NumberText.fixed(choice.ridge(), 3));
        Solution solution = state.solution();
        condition.setText(
                Double.isNaN(solution.condition())
                        ? "–"
                        : NumberText.fixed(solution.condition(), 1)
                                + (choice.ridge() > 0
                                        ? " with ridge "
                                                + NumberText.fixed(
                                                        solution.regularizedCondition(), 1)
                                        : ""));
        noise.setText(noiseWords(values));
        PatterningView.shown(noise, !noise.getText().isEmpty());
        gauge.getChildren().clear();
        for (String words : state.gauge()) {
            Label pill = Parts.label("removed: " + words, "pill");
            pill.setMaxWidth(LONGEST_PILL);
            Parts.explain(pill, "Along it the data do not change: " + words + ".");
            gauge.getChildren().add(pill);
        }
        if (state.gauge().isEmpty()) {
            gauge.getChildren().add(Parts.label("none", "muted"));
        }
        showing = false;
    }

    private static String noiseWords(PatterningState.Scree values) {
        if (values.rank() <= values.automaticRank()) {
            return "";
        }
        int first = values.automaticRank() + 1;
        return first == values.rank()
                ? "mode " + first + " lies in the noise"
                : "modes " + first + "–" + values.rank() + " lie in the noise";
    }
}
