package org.chiscope.app.theme;

/**
 * A categorical colour, or one on the way from it to another, whatever the theme.
 *
 * @param category 1 … 8
 * @param towards 1 … 8
 * @param share 0 is {@code category}, 1 is {@code towards}
 */
public record Tint(int category, int towards, double share) {

    /** Categorical colour {@code category}, 1 … 8. */
    public static Tint of(int category) {
        return new Tint(category, category, 0);
    }
}
