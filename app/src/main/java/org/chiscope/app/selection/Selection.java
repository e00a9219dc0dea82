package org.chiscope.app.selection;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/**
 * What is selected (A), what is pinned beside it for comparison (B), and what the pointer is over.
 * FX thread only.
 */
public final class Selection {
    private final ObjectProperty<@Nullable CellName> selected =
            new SimpleObjectProperty<>(this, "selected");
    private final ObjectProperty<@Nullable CellName> pinned =
            new SimpleObjectProperty<>(this, "pinned");
    private final ObjectProperty<@Nullable CellName> hovered =
            new SimpleObjectProperty<>(this, "hovered");
    private final ObjectProperty<@Nullable Integer> example =
            new SimpleObjectProperty<>(this, "example");
    private final BooleanProperty locked = new SimpleBooleanProperty(this, "locked");

    /** The selected cell A, or null. */
    public ObjectProperty<@Nullable CellName> selectedProperty() {
        return selected;
    }

    /** The cell B that A is compared with, or null. */
    public ObjectProperty<@Nullable CellName> pinnedProperty() {
        return pinned;
    }

    /** The cell under the pointer or the keyboard's cursor, or null. */
    public ObjectProperty<@Nullable CellName> hoveredProperty() {
        return hovered;
    }

    /** The selected example, a position in the evaluation set, or null. */
    public ObjectProperty<@Nullable Integer> exampleProperty() {
        return example;
    }

    /** Whether the pointer leaves everything as it is. */
    public BooleanProperty lockedProperty() {
        return locked;
    }

    /** Selects that cell, or none. */
    public void select(@Nullable CellName cell) {
        selected.set(cell);
    }

    /** Selects the example at that position of the evaluation set, or none. */
    public void selectExample(@Nullable Integer position) {
        example.set(position);
    }

    /** Pins what is selected; what was pinned before is let go. A second time lets it go. */
    public void pin() {
        CellName now = selected.get();
        pinned.set(now == null || now.equals(pinned.get()) ? null : now);
    }

    /** Lets go of what is pinned. */
    public void unpin() {
        pinned.set(null);
    }

    /** The pointer is over that cell, or none; nothing happens while the selection is locked. */
    public void hover(@Nullable CellName cell) {
        if (!locked.get()) {
            hovered.set(cell);
        }
    }

    /** Selects and hovers nothing; what is pinned stays. */
    public void clear() {
        selected.set(null);
        hovered.set(null);
        example.set(null);
    }
}
