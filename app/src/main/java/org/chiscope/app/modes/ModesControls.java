package org.chiscope.app.modes;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import org.chiscope.app.controls.Parts;

/** Makes the controls by which one value of a {@link ModesChoice} is chosen. */
final class ModesControls {
    private final ModesViewModel modes;

    ModesControls(ModesViewModel modes) {
        this.modes = modes;
    }

    /** Buttons side by side, of which one is down. */
    <T> HBox segmented(
            String id,
            List<T> values,
            Function<T, String> label,
            Function<ModesChoice, T> current,
            Consumer<T> chosen) {
        ToggleGroup group = new ToggleGroup();
        HBox box = new HBox();
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("segmented");
        for (int i = 0; i < values.size(); i++) {
            T value = values.get(i);
            ToggleButton button = new ToggleButton(label.apply(value));
            button.setId(id + "-" + label.apply(value));
            button.setToggleGroup(group);
            button.setMinWidth(HBox.USE_PREF_SIZE);
            button.setOnAction(
                    event -> {
                        button.setSelected(true);
                        chosen.accept(value);
                    });
            modes.choiceProperty()
                    .subscribe(now -> button.setSelected(current.apply(now).equals(value)));
            button.getStyleClass()
                    .add(
                            i == 0
                                    ? "left-pill"
                                    : i + 1 == values.size() ? "right-pill" : "center-pill");
            box.getChildren().add(button);
        }
        return box;
    }

    /** A button that names itself and the value, with a menu of all. */
    <T> MenuButton choice(
            String name,
            List<T> values,
            Function<T, String> label,
            Function<ModesChoice, T> current,
            Consumer<T> chosen) {
        MenuButton menu = new MenuButton();
        menu.getStyleClass().add("field-button");
        menu.setGraphic(Parts.label(name, "muted"));
        menu.textProperty().bind(modes.choiceProperty().map(c -> label.apply(current.apply(c))));
        fill(menu, values, label, current, chosen);
        return menu;
    }

    /** Fills a menu with values, of which one is chosen. */
    <T> void fill(
            MenuButton menu,
            List<T> values,
            Function<T, String> label,
            Function<ModesChoice, T> current,
            Consumer<T> chosen) {
        ToggleGroup group = new ToggleGroup();
        menu.getItems().clear();
        for (T value : values) {
            RadioMenuItem item = new RadioMenuItem(label.apply(value));
            item.setToggleGroup(group);
            item.setOnAction(event -> chosen.accept(value));
            item.setSelected(current.apply(modes.choiceProperty().get()).equals(value));
            menu.getItems().add(item);
        }
        menu.setOnShowing(
                event -> {
                    T now = current.apply(modes.choiceProperty().get());
                    for (int i = 0; i < values.size(); i++) {
                        ((RadioMenuItem) menu.getItems().get(i))
                                .setSelected(values.get(i).equals(now));
                    }
                });
    }

    /** A box that is ticked or not. */
    CheckBox box(
            String id,
            String words,
            String explanation,
            Function<ModesChoice, Boolean> current,
            Function<Boolean, UnaryOperator<ModesChoice>> change) {
        CheckBox box = new CheckBox(words);
        box.setId(id);
        box.setOnAction(event -> modes.choose(change.apply(box.isSelected())));
        modes.choiceProperty().subscribe(now -> box.setSelected(current.apply(now)));
        Parts.explain(box, explanation);
        return box;
    }
}
