package org.chiscope.app.workbench;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.theme.Theme;
import org.chiscope.app.theme.ThemeSwitch;
import org.kordamp.ikonli.feather.Feather;

/** The bar at the head of the window: what is open, what is selected, the look, and help. */
final class TopBar extends StackPane {
    private static final String LOGO = "/org/chiscope/assets/icons/chiscope-64.png";

    /**
     * @param title what is open
     * @param remark where it is kept, or what is being done
     * @param selected the selected cell in words, or empty
     */
    TopBar(
            ObservableValue<String> title,
            ObservableValue<String> remark,
            ObservableValue<String> selected,
            Runnable clear,
            ThemeSwitch themes,
            Runnable help) {
        getStyleClass().add("top-bar");
        HBox chip = chip(selected, clear);
        HBox row =
                new HBox(
                        8,
                        logo(),
                        Parts.label(title, "document-title"),
                        Parts.label(remark, "muted"),
                        Parts.spacer(),
                        theme(themes),
                        Parts.iconButton(Feather.HELP_CIRCLE, "Shortcuts (?)", help));
        row.setAlignment(Pos.CENTER_LEFT);
        chip.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        getChildren().addAll(row, chip);
    }

    private static StackPane logo() {
        StackPane place = new StackPane();
        place.getStyleClass().add("logo");
        var stream = TopBar.class.getResourceAsStream(LOGO);
        if (stream != null) {
            ImageView picture = new ImageView(new Image(stream));
            picture.setFitWidth(24);
            picture.setFitHeight(24);
            picture.setSmooth(true);
            place.getChildren().add(picture);
        }
        return place;
    }

    private static HBox chip(ObservableValue<String> selected, Runnable clear) {
        Label words = Parts.label(selected, "chip-words");
        Button close = Parts.iconButton(Feather.X, "Select nothing (Esc)", clear);
        close.getStyleClass().add("chip-close");
        HBox chip = new HBox(6, Parts.label("A", "tag"), words, close);
        chip.getStyleClass().add("chip");
        chip.setAlignment(Pos.CENTER_LEFT);
        Parts.showIf(chip, selected.map(text -> !text.isEmpty()));
        return chip;
    }

    private static Button theme(ThemeSwitch themes) {
        Button button =
                Parts.iconButton(
                        Feather.MOON, "Light or dark", () -> themes.choose(themes.theme().other()));
        button.setId("theme");
        button.graphicProperty()
                .bind(
                        themes.themeProperty()
                                .map(
                                        theme ->
                                                Parts.icon(
                                                        theme == Theme.LIGHT
                                                                ? Feather.MOON
                                                                : Feather.SUN)));
        return button;
    }
}
