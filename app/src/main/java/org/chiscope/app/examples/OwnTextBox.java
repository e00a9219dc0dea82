package org.chiscope.app.examples;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.chiscope.app.controls.Parts;
import org.kordamp.ikonli.feather.Feather;

/** Where one types a text to see how it colours. */
final class OwnTextBox extends VBox {

    OwnTextBox(ExamplesViewModel examples) {
        super(8);
        OwnTextViewModel own = examples.own();
        getStyleClass().add("own-text");
        setId("own-text");
        Label remark = Parts.label(own.remarkProperty(), "muted");
        HBox head =
                new HBox(8, Parts.label("Your own text", "section-title"), Parts.spacer(), remark);
        head.setAlignment(Pos.BASELINE_LEFT);
        TextArea area = new TextArea();
        area.setId("own-text-area");
        area.setPromptText("Type a sentence; its tokens appear above the data.");
        area.setWrapText(true);
        area.setPrefRowCount(3);
        area.textProperty().bindBidirectional(own.textProperty());
        area.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
                        examples.colourOwn();
                        event.consume();
                    }
                });
        Button colour = Parts.button(Feather.PLAY, "Colour it", examples::colourOwn);
        colour.setId("own-text-colour");
        colour.getStyleClass().add("accent");
        colour.disableProperty().bind(own.shownProperty().isNull());
        Parts.showIf(colour, own.runningProperty().map(running -> !running));
        Parts.explain(
                colour,
                "Makes this result's draws of the component once more, by the same seeds, with the"
                        + " text along (Ctrl Enter). Losses are shown at once.");
        Button stop = Parts.button(Feather.SQUARE, "Stop", own::cancel);
        stop.setId("own-text-stop");
        Parts.showIf(stop, own.runningProperty());
        colour.setMinWidth(Region.USE_PREF_SIZE);
        HBox buttons = new HBox(8, Parts.spacer(), stop, colour);
        Label failure = Parts.label(own.failureProperty(), "caption", "danger-text");
        failure.setWrapText(true);
        getChildren().addAll(head, area, buttons, failure);
        Parts.showIf(this, Bindings.createBooleanBinding(own::possible, examples.stateProperty()));
    }
}
