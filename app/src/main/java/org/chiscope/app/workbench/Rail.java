package org.chiscope.app.workbench;

import javafx.beans.property.ObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;
import org.chiscope.app.controls.Parts;

/** The perspectives, an icon over a word each. */
final class Rail extends VBox {

    /**
     * @param open whether a model is open, without which there is only the Library
     */
    Rail(ObjectProperty<Perspective> perspective, ObservableValue<Boolean> open) {
        getStyleClass().add("rail");
        setAlignment(Pos.TOP_CENTER);
        ToggleGroup group = new ToggleGroup();
        for (Perspective each : Perspective.values()) {
            ToggleButton item = new ToggleButton(each.label(), Parts.icon(each.icon()));
            item.getStyleClass().setAll("rail-item");
            item.setId("rail-" + each.label());
            item.setContentDisplay(ContentDisplay.TOP);
            item.setToggleGroup(group);
            item.setSelected(perspective.get() == each);
            item.setOnAction(
                    event -> {
                        // A toggle can be switched off by a second press; a perspective cannot.
                        item.setSelected(true);
                        perspective.set(each);
                    });
            perspective.addListener((o, before, now) -> item.setSelected(now == each));
            if (each != Perspective.LIBRARY) {
                item.disableProperty().bind(open.map(is -> !is));
            }
            getChildren().add(item);
        }
    }
}
