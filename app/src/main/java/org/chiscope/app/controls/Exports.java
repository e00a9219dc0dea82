package org.chiscope.app.controls;

import java.io.File;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.FileChooser;

/** Ways out of the window: files and the clipboard. */
public final class Exports {
    private Exports() {}

    /**
     * Asks for a file, and does nothing if none is given.
     *
     * @param in the window's part that asks
     * @param name that is proposed
     */
    public static void save(Node in, String name, Consumer<Path> write) {
        FileChooser chooser = new FileChooser();
        chooser.setInitialFileName(name);
        File file = chooser.showSaveDialog(in.getScene().getWindow());
        if (file != null) {
            write.accept(file.toPath());
        }
    }

    /** An item of a menu that does so. */
    public static MenuItem saveItem(Node in, String words, String name, Consumer<Path> write) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(event -> save(in, name, write));
        return item;
    }

    /** An item that copies a text. */
    public static MenuItem copyItem(String words, Supplier<String> text) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(
                event -> {
                    ClipboardContent content = new ClipboardContent();
                    content.putString(text.get());
                    Clipboard.getSystemClipboard().setContent(content);
                });
        return item;
    }
}
