package org.chiscope.app.examples;

import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.layout.Background;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.CornerRadii;
import javafx.scene.paint.Color;
import org.chiscope.app.chart.TokenChart;
import org.chiscope.app.theme.Palette;

/** Makes a token in a box of its colour, for lists. */
final class TokenLabel {
    private TokenLabel() {}

    static Label of(String text, Color fill, Palette palette) {
        Label label = new Label(text.isBlank() ? "·".repeat(Math.max(1, text.length())) : text);
        label.setBackground(
                new Background(new BackgroundFill(fill, new CornerRadii(3), Insets.EMPTY)));
        label.setPadding(new Insets(0, 3, 0, 3));
        Color ink = TokenChart.ink(palette, fill);
        label.setStyle("-fx-text-fill: " + Palette.web(ink) + ";");
        return label;
    }
}
