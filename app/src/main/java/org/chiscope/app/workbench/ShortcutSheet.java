package org.chiscope.app.workbench;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.chiscope.app.controls.Parts;
import org.kordamp.ikonli.feather.Feather;

/** All keys on one sheet, over the window; Esc or a click beside it closes it. */
final class ShortcutSheet extends StackPane {
    private record Shortcut(String keys, String does) {}

    private static final List<Shortcut> SHORTCUTS =
            List.of(
                    new Shortcut(
                            "Ctrl 1 – " + Perspective.values().length, "The views of the rail"),
                    new Shortcut("Ctrl Enter", "Sample the open model"),
                    new Shortcut("Space", "Pause, and go on (outside of fields)"),
                    new Shortcut("Ctrl .", "Stop, and keep what there is"),
                    new Shortcut("F  S  J", "Fluctuation, shift, joint"),
                    new Shortcut("← ↑ → ↓", "Move over the matrix"),
                    new Shortcut("Enter", "Select the cell"),
                    new Shortcut("P", "Pin the selected cell as B, to compare with"),
                    new Shortcut("L", "Lock: the pointer highlights nothing"),
                    new Shortcut("Esc", "Select nothing; close this sheet"),
                    new Shortcut("Ctrl I", "Show or hide the inspector"),
                    new Shortcut("Ctrl D", "Light or dark"),
                    new Shortcut("?", "This sheet"));

    ShortcutSheet() {
        getStyleClass().add("sheet-shade");
        setOnMouseClicked(event -> close());
        addEventHandler(
                KeyEvent.KEY_PRESSED,
                event -> {
                    if (event.getCode() == KeyCode.ESCAPE) {
                        close();
                        event.consume();
                    }
                });
        close();
    }

    private VBox sheet() {
        GridPane keys = new GridPane();
        keys.getStyleClass().add("shortcut-list");
        for (int i = 0; i < SHORTCUTS.size(); i++) {
            keys.add(Parts.label(SHORTCUTS.get(i).keys(), "key"), 0, i);
            keys.add(Parts.label(SHORTCUTS.get(i).does()), 1, i);
        }
        Button close = Parts.iconButton(Feather.X, "Close (Esc)", this::close);
        HBox head = new HBox(Parts.label("Shortcuts", "section-title"), Parts.spacer(), close);
        head.setAlignment(Pos.CENTER_LEFT);
        VBox sheet = new VBox(8, head, keys);
        sheet.getStyleClass().add("sheet");
        sheet.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
        sheet.setOnMouseClicked(event -> event.consume());
        return sheet;
    }

    void open() {
        if (getChildren().isEmpty()) {
            getChildren().add(sheet());
        }
        setVisible(true);
        setManaged(true);
        setFocusTraversable(true);
        requestFocus();
    }

    void close() {
        setVisible(false);
        setManaged(false);
    }
}
