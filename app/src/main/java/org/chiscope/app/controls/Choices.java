package org.chiscope.app.controls;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.Property;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** Makes the controls by which one value out of a few is chosen. */
public final class Choices {
    private Choices() {}

    /**
     * Buttons side by side, of which one is down.
     *
     * @param id of the buttons, followed by their label
     * @param choose told of a press; what is down follows {@code chosen} alone
     */
    public static <T> HBox segmented(
            String id,
            ObservableValue<T> chosen,
            Consumer<T> choose,
            List<T> values,
            Function<T, String> label) {
        ToggleGroup group = new ToggleGroup();
        HBox segmented = new HBox();
        segmented.setAlignment(Pos.CENTER_LEFT);
        segmented.getStyleClass().add("segmented");
        for (int i = 0; i < values.size(); i++) {
            T value = values.get(i);
            ToggleButton button = new ToggleButton(label.apply(value));
            button.setId(id + "-" + label.apply(value));
            button.setToggleGroup(group);
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(
                    event -> {
                        // A toggle can be switched off by a second press; a choice cannot.
                        button.setSelected(true);
                        choose.accept(value);
                    });
            chosen.subscribe(now -> button.setSelected(value.equals(now)));
            button.getStyleClass()
                    .add(
                            i == 0
                                    ? "left-pill"
                                    : i == values.size() - 1 ? "right-pill" : "center-pill");
            segmented.getChildren().add(button);
        }
        return segmented;
    }

    /** The same for a property. */
    public static <T> HBox segmented(
            String id, Property<T> chosen, List<T> values, Function<T, String> label) {
        return segmented(id, chosen, chosen::setValue, values, label);
    }

    /**
     * A button that names itself and the value, with a menu of all.
     *
     * @param name before the value, muted
     */
    public static <T> MenuButton menu(
            String name,
            ObservableValue<T> chosen,
            Consumer<T> choose,
            List<T> values,
            Function<T, String> label) {
        MenuButton menu = new MenuButton();
        menu.getStyleClass().add("field-button");
        menu.setGraphic(Parts.label(name, "muted"));
        menu.textProperty().bind(chosen.map(label));
        fill(menu, chosen, choose, values, label);
        return menu;
    }

    /** The same for a property. */
    public static <T> MenuButton menu(
            String name, Property<T> chosen, List<T> values, Function<T, String> label) {
        return menu(name, chosen, chosen::setValue, values, label);
    }

    /** Fills a menu with values, of which the chosen one is marked when it opens. */
    public static <T> void fill(
            MenuButton menu,
            ObservableValue<T> chosen,
            Consumer<T> choose,
            List<T> values,
            Function<T, String> label) {
        ToggleGroup group = new ToggleGroup();
        menu.getItems().clear();
        for (T value : values) {
            RadioMenuItem item = new RadioMenuItem(label.apply(value));
            item.setToggleGroup(group);
            item.setOnAction(event -> choose.accept(value));
            item.setSelected(value.equals(chosen.getValue()));
            menu.getItems().add(item);
        }
        menu.setOnShowing(
                event -> {
                    T now = chosen.getValue();
                    for (int i = 0; i < values.size(); i++) {
                        ((RadioMenuItem) menu.getItems().get(i))
                                .setSelected(values.get(i).equals(now));
                    }
                });
    }
}
