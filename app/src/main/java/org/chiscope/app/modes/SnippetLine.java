package org.chiscope.app.modes;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.document.ExampleTexts;

/** A text on one line with its token marked; where room is short, the outer ends give way. */
final class SnippetLine {
    private SnippetLine() {}

    /** The pieces, to stand side by side without a gap. */
    static List<Node> parts(ExampleTexts.Snippet snippet) {
        List<Node> parts = new ArrayList<>();
        if (!snippet.before().isEmpty()) {
            Label before = Parts.label(snippet.before(), "snippet");
            before.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
            before.setEllipsisString("…");
            before.setMinWidth(0);
            parts.add(before);
        }
        Label token = Parts.label(snippet.own(), "snippet", "snippet-token");
        boolean alone = snippet.before().isEmpty() && snippet.after().isEmpty();
        if (alone) {
            token.getStyleClass().remove("snippet-token");
        } else {
            token.setMinWidth(Label.USE_PREF_SIZE);
        }
        parts.add(token);
        if (!snippet.after().isEmpty()) {
            Label after = Parts.label(snippet.after(), "snippet");
            after.setEllipsisString("…");
            after.setMinWidth(0);
            HBox.setHgrow(after, Priority.ALWAYS);
            parts.add(after);
        }
        return parts;
    }
}
