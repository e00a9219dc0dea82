package org.chiscope.app.chart;

import javafx.scene.Group;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.theme.Theme;
import org.chiscope.app.theme.ThemeSwitch;

/**
 * Figures for a paper: a chart under its title, in light colours, at twice the screen's density. FX
 * thread only.
 */
public final class FigurePage {
    /** Width of a page in units of length. */
    public static final double WIDTH = 960;

    /** Height of a page. */
    public static final double HEIGHT = 700;

    private static final double SCALE = 2;

    private FigurePage() {}

    /** A page with a title, some words, and {@code content} in the room that is left. */
    public static WritableImage picture(String title, String words, Region content) {
        VBox.setVgrow(content, Priority.ALWAYS);
        VBox page =
                new VBox(Parts.label(title, "section-title"), Parts.label(words, "muted"), content);
        page.getStyleClass().add("figure");
        page.setMinSize(WIDTH, HEIGHT);
        page.setMaxSize(WIDTH, HEIGHT);
        return picture(page);
    }

    /** A page that is made already; it has the size that it wants. */
    public static WritableImage picture(Region page) {
        Group group = new Group(page);
        Scene scene = new Scene(group, WIDTH, HEIGHT);
        PaintedRegion.setDensity(scene, SCALE);
        ThemeSwitch.dress(scene, Theme.LIGHT);
        group.applyCss();
        group.layout();
        return Pictures.of(page, Theme.LIGHT.palette().background(), SCALE);
    }
}
