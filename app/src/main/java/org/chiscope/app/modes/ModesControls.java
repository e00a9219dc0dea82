package org.chiscope.app.modes;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javafx.scene.control.CheckBox;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.HBox;
import org.chiscope.app.controls.Choices;
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
        return Choices.segmented(id, modes.choiceProperty().map(current), chosen, values, label);
    }

    /** A button that names itself and the value, with a menu of all. */
    <T> MenuButton choice(
            String name,
            List<T> values,
            Function<T, String> label,
            Function<ModesChoice, T> current,
            Consumer<T> chosen) {
        return Choices.menu(name, modes.choiceProperty().map(current), chosen, values, label);
    }

    /** Fills a menu with values, of which one is chosen. */
    <T> void fill(
            MenuButton menu,
            List<T> values,
            Function<T, String> label,
            Function<ModesChoice, T> current,
            Consumer<T> chosen) {
        Choices.fill(menu, modes.choiceProperty().map(current), chosen, values, label);
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
