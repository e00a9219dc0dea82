package org.chiscope.app.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.chiscope.app.theme.Theme;
import org.junit.jupiter.api.Test;

/** Where tokens stand, in a type whose every sign is 10 wide. */
class TokenLayoutTest {
    private static TokenLayout layout(double width, String... texts) {
        List<TokenText.Token> tokens = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            tokens.add(new TokenText.Token(i, texts[i], 0, false, false, false));
        }
        TokenText text =
                new TokenText(
                        List.of(new TokenText.Paragraph("title", null, "", false, tokens)),
                        ColourRange.of(new double[] {1}),
                        null);
        return TokenLayout.of(text, width, (words, code) -> 10.0 * words.length());
    }

    @Test
    void aLeadingSpaceIsTheGapBeforeABox() {
        TokenLayout placed = layout(400, "the", " cat");
        assertEquals("cat", placed.boxes().get(1).shown());
        assertEquals(
                placed.boxes().get(0).x() + placed.boxes().get(0).width() + 10,
                placed.boxes().get(1).x());
    }

    @Test
    void aTokenThatHasNoRoomBeginsTheNextLineWithoutAGap() {
        TokenLayout placed = layout(60, "abc", " defg");
        assertEquals(0, placed.boxes().get(1).x());
        assertEquals(TokenLayout.LINE, placed.boxes().get(1).y() - placed.boxes().get(0).y());
    }

    @Test
    void breaksAndIndentationAreSeen() {
        TokenLayout placed = layout(400, "x", "\n  ", " y", "\n\n");
        assertEquals(
                List.of("x", "↵", "··", "y", "↵", "↵"),
                placed.boxes().stream().map(TokenLayout.Box::shown).toList());
        assertEquals(1, placed.boxes().get(2).token().example());
        assertTrue(placed.boxes().get(2).y() > placed.boxes().get(1).y());
        assertTrue(placed.boxes().get(2).unseen());
        assertFalse(placed.boxes().get(3).unseen());
    }

    /** The design asks for 4.5 of all text on all colours. */
    @Test
    void wordsAreReadOnEveryColourOfBothThemes() {
        for (Theme theme : Theme.values()) {
            DivergingMap map = DivergingMap.of(theme.palette());
            for (int i = -100; i <= 100; i++) {
                var fill = map.at(i / 100.0);
                double contrast = TokenChart.contrast(TokenChart.ink(theme.palette(), fill), fill);
                assertTrue(contrast >= 4.5, theme + " at " + i + ": " + contrast);
            }
        }
    }
}
