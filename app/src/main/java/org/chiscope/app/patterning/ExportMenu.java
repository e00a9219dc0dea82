package org.chiscope.app.patterning;

import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import org.chiscope.app.controls.Exports;
import org.chiscope.app.controls.Parts;
import org.kordamp.ikonli.feather.Feather;

/** Takes the perturbation to somebody's own training run, or to the command line. */
final class ExportMenu extends MenuButton {

    ExportMenu(PatterningViewModel patterning) {
        super("Export", Parts.icon(Feather.DOWNLOAD));
        setId("export");
        getStyleClass().add("tall-menu");
        setMinWidth(USE_PREF_SIZE);
        MenuItem table = save("Example weights, CSV …", "weights.csv", patterning::exportWeights);
        MenuItem json = save("Example weights, JSON …", "weights.json", patterning::exportWeights);
        MenuItem experiment =
                save(
                        "Experiment on the perturbed data …",
                        "experiment.json",
                        patterning::exportExperiment);
        MenuItem command = Exports.copyItem("Copy as command", patterning::command);
        getItems().addAll(table, json, experiment, new SeparatorMenuItem(), command);
        patterning
                .stateProperty()
                .subscribe(
                        now -> {
                            setDisable(now == null || now.solution().isZero());
                            boolean fields = now != null && now.fields();
                            table.setVisible(!fields);
                            json.setVisible(!fields);
                        });
    }

    private MenuItem save(String words, String name, Consumer<Path> write) {
        return Exports.saveItem(this, words, name, write);
    }
}
