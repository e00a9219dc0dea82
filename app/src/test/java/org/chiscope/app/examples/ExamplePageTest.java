package org.chiscope.app.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import org.chiscope.app.document.ExampleTexts;
import org.chiscope.app.document.Reading;
import org.chiscope.data.ExampleSet;
import org.chiscope.data.TokenData;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.network.Component;
import org.chiscope.response.Part;
import org.junit.jupiter.api.Test;

/** What is said of tokens: two contexts of four, six examples. */
class ExamplePageTest {
    private static final String[] WORDS = {" a", "b", "\n", "  "};
    private static final TokenData TOKENS =
            new TokenData(
                    2, 4, new int[] {0, 1, 2, 3, 3, 2, 1, 0}, new int[] {0, 1}, List.of("x", "y"));

    private static ExampleTexts texts() {
        return new ExampleTexts(
                new ExampleSet(
                        6,
                        TOKENS.batch(),
                        List.of(),
                        null,
                        () -> new float[6],
                        new ExampleSet.Language(TOKENS, TOKENS, id -> WORDS[id], null)));
    }

    private static ExamplesState state() {
        BitSet members = new BitSet();
        members.set(3, 5);
        return ExamplesState.of(
                texts(),
                List.of(new ExamplesState.Group("late", members)),
                new ComponentInfo("l0h1", Component.Kind.HEAD, 0, 4),
                0,
                Part.FLUCTUATION,
                Reading.COMPONENTS,
                new ExampleResponses.Values(
                        new double[] {-3, 1, Double.NaN, 2, -1, 0.5},
                        new double[] {1, 0.6, Double.NaN, 0.5, 0.1, Double.NaN}),
                new float[6]);
    }

    @Test
    void theStrongestOfEachSignComeFirstAndTheUnknownNowhere() {
        ExamplesState state = state();
        assertEquals(List.of(0, 4), state.lowest(9, example -> true));
        assertEquals(List.of(3, 1, 5), state.highest(9, example -> true));
        assertEquals(List.of(3), state.highest(1, example -> true));
        assertEquals(List.of(4), state.lowest(9, state.members("late")::get));
    }

    @Test
    void withinTwoErrorsOrWithoutAnErrorIsNoise() {
        ExamplesState state = state();
        boolean[] noise = {false, true, true, false, false, true};
        for (int z = 0; z < noise.length; z++) {
            assertEquals(noise[z], state.noise(z), "example " + z);
        }
        assertEquals(List.of("late"), state.patterns(4));
        assertEquals("", String.join("", state.patterns(5)));
    }

    @Test
    void anExampleIsToldByItsPlaceAndItsSurroundings() {
        ExampleTexts texts = texts();
        assertEquals("token 2 of y 1", texts.place(4));
        ExampleTexts.Snippet snippet = texts.snippet(4, 10);
        assertEquals("b", snippet.own());
        assertEquals(" ↵", snippet.before());
        assertEquals(" a", snippet.after());
    }

    @Test
    void aSnippetIsNoLongerThanAsked() {
        ExampleTexts.Snippet snippet = texts().snippet(2, 1);
        assertEquals(1, snippet.before().length());
        assertTrue(snippet.after().isEmpty());
        assertFalse(snippet.own().contains("\n"));
    }
}
