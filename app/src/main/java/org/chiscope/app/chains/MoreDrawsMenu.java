package org.chiscope.app.chains;

import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import org.chiscope.app.controls.Parts;
import org.kordamp.ikonli.feather.Feather;

/** Lets a finished run go on: how far, what it takes, and what it brings. */
final class MoreDrawsMenu extends MenuButton {
    private final SamplingViewModel sampling;

    MoreDrawsMenu(SamplingViewModel sampling) {
        super("More draws", Parts.icon(Feather.PLUS));
        this.sampling = sampling;
        setMinWidth(USE_PREF_SIZE);
        sampling.stateProperty().subscribe(this::offer);
        sampling.matrix().canSampleProperty().subscribe(this::offer);
    }

    private void offer() {
        getItems().clear();
        for (MoreDraws more : sampling.moreDraws()) {
            MenuItem item = new MenuItem(more.words());
            item.setId("more-draws-" + more.draws());
            item.setOnAction(event -> sampling.extend(more));
            getItems().add(item);
        }
        setDisable(getItems().isEmpty());
    }
}
