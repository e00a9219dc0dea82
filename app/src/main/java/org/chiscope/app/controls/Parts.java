package org.chiscope.app.controls;

import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Makes the small parts of views in the styles of the design. */
public final class Parts {
    private Parts() {}

    /** Words in the style {@code styleClass}. */
    public static Label label(String words, String... styleClass) {
        Label label = new Label(words);
        label.getStyleClass().addAll(styleClass);
        return label;
    }

    /**
     * A letter under a hat, such as the λ of an estimate. The hat is a sign of its own and not a
     * combining one: those are laid out by the system's library for complex scripts.
     */
    public static StackPane hat(String letter, String styleClass) {
        Label hat = label("\u02c6", styleClass);
        hat.setTranslateY(-4);
        hat.setTranslateX(1);
        StackPane both = new StackPane(label(letter, styleClass), hat);
        both.setMaxWidth(Region.USE_PREF_SIZE);
        return both;
    }

    /** Words that follow a value; without room where they are empty. */
    public static Label label(ObservableValue<String> words, String... styleClass) {
        Label label = label("", styleClass);
        label.textProperty().bind(words);
        showIf(label, words.map(text -> !text.isEmpty()));
        return label;
    }

    public static FontIcon icon(Feather feather) {
        return new FontIcon(feather);
    }

    /** A button with an icon and words. */
    public static Button button(Feather feather, String words, Runnable action) {
        Button button = new Button(words, icon(feather));
        button.setOnAction(event -> action.run());
        return button;
    }

    /** A button of an icon alone, whose words are its tooltip and what a screen reader says. */
    public static Button iconButton(Feather feather, String words, Runnable action) {
        Button button = button(feather, "", action);
        button.getStyleClass().addAll("button-icon", "flat");
        button.setAccessibleText(words);
        explain(button, words);
        return button;
    }

    /** Explains {@code node} on hover. */
    public static void explain(Node node, String words) {
        Tooltip tooltip = new Tooltip(words);
        tooltip.setShowDelay(Duration.millis(400));
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(320);
        Tooltip.install(node, tooltip);
    }

    /** Shows {@code node} and gives it room only while {@code condition} holds. */
    public static void showIf(Node node, ObservableValue<Boolean> condition) {
        node.visibleProperty().bind(condition.orElse(false));
        node.managedProperty().bind(condition.orElse(false));
    }

    /** A part of a panel at the side, ruled off from the next. */
    public static VBox section(Node... nodes) {
        VBox section = new VBox(6, nodes);
        section.getStyleClass().add("section");
        return section;
    }

    /** Takes the room that is left. */
    public static Region spacer() {
        Region spacer = new Region();
        HBox.setHgrow(spacer, Priority.ALWAYS);
        return spacer;
    }
}
