package org.chiscope.app.patterning;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.control.MenuButton;
import javafx.scene.layout.HBox;
import org.chiscope.app.controls.Choices;

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
        return Choices.segmented(
                "patterning", patterning.choiceProperty().map(current), chosen, values, label);
    }

    /** A button that names itself and the value, with a menu of the others. */
    <T> MenuButton choice(
            String name,
            T[] values,
            Function<T, String> label,
            Function<PatterningChoice, T> current,
            Consumer<T> chosen) {
        return Choices.menu(
                name, patterning.choiceProperty().map(current), chosen, List.of(values), label);
    }
}
