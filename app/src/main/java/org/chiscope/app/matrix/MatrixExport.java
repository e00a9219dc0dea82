package org.chiscope.app.matrix;

import javafx.scene.control.MenuButton;
import javafx.scene.control.SeparatorMenuItem;
import org.chiscope.app.controls.Exports;
import org.chiscope.app.controls.Parts;
import org.kordamp.ikonli.feather.Feather;

/** Takes the matrix to a paper, a spreadsheet, or another program. */
final class MatrixExport extends MenuButton {

    MatrixExport(MatrixViewModel matrix) {
        super("", Parts.icon(Feather.DOWNLOAD));
        setId("matrix-export");
        setAccessibleText("Export");
        Parts.explain(this, "Export the figure or its numbers");
        setMinWidth(USE_PREF_SIZE);
        getItems()
                .addAll(
                        Exports.saveItem(this, "Figure, PNG …", "chi.png", matrix::exportPicture),
                        Exports.saveItem(this, "Figure, SVG …", "chi.svg", matrix::exportDrawing),
                        new SeparatorMenuItem(),
                        Exports.saveItem(
                                this, "Table with errors, CSV …", "chi.csv", matrix::exportTable),
                        Exports.copyItem(
                                "Copy what is shown as tab-separated values",
                                matrix::tabSeparated));
        disableProperty().bind(matrix.sampledProperty().not());
    }
}
