package org.chiscope.app.chains;

import javafx.scene.paint.Color;
import org.chiscope.app.theme.Palette;

/** The colours of chains, by the design. */
final class ChainColours {
    private static final int[] CATEGORIES = {1, 3, 7, 5};

    private ChainColours() {}

    /** That of chain {@code number}, from 0; from the fifth on they come again. */
    static Color of(Palette palette, int number) {
        return palette.category(CATEGORIES[number % CATEGORIES.length]);
    }
}
