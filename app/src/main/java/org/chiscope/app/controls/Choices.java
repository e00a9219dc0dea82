package org.chiscope.app.controls;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.Property;
import javafx.geometry.Pos;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;

/** Makes the controls by which one value out of a few is chosen. */
public final class Choices {
    private Choices() {}

    /**
     * Buttons side by side, of which one is down.
     *
     * @param id of the buttons, followed by their label
     */
    public static <T> HBox segmented(
            String id, Property<T> chosen, List<T> values, Function<T, String> label) {
        ToggleGroup group = new ToggleGroup();
        HBox segmented = new HBox();
        segmented.setAlignment(Pos.CENTER_LEFT);
        segmented.getStyleClass().add("segmented");
        for (int i = 0; i < values.size(); i++) {
            T value = values.get(i);
            ToggleButton button = new ToggleButton(label.apply(value));
            button.setId(id + "-" + label.apply(value));
            button.setToggleGroup(group);
            button.setSelected(value.equals(chosen.getValue()));
            button.setOnAction(
                    event -> {
                        // A toggle can be switched off by a second press; a choice cannot.
                        button.setSelected(true);
                        chosen.setValue(value);
                    });
            chosen.addListener((o, before, now) -> button.setSelected(value.equals(now)));
            button.getStyleClass()
                    .add(
                            i == 0
                                    ? "left-pill"
                                    : i == values.size() - 1 ? "right-pill" : "center-pill");
            segmented.getChildren().add(button);
        }
        return segmented;
    }

    /** A button with a menu of the values; its words are left to the caller. */
    public static <T> MenuButton menu(
            String id, Property<T> chosen, List<T> values, Function<T, String> label) {
        MenuButton menu = new MenuButton();
        menu.setId(id);
        menu.getStyleClass().add("field-button");
        ToggleGroup group = new ToggleGroup();
        for (T value : values) {
            RadioMenuItem item = new RadioMenuItem(label.apply(value));
            item.setToggleGroup(group);
            item.setSelected(value.equals(chosen.getValue()));
            item.setOnAction(event -> chosen.setValue(value));
            chosen.addListener((o, before, now) -> item.setSelected(value.equals(now)));
            menu.getItems().add(item);
        }
        return menu;
    }
}
