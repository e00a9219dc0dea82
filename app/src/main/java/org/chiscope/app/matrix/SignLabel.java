package org.chiscope.app.matrix;

import javafx.geometry.Insets;
import javafx.scene.control.Label;
import javafx.scene.layout.Background;
import javafx.scene.layout.BackgroundFill;
import javafx.scene.layout.CornerRadii;
import javafx.scene.layout.Region;
import org.chiscope.app.chart.DivergingMap;
import org.chiscope.app.theme.Palette;

/** A cell's sentence behind a square in the colour of its sign. */
public final class SignLabel extends Label {
    private static final double STRONG = 0.7;
    private final Region square = new Region();

    public SignLabel() {
        getStyleClass().add("sign-label");
        square.setMinSize(8, 8);
        square.setMaxSize(8, 8);
        setGraphicTextGap(8);
    }

    /** Shows the words' sentence; without a sign there is no square. */
    public void show(CellWords words, Palette palette) {
        setText(words.sentence());
        if (words.sign() == 0) {
            setGraphic(null);
            return;
        }
        square.setBackground(
                new Background(
                        new BackgroundFill(
                                DivergingMap.of(palette).at(STRONG * words.sign()),
                                new CornerRadii(1.5),
                                Insets.EMPTY)));
        setGraphic(square);
    }
}
