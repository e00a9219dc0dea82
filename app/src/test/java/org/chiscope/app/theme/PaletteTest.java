package org.chiscope.app.theme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaletteTest {

    @Test
    void tokensComeFromTheStyleSheets() {
        assertEquals(Color.web("#00796B"), Theme.LIGHT.palette().accent());
        assertEquals(Color.web("#15181C"), Theme.DARK.palette().background());
        assertEquals(Color.web("#48AEFA"), Theme.DARK.palette().category(1));
        assertEquals(Color.web("#F6F6F6"), Theme.LIGHT.palette().diverging().get(5));
    }

    /** Contrast of at least 4.5 (WCAG 2.2, 1.4.3) for all that is read. */
    @ParameterizedTest
    @EnumSource(Theme.class)
    void wordsCanBeReadOnTheirBackground(Theme theme) {
        Palette palette = theme.palette();
        for (Color words :
                new Color[] {
                    palette.text(),
                    palette.muted(),
                    palette.faint(),
                    palette.accentText(),
                    palette.success(),
                    palette.warning(),
                    palette.danger()
                }) {
            assertTrue(contrast(words, palette.background()) >= 4.5, theme + " " + words);
        }
    }

    @Test
    void aTintLiesBetweenItsColours() {
        Palette palette = Theme.LIGHT.palette();
        assertEquals(palette.category(6), palette.colour(new Tint(6, 7, 0)));
        assertEquals(palette.category(7), palette.colour(new Tint(6, 7, 1)));
    }

    private static double contrast(Color a, Color b) {
        double one = luminance(a) + 0.05;
        double two = luminance(b) + 0.05;
        return Math.max(one, two) / Math.min(one, two);
    }

    private static double luminance(Color c) {
        return 0.2126 * linear(c.getRed())
                + 0.7152 * linear(c.getGreen())
                + 0.0722 * linear(c.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }
}
