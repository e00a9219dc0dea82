package org.chiscope.app.chart;

import javafx.scene.text.Font;
import org.chiscope.app.theme.Fonts;

/** The fonts of charts, in the sizes of the design. FX thread only, after {@link Fonts#load}. */
record ChartFonts(Font words, Font wordsStrong, Font numbers, Font numbersStrong, Font ticks) {
    static ChartFonts standard() {
        Fonts.load();
        return new ChartFonts(
                Font.font(Fonts.WORDS, 12),
                Font.font(Fonts.WORDS_SEMIBOLD, 12),
                Font.font(Fonts.NUMBERS, 12),
                Font.font(Fonts.NUMBERS_SEMIBOLD, 12),
                Font.font(Fonts.NUMBERS, 10.5));
    }
}
