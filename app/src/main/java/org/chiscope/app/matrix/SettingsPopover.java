package org.chiscope.app.matrix;

import atlantafx.base.controls.Popover;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import org.chiscope.app.theme.Palette;

/** The form for the next sampling, beside the button that asks for it. */
public final class SettingsPopover {
    private final Popover popover = new Popover();

    /**
     * @param arrow where the arrow to the button sits
     */
    public SettingsPopover(
            MatrixViewModel matrix, ObservableValue<Palette> palette, Popover.ArrowLocation arrow) {
        popover.setArrowLocation(arrow);
        popover.setHeaderAlwaysVisible(false);
        popover.setDetachable(false);
        popover.setContentNode(new SettingsForm(matrix, popover::hide));
        // A popup that is open keeps the old theme's sheets; it is gone in a moment anyway.
        palette.addListener((o, before, now) -> popover.hide());
    }

    /** Shows it beside {@code owner}, or hides it where it is shown. */
    public void toggle(Node owner) {
        if (popover.isShowing()) {
            popover.hide();
        } else {
            popover.show(owner);
        }
    }
}
