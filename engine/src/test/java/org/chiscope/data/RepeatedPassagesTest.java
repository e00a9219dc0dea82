package org.chiscope.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepeatedPassagesTest {
    private static final int LENGTH = 12;
    private static final int CONTEXTS = 30;

    /** Context c holds the tokens 12 c, 12 c + 1, …: a token tells where it comes from. */
    private static final TokenData TEXTS =
            new TokenData(
                    CONTEXTS,
                    LENGTH,
                    IntStream.range(0, CONTEXTS * LENGTH).toArray(),
                    IntStream.range(0, CONTEXTS).map(c -> c % 2).toArray(),
                    List.of("a", "b"));

    @Test
    void theTextsStayAndAFractionOfRepeatedBeginningsFollows() {
        TokenData all = new RepeatedPassages("repeated", 0.25, 3, 5).appendedTo(TEXTS, 1);
        assertEquals(40, all.contexts());
        assertEquals(List.of("a", "b", "repeated"), all.sourceNames());
        assertEquals(TEXTS, unnamed(all.select(IntStream.range(0, CONTEXTS).toArray())));
        for (int c = CONTEXTS; c < 40; c++) {
            assertEquals(2, all.source()[c]);
            int first = all.token(c, 0);
            assertEquals(0, first % LENGTH);
            int period = 1;
            while (all.token(c, period) != first) {
                period++;
            }
            assertTrue(period >= 3 && period <= 5, "period " + period);
            for (int t = 0; t < LENGTH; t++) {
                assertEquals(first + t % period, all.token(c, t));
            }
        }
        long distinct = IntStream.range(CONTEXTS, 40).map(c -> all.token(c, 0)).distinct().count();
        assertEquals(10, distinct);
    }

    @Test
    void theSeedDecidesAndAPeriodLongerThanAContextLeavesItWhole() {
        RepeatedPassages passages = new RepeatedPassages("repeated", 0.25, 3, 5);
        assertEquals(passages.appendedTo(TEXTS, 1), passages.appendedTo(TEXTS, 1));
        assertTrue(!passages.appendedTo(TEXTS, 1).equals(passages.appendedTo(TEXTS, 2)));
        TokenData whole = new RepeatedPassages("whole", 0.25, 20, 40).appendedTo(TEXTS, 1);
        int from = whole.token(CONTEXTS, 0);
        assertArrayEquals(
                IntStream.range(from, from + LENGTH).toArray(),
                Arrays.copyOfRange(whole.tokens(), CONTEXTS * LENGTH, CONTEXTS * LENGTH + LENGTH));
    }

    @Test
    void whatMakesNoSenseIsSaid() {
        assertThrows(IllegalArgumentException.class, () -> new RepeatedPassages("r", 0, 3, 5));
        assertThrows(IllegalArgumentException.class, () -> new RepeatedPassages("r", 1, 3, 5));
        assertThrows(IllegalArgumentException.class, () -> new RepeatedPassages("r", 0.5, 5, 3));
        IllegalArgumentException twice =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new RepeatedPassages("a", 0.5, 3, 5).appendedTo(TEXTS, 1));
        assertTrue(String.valueOf(twice.getMessage()).contains("\"a\""));
    }

    private static TokenData unnamed(TokenData data) {
        return new TokenData(
                data.contexts(), data.length(), data.tokens(), data.source(), TEXTS.sourceNames());
    }
}
