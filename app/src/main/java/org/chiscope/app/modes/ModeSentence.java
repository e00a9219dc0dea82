package org.chiscope.app.modes;

import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.jspecify.annotations.Nullable;

/** The mode that is looked at in a sentence, patterns in strong type. */
final class ModeSentence extends TextFlow {
    private final ModesViewModel modes;

    ModeSentence(ModesViewModel modes) {
        this.modes = modes;
        getStyleClass().add("mode-sentence");
        setMinHeight(USE_PREF_SIZE);
    }

    void show(@Nullable ModesState state) {
        getChildren().clear();
        if (state == null) {
            return;
        }
        for (ModeWords.Piece piece : ModeWords.sentence(state, modes.mode())) {
            Text text = new Text(piece.text());
            text.getStyleClass().add(piece.strong() ? "strong" : "plain");
            getChildren().add(text);
        }
    }
}
