package org.chiscope.app.examples;

import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.document.ExampleTexts;

/** The words on the example under the pointer, in the window itself. */
final class ExampleTooltip extends VBox {
    private final Label title = Parts.label("", "strong");
    private final Label number = Parts.label("", "number");
    private final Label patterns = Parts.label("", "caption");
    private final Label loss = Parts.label("", "caption");
    private final Label guesses = Parts.label("", "caption");

    ExampleTooltip() {
        getStyleClass().add("cell-tooltip");
        setId("example-tooltip");
        setMouseTransparent(true);
        setManaged(false);
        setVisible(false);
        patterns.setWrapText(true);
        setMaxWidth(340);
        getChildren().addAll(title, number, patterns, loss, guesses);
    }

    void show(ExamplesState state, int example, List<ExampleDetail.Guess> expected) {
        ExampleTexts texts = state.texts();
        String own =
                texts.tokens() == null ? texts.title(example) : texts.snippet(example, 0).own();
        title.setText(own + "  " + texts.place(example));
        number.setText(
                "χ "
                        + state.number(example)
                        + " "
                        + state.unit()
                        + (state.noise(example) ? ", within noise" : ""));
        patterns.setText(String.join(", ", state.patterns(example)));
        hide(patterns, patterns.getText().isEmpty());
        loss.setText("loss " + NumberText.fixed(state.losses()[example], 2) + " nats at w*");
        guesses.setText(
                "the model expects "
                        + expected.stream()
                                .map(
                                        guess ->
                                                ExampleTexts.oneLine(guess.text()).replace(' ', '·')
                                                        + " "
                                                        + NumberText.fixed(guess.loss(), 2))
                                .collect(Collectors.joining(", ")));
        hide(guesses, expected.isEmpty());
    }

    private static void hide(Label label, boolean hidden) {
        label.setVisible(!hidden);
        label.setManaged(!hidden);
    }
}
