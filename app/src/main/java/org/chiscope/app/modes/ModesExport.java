package org.chiscope.app.modes;

import java.io.File;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.FileChooser;
import org.chiscope.app.controls.Parts;
import org.kordamp.ikonli.feather.Feather;

/** Takes the modes to a table, or to the command line. */
final class ModesExport extends MenuButton {

    ModesExport(ModesViewModel modes) {
        super("Export", Parts.icon(Feather.DOWNLOAD));
        setId("modes-export");
        setMinWidth(USE_PREF_SIZE);
        MenuItem command = new MenuItem("Copy as command");
        command.setOnAction(
                event -> {
                    ClipboardContent content = new ClipboardContent();
                    content.putString(modes.command());
                    Clipboard.getSystemClipboard().setContent(content);
                });
        getItems()
                .addAll(
                        save(
                                "Singular values and loadings, CSV …",
                                "modes.csv",
                                modes::exportTable),
                        new SeparatorMenuItem(),
                        command);
        disableProperty().bind(modes.stateProperty().isNull());
    }

    private MenuItem save(String words, String name, Consumer<Path> write) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(
                event -> {
                    FileChooser chooser = new FileChooser();
                    chooser.setInitialFileName(name);
                    File file = chooser.showSaveDialog(getScene().getWindow());
                    if (file != null) {
                        write.accept(file.toPath());
                    }
                });
        return item;
    }
}
