package org.chiscope.app.workbench;

import org.kordamp.ikonli.feather.Feather;

/** The views of the rail, in its order. */
public enum Perspective {
    LIBRARY("Library", Feather.BOOK_OPEN),
    MATRIX("Matrix", Feather.GRID),
    PATTERNING("Patterning", Feather.SLIDERS);

    private final String label;
    private final Feather icon;

    Perspective(String label, Feather icon) {
        this.label = label;
        this.icon = icon;
    }

    public String label() {
        return label;
    }

    public Feather icon() {
        return icon;
    }
}
