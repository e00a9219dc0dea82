package org.chiscope.app.theme;

import javafx.application.Application;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Scene;
import org.jspecify.annotations.Nullable;

/** Which theme is shown: the system's, until the person chooses one. FX thread only. */
public final class ThemeSwitch {
    private final ReadOnlyObjectWrapper<Theme> theme;
    private final ObjectProperty<@Nullable Theme> chosen = new SimpleObjectProperty<>();

    public ThemeSwitch() {
        theme = new ReadOnlyObjectWrapper<>(Theme.of(Platform.getPreferences().getColorScheme()));
        // Before the first control is made, which would otherwise read JavaFX's own base.
        Application.setUserAgentStylesheet(theme.get().base());
        Platform.getPreferences()
                .colorSchemeProperty()
                .addListener((observable, before, scheme) -> update());
        chosen.addListener((observable, before, now) -> update());
    }

    /** The theme that is shown now. */
    public ReadOnlyObjectProperty<Theme> themeProperty() {
        return theme.getReadOnlyProperty();
    }

    public Theme theme() {
        return theme.get();
    }

    /** Shows {@code choice} from now on; null follows the system again. */
    public void choose(@Nullable Theme choice) {
        chosen.set(choice);
    }

    /** Dresses {@code scene} and keeps it dressed as the theme changes. */
    public void dress(Scene scene) {
        apply(scene, theme.get());
        theme.addListener((observable, before, now) -> apply(scene, now));
    }

    private void update() {
        Theme choice = chosen.get();
        theme.set(choice != null ? choice : Theme.of(Platform.getPreferences().getColorScheme()));
    }

    /**
     * Dresses a scene that is drawn once and never shown. Its base is not the application's but its
     * own, so that a figure drawn beside an open window leaves that as it is.
     */
    public static void dress(Scene scene, Theme theme) {
        Fonts.load();
        scene.setUserAgentStylesheet(theme.base());
        scene.getStylesheets().setAll(theme.styleSheets());
        scene.setFill(theme.palette().background());
    }

    private static void apply(Scene scene, Theme theme) {
        Fonts.load();
        Application.setUserAgentStylesheet(theme.base());
        scene.getStylesheets().setAll(theme.styleSheets());
        scene.setFill(theme.palette().background());
    }
}
