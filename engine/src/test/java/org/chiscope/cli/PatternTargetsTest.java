package org.chiscope.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.chiscope.patterning.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Names and numbers of wishes, also where names hold commas. */
class PatternTargetsTest {
    private static final PatternTargets.Rest NOTHING =
            new PatternTargets.Rest(List.of("others"), List.of(), List.of());

    private final PatternTargets heads =
            new PatternTargets(List.of("l0h0", "l0 attn", "l1h3"), List.of("embed"));
    private final PatternTargets spins =
            new PatternTargets(List.of("s0,0", "s1,0", "s0,1", "s1,1"), List.of());

    private static void refuses(String part, Executable read) {
        String sentence =
                String.valueOf(assertThrows(IllegalArgumentException.class, read).getMessage());
        assertTrue(sentence.contains(part), sentence);
        assertTrue(sentence.endsWith("."), sentence);
    }

    @Test
    void changesAreReadFromListsAndFromRepeatedOptions() {
        Map<String, Double> changes =
                heads.changes(List.of("l1h3=+0.1, l0 attn = -2e-2", "l0h0=\u22120.5"));
        assertEquals(Map.of("l1h3", 0.1, "l0 attn", -0.02, "l0h0", -0.5), changes);
    }

    @Test
    void namesMayHoldCommas() {
        assertEquals(Map.of("s0,0", 0.1, "s1,1", -1.0), spins.changes(List.of("s0,0=0.1,s1,1=-1")));
        assertEquals(List.of("s1,0", "s0,1"), spins.names(List.of("s1,0,s0,1")));
        assertEquals(List.of("s1,0", "s0,1"), spins.names(List.of("s1,0", "s0,1")));
    }

    @Test
    void whatIsNotNamedIsHeldOrFree() {
        Map<String, Double> change = Map.of("l1h3", 0.1);
        Target.Wish wanted = new Target.Change(0.1);
        Target.Wish hold = new Target.Hold();
        Target.Wish free = new Target.Free();
        assertEquals(List.of(hold, hold, wanted), heads.target(change, NOTHING).wishes());
        assertEquals(
                List.of(free, free, wanted),
                heads.target(change, new PatternTargets.Rest(List.of("none"), List.of(), List.of()))
                        .wishes());
        assertEquals(
                List.of(hold, free, wanted),
                heads.target(change, new PatternTargets.Rest(List.of("l0h0"), List.of(), List.of()))
                        .wishes());
        assertEquals(
                List.of(new Target.Fix(), free, wanted),
                heads.target(
                                change,
                                new PatternTargets.Rest(
                                        List.of("others"), List.of("l0h0"), List.of("l0 attn")))
                        .wishes());
    }

    @Test
    void alongAModeSomeMayHaveAWishOfTheirOwn() {
        Target target =
                heads.target(
                        Map.of("l0h0", 0.6, "l0 attn", 0.8, "l1h3", 0.0),
                        0.5,
                        new PatternTargets.Rest(List.of("others"), List.of(), List.of("l0 attn")));
        assertEquals(
                List.of(new Target.Change(0.3), new Target.Free(), new Target.Change(0)),
                target.wishes());
    }

    @Test
    void whatCannotBeReadIsOneSentence() {
        refuses("no component \"l9h9\"; it has l0h0, l0 attn, l1h3", () -> read("l9h9=1"));
        refuses("\"embed\" has no value", () -> read("embed=1"));
        refuses(
                "without a unit, as in l1h3=+0.1, but got \"0.1 nats\"",
                () -> read("l1h3=0.1 nats"));
        refuses("but got \"0.1f\"", () -> read("l1h3=0.1f"));
        refuses("but got \"NaN\"", () -> read("l1h3=NaN"));
        refuses("but got \"\"", () -> read("l1h3="));
        refuses("as in l0h0=+0.1, but got \"l1h3\"", () -> read("l1h3"));
        refuses("names \"l1h3\" twice", () -> read("l1h3=1,l1h3=2"));
        refuses(
                "two wishes",
                () ->
                        heads.target(
                                Map.of("l1h3", 1.0),
                                new PatternTargets.Rest(
                                        List.of("others"), List.of("l1h3"), List.of())));
        refuses(
                "no component \"l7h7\"",
                () ->
                        heads.template(
                                new PatternTargets.Rest(
                                        List.of("others"), List.of("l0h0,l7h7"), List.of())));
    }

    private Map<String, Double> read(String text) {
        return heads.changes(List.of(text));
    }

    @Test
    void sizesOfModesMayBeLeftOut() {
        List<String> patterns = List.of("a = b", "c");
        assertEquals(
                new PatternTargets.Sized("2", -0.03),
                PatternTargets.Sized.of("2=-0.03", "--mode", List.of()));
        assertTrue(Double.isNaN(PatternTargets.Sized.of("2", "--mode", List.of()).size()));
        assertEquals("a = b", PatternTargets.Sized.of("a = b", "--mode-of", patterns).name());
        assertEquals(
                new PatternTargets.Sized("a = b", 1),
                PatternTargets.Sized.of("a = b=1", "--mode-of", patterns));
    }
}
