package org.chiscope.app.development;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.kordamp.ikonli.feather.Feather;

/** The checkpoint that is looked at; arrow keys go from one to the next. */
final class StageSlider extends HBox {
    private final DevelopmentViewModel development;
    private final Slider slider = new Slider();
    private final Label words = Parts.label("", "number");
    private final Button open;

    StageSlider(DevelopmentViewModel development) {
        super(12);
        this.development = development;
        getStyleClass().add("development-stage");
        setAlignment(Pos.CENTER_LEFT);
        slider.setId("development-stage");
        slider.setAccessibleText("Checkpoint");
        slider.setMin(0);
        slider.setBlockIncrement(1);
        slider.setMajorTickUnit(1);
        slider.setMinorTickCount(0);
        slider.setSnapToTicks(true);
        HBox.setHgrow(slider, Priority.ALWAYS);
        slider.setMaxWidth(Double.MAX_VALUE);
        words.setId("development-step");
        words.setMinWidth(USE_PREF_SIZE);
        open =
                Parts.button(
                        Feather.GRID, "Open this checkpoint's result", development::openResults);
        open.setId("open-checkpoint");
        open.setMinWidth(USE_PREF_SIZE);
        Label name = Parts.label("Checkpoint", "muted");
        name.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(name, slider, words, open);
        slider.valueProperty()
                .addListener(
                        (o, before, now) -> {
                            int stage = (int) Math.round(now.doubleValue());
                            if (stage != development.choiceProperty().get().stage()) {
                                development.chooseStage(stage);
                            }
                        });
        development.choiceProperty().addListener((o, before, now) -> show());
        development.stateProperty().addListener((o, before, now) -> show());
        show();
    }

    private void show() {
        DevelopmentState state = development.stateProperty().get();
        setVisible(state != null);
        setManaged(state != null);
        if (state == null) {
            return;
        }
        int stage = development.choiceProperty().get().stage();
        int count = state.steps().size();
        slider.setMax(Math.max(1, count - 1));
        slider.setDisable(count < 2);
        // While a thumb is dragged it stands between checkpoints until it is let go.
        if (Math.round(slider.getValue()) != stage) {
            slider.setValue(stage);
        }
        words.setText(
                "step "
                        + state.step(stage)
                        + ", "
                        + NumberText.count(stage + 1L)
                        + " of "
                        + NumberText.count(count));
        boolean known = development.results() != null;
        open.setVisible(known);
        open.setManaged(known);
    }
}
