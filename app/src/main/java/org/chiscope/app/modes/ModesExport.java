package org.chiscope.app.modes;

import javafx.scene.control.MenuButton;
import javafx.scene.control.SeparatorMenuItem;
import org.chiscope.app.controls.Exports;
import org.chiscope.app.controls.Parts;
import org.kordamp.ikonli.feather.Feather;

/** Takes the modes to a table, or to the command line. */
final class ModesExport extends MenuButton {

    ModesExport(ModesViewModel modes) {
        super("Export", Parts.icon(Feather.DOWNLOAD));
        setId("modes-export");
        setMinWidth(USE_PREF_SIZE);
        getItems()
                .addAll(
                        Exports.saveItem(
                                this,
                                "Singular values and loadings, CSV …",
                                "modes.csv",
                                modes::exportTable),
                        new SeparatorMenuItem(),
                        Exports.copyItem("Copy as command", modes::command));
        disableProperty().bind(modes.stateProperty().isNull());
    }
}
