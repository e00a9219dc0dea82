package org.chiscope.app.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.net.URL;
import java.util.List;
import javafx.application.ColorScheme;

/** The two themes: AtlantaFX's Primer under our own colour tokens. */
public enum Theme {
    LIGHT("light", new PrimerLight().getUserAgentStylesheet()),
    DARK("dark", new PrimerDark().getUserAgentStylesheet());

    private static final String FOLDER = "/org/chiscope/assets/styles/";

    private final String label;
    private final String base;
    private final Palette palette;

    Theme(String label, String base) {
        this.label = label;
        this.base = base;
        this.palette = Palette.read("/org/chiscope/assets/styles/" + label + ".css");
    }

    /** The theme that the system asks for. */
    public static Theme of(ColorScheme scheme) {
        return scheme == ColorScheme.DARK ? DARK : LIGHT;
    }

    /** What a person reads: {@code light} or {@code dark}. */
    public String label() {
        return label;
    }

    public Theme other() {
        return this == LIGHT ? DARK : LIGHT;
    }

    public Palette palette() {
        return palette;
    }

    /** The user-agent style sheet that ours builds on. */
    String base() {
        return base;
    }

    /** Our style sheets, tokens first. */
    List<String> styleSheets() {
        return List.of(sheet(label), sheet("chiscope"), sheet("charts"));
    }

    private static String sheet(String name) {
        URL url = Theme.class.getResource(FOLDER + name + ".css");
        if (url == null) {
            throw new IllegalStateException(
                    "Style sheet " + name + ".css is not on the class path; build the app again.");
        }
        return url.toExternalForm();
    }
}
