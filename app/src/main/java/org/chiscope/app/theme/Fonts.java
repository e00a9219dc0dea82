package org.chiscope.app.theme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import javafx.scene.text.Font;

/**
 * The fonts that the program carries: words, numbers and symbols. Families are asked for by name,
 * so a machine's own fonts stand in where a file is missing.
 */
public final class Fonts {
    /** For words. */
    public static final String WORDS = "Inter";

    /** For words that stand out: weight 500. */
    public static final String WORDS_MEDIUM = "Inter Medium";

    /** For titles: weight 600. */
    public static final String WORDS_SEMIBOLD = "Inter Semi Bold";

    /** For numbers and component names. */
    public static final String NUMBERS = "JetBrains Mono";

    /** For numbers and component names that stand out. */
    public static final String NUMBERS_SEMIBOLD = "JetBrains Mono SemiBold";

    /** For symbols, in italic. */
    public static final String SYMBOLS = "STIX Two Text";

    private static final String FOLDER = "/org/chiscope/assets/fonts/";
    private static final List<String> FILES =
            List.of(
                    "Inter-Regular.otf",
                    "Inter-Medium.otf",
                    "Inter-SemiBold.otf",
                    "JetBrainsMono-Regular.ttf",
                    "JetBrainsMono-Medium.ttf",
                    "JetBrainsMono-SemiBold.ttf",
                    "STIXTwoText-Italic.ttf");
    private static boolean loaded;

    private Fonts() {}

    /** Makes the fonts known to JavaFX, once. FX thread only. */
    public static void load() {
        if (loaded) {
            return;
        }
        loaded = true;
        for (String file : FILES) {
            try (InputStream in = Fonts.class.getResourceAsStream(FOLDER + file)) {
                if (in != null) {
                    Font.loadFont(in, 13);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
