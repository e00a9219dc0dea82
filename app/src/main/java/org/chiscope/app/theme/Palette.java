package org.chiscope.app.theme;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javafx.scene.paint.Color;

/**
 * The colour tokens of one theme for controls that paint their own pixels, read from the theme's
 * style sheet so that a colour is written once.
 *
 * @param diverging the 11 stops of the map of χ, from negative over zero to positive
 * @param categories the 8 categorical colours; {@link #category} counts them from 1 as the design
 *     does
 */
public record Palette(
        Color background,
        Color subtle,
        Color inset,
        Color text,
        Color muted,
        Color faint,
        Color border,
        Color borderMuted,
        Color borderFaint,
        Color accent,
        Color accentText,
        Color accentSoft,
        Color success,
        Color warning,
        Color danger,
        List<Color> diverging,
        List<Color> categories) {
    private static final Pattern TOKEN =
            Pattern.compile("(-[a-z0-9-]+)\\s*:\\s*(#[0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?)\\s*;");
    private static final int STOPS = 11;
    private static final int CATEGORIES = 8;

    /** Categorical colour {@code number}, 1 … 8 as in the design. */
    public Color category(int number) {
        return categories.get(number - 1);
    }

    /** A colour as style sheets and drawings write it, {@code #4a74de}. */
    public static String web(Color colour) {
        return String.format(
                "#%02x%02x%02x",
                Math.round(colour.getRed() * 255),
                Math.round(colour.getGreen() * 255),
                Math.round(colour.getBlue() * 255));
    }

    /** The colour of {@code tint}: a categorical colour, or one between two. */
    public Color colour(Tint tint) {
        return category(tint.category()).interpolate(category(tint.towards()), tint.share());
    }

    /**
     * Reads the tokens of a style sheet on the class path.
     *
     * @throws IllegalStateException if the sheet is missing or lacks a token, with its name
     */
    static Palette read(String resource) {
        Map<String, Color> tokens = new HashMap<>();
        Matcher matcher = TOKEN.matcher(text(resource));
        while (matcher.find()) {
            tokens.put(matcher.group(1), Color.web(matcher.group(2)));
        }
        return new Palette(
                token(tokens, resource, "-color-bg-default"),
                token(tokens, resource, "-color-bg-subtle"),
                token(tokens, resource, "-color-bg-inset"),
                token(tokens, resource, "-color-fg-default"),
                token(tokens, resource, "-color-fg-muted"),
                token(tokens, resource, "-color-fg-subtle"),
                token(tokens, resource, "-color-border-default"),
                token(tokens, resource, "-color-border-muted"),
                token(tokens, resource, "-color-border-subtle"),
                token(tokens, resource, "-color-accent-emphasis"),
                token(tokens, resource, "-color-accent-fg"),
                token(tokens, resource, "-color-accent-subtle"),
                token(tokens, resource, "-color-success-fg"),
                token(tokens, resource, "-color-warning-fg"),
                token(tokens, resource, "-color-danger-fg"),
                IntStream.range(0, STOPS)
                        .mapToObj(i -> token(tokens, resource, "-chi-diverging-" + i))
                        .toList(),
                IntStream.rangeClosed(1, CATEGORIES)
                        .mapToObj(i -> token(tokens, resource, "-chi-category-" + i))
                        .toList());
    }

    private static Color token(Map<String, Color> tokens, String resource, String name) {
        Color colour = tokens.get(name);
        if (colour == null) {
            throw new IllegalStateException(
                    "Style sheet " + resource + " lacks the colour token " + name + ".");
        }
        return colour;
    }

    private static String text(String resource) {
        try (InputStream in = Palette.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(
                        "Style sheet "
                                + resource
                                + " is not on the class path; build the app again.");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
