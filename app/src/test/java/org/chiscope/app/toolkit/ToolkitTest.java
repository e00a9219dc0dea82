package org.chiscope.app.toolkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ToolkitTest {

    @Test
    void withoutADisplayThereIsASentence() {
        String sentence = Toolkit.whyNoWindow(Map.of(), "Linux", "").orElseThrow();
        assertTrue(sentence.contains("DISPLAY"));
    }

    @Test
    void aDisplayOfEitherKindWillDoAndOtherSystemsNeedNone() {
        assertEquals(Optional.empty(), Toolkit.whyNoWindow(Map.of("DISPLAY", ":0"), "Linux", ""));
        assertEquals(
                Optional.empty(),
                Toolkit.whyNoWindow(Map.of("WAYLAND_DISPLAY", "wayland-0"), "Linux", ""));
        assertEquals(Optional.empty(), Toolkit.whyNoWindow(Map.of(), "Mac OS X", ""));
        assertEquals(Optional.empty(), Toolkit.whyNoWindow(Map.of(), "Linux", "Headless"));
    }
}
