package org.chiscope.app.controls;

import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/** One sentence in the place of a result that is empty or failed, what to do, and buttons. */
public final class Message extends VBox {

    /**
     * @param buttons what can be done about it
     */
    public Message(ObservableValue<String> sentence, Node... buttons) {
        getStyleClass().add("message");
        setAlignment(Pos.CENTER);
        Label words = new Label();
        words.textProperty().bind(sentence);
        words.setWrapText(true);
        words.setTextAlignment(TextAlignment.CENTER);
        words.setMaxWidth(460);
        getChildren().add(words);
        if (buttons.length > 0) {
            HBox row = new HBox(8, buttons);
            row.setAlignment(Pos.CENTER);
            getChildren().add(row);
        }
        Parts.showIf(this, sentence.map(text -> !text.isEmpty()));
    }
}
