package org.chiscope.app.matrix;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.theme.Palette;

/** The words on the hovered cell, in the window itself so that they never leave it. */
final class CellTooltip extends VBox {
    private final Label title = Parts.label("", "strong");
    private final Label value = Parts.label("", "number", "strong");
    private final Label error = Parts.label("", "number", "muted");
    private final SignLabel sentence = new SignLabel();
    private final Label details = Parts.label("", "caption");

    CellTooltip() {
        getStyleClass().add("cell-tooltip");
        setId("cell-tooltip");
        setMouseTransparent(true);
        details.setWrapText(true);
        sentence.setWrapText(true);
        getChildren().addAll(title, new HBox(6, value, error), sentence, details);
    }

    void show(CellWords words, Palette palette) {
        title.setText(words.title());
        value.setText(words.value());
        error.setText(words.error());
        value.getParent().setVisible(!words.value().isEmpty());
        value.getParent().setManaged(!words.value().isEmpty());
        sentence.show(words, palette);
        details.setText(String.join("\n", words.details()));
    }
}
