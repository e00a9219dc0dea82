package org.chiscope.app.patterning;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import org.chiscope.app.controls.Parts;

/** Makes the controls by which one value of a {@link PatterningChoice} is chosen out of a few. */
final class ChoiceControls {
    private final PatterningViewModel patterning;

    ChoiceControls(PatterningViewModel patterning) {
        this.patterning = patterning;
    }

    /** Buttons side by side, of which one is down. */
    <T> HBox segmented(
            List<T> values,
            Function<T, String> label,
            Function<PatterningChoice, T> current,
            Consumer<T> chosen) {
        ToggleGroup group = new ToggleGroup();
        HBox box = new HBox();
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("segmented");
        for (int i = 0; i < values.size(); i++) {
            T value = values.get(i);
            ToggleButton button = new ToggleButton(label.apply(value));
            button.setToggleGroup(group);
            button.setOnAction(
                    event -> {
                        button.setSelected(true);
                        chosen.accept(value);
                    });
            button.setSelected(current.apply(patterning.choiceProperty().get()).equals(value));
            patterning
                    .choiceProperty()
                    .addListener(
                            (o, before, now) ->
                                    button.setSelected(current.apply(now).equals(value)));
            button.getStyleClass().add(i == 0 ? "left-pill" : "right-pill");
            box.getChildren().add(button);
        }
        return box;
    }

    /** A button that names itself and the value, with a menu of the others. */
    <T> MenuButton choice(
            String name,
            T[] values,
            Function<T, String> label,
            Function<PatterningChoice, T> current,
            Consumer<T> chosen) {
        MenuButton menu = new MenuButton();
        menu.getStyleClass().add("field-button");
        menu.setGraphic(Parts.label(name, "muted"));
        menu.textProperty()
                .bind(patterning.choiceProperty().map(c -> label.apply(current.apply(c))));
        ToggleGroup group = new ToggleGroup();
        for (T value : values) {
            RadioMenuItem item = new RadioMenuItem(label.apply(value));
            item.setToggleGroup(group);
            item.setSelected(current.apply(patterning.choiceProperty().get()).equals(value));
            item.setOnAction(event -> chosen.accept(value));
            patterning
                    .choiceProperty()
                    .addListener(
                            (o, before, now) -> item.setSelected(current.apply(now).equals(value)));
            menu.getItems().add(item);
        }
        return menu;
    }
}
