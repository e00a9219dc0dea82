package org.chiscope.app.selection;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/** What is selected and what the pointer is over. FX thread only. */
public final class Selection {
    private final ObjectProperty<@Nullable CellName> selected =
            new SimpleObjectProperty<>(this, "selected");
    private final ObjectProperty<@Nullable CellName> hovered =
            new SimpleObjectProperty<>(this, "hovered");

    /** The selected cell A, or null. */
    public ObjectProperty<@Nullable CellName> selectedProperty() {
        return selected;
    }

    /** The cell under the pointer or the keyboard's cursor, or null. */
    public ObjectProperty<@Nullable CellName> hoveredProperty() {
        return hovered;
    }

    /** Selects that cell, or none. */
    public void select(@Nullable CellName cell) {
        selected.set(cell);
    }

    /** The pointer is over that cell, or none. */
    public void hover(@Nullable CellName cell) {
        hovered.set(cell);
    }

    /** Selects and hovers nothing. */
    public void clear() {
        selected.set(null);
        hovered.set(null);
    }
}
