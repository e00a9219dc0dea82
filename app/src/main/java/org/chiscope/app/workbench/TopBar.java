package org.chiscope.app.workbench;

import java.util.function.Function;
import javafx.beans.property.BooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.selection.CellName;
import org.chiscope.app.selection.Selection;
import org.chiscope.app.theme.Theme;
import org.chiscope.app.theme.ThemeSwitch;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The bar at the head of the window: what is open, what is selected, the look, and help. */
final class TopBar extends StackPane {
    private static final String LOGO = "/org/chiscope/assets/icons/chiscope-64.png";

    /**
     * @param title what is open
     * @param remark where it is kept, or what is being done
     * @param words what a cell is called; empty where there is none
     */
    TopBar(
            ObservableValue<String> title,
            ObservableValue<String> remark,
            Selection selection,
            Function<ObservableValue<@Nullable CellName>, ObservableValue<String>> words,
            ThemeSwitch themes,
            Runnable help) {
        getStyleClass().add("top-bar");
        HBox selected =
                chip(
                        "A",
                        words.apply(selection.selectedProperty()),
                        Parts.iconButton(
                                Feather.BOOKMARK,
                                "Pin for comparison as B, or let go of it (P)",
                                selection::pin),
                        Parts.iconButton(Feather.X, "Select nothing (Esc)", selection::clear));
        HBox pinned =
                chip(
                        "B",
                        words.apply(selection.pinnedProperty()),
                        Parts.iconButton(Feather.X, "Let go of B", selection::unpin));
        pinned.getStyleClass().add("pinned");
        HBox chip = new HBox(8, selected, pinned);
        HBox row =
                new HBox(
                        8,
                        logo(),
                        Parts.label(title, "document-title"),
                        Parts.label(remark, "muted"),
                        Parts.spacer(),
                        lock(selection),
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

    private static HBox chip(String tag, ObservableValue<String> words, Button... buttons) {
        HBox chip = new HBox(6, Parts.label(tag, "tag"), Parts.label(words, "chip-words"));
        chip.setId("chip-" + tag);
        HBox close = new HBox(buttons);
        close.setAlignment(Pos.CENTER);
        for (Button button : buttons) {
            button.getStyleClass().add("chip-close");
        }
        chip.getChildren().add(close);
        chip.getStyleClass().add("chip");
        chip.setAlignment(Pos.CENTER_LEFT);
        Parts.showIf(chip, words.map(text -> !text.isEmpty()));
        return chip;
    }

    /** While locked, the pointer changes nothing. */
    private static Button lock(Selection selection) {
        BooleanProperty locked = selection.lockedProperty();
        Button button =
                Parts.iconButton(
                        Feather.UNLOCK,
                        "Lock: the pointer highlights nothing (L)",
                        () -> locked.set(!locked.get()));
        button.setId("lock");
        button.graphicProperty()
                .bind(locked.map(is -> Parts.icon(is ? Feather.LOCK : Feather.UNLOCK)));
        return button;
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
