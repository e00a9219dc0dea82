package org.chiscope.app.workbench;

import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;

/** The views of the rail, in its order. */
public enum Perspective {
    LIBRARY("Library", Feather.BOOK_OPEN),
    MATRIX("Matrix", Feather.GRID),
    EXAMPLES("Examples", Feather.ALIGN_LEFT),
    MODES("Modes", Feather.BAR_CHART_2),
    PATTERNING("Patterning", Feather.SLIDERS),
    DEVELOPMENT("Development", Feather.TRENDING_UP),
    SAMPLING("Sampling", Feather.ACTIVITY);

    private final String label;
    private final Feather icon;

    Perspective(String label, Feather icon) {
        this.label = label;
        this.icon = icon;
    }

    /** The one that a digit stands for together with Ctrl, from 1 on in this order, or null. */
    static @Nullable Perspective of(KeyCode code) {
        int place = code.ordinal() - KeyCode.DIGIT1.ordinal();
        return code.isDigitKey() && place >= 0 && place < values().length ? values()[place] : null;
    }

    public String label() {
        return label;
    }

    public Feather icon() {
        return icon;
    }
}
