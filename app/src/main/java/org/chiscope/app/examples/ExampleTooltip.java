package org.chiscope.app.examples;

import java.util.List;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.chiscope.app.chart.NumberText;
import org.chiscope.app.controls.Parts;
import org.chiscope.app.document.ExampleTexts;
import org.chiscope.app.matrix.CellWords;
import org.chiscope.response.Estimate;

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
        hide(number, false);
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

    /** The same of a token of one's own text. */
    void showOwn(ExamplesState state, OwnTextViewModel.Shown own, int token) {
        Estimate estimate = own.estimate(token, state.component().name(), state.part());
        title.setText(
                ExampleTexts.oneLine(own.tokens().get(token)).strip()
                        + "  token "
                        + (token + 1)
                        + " of my text");
        number.setText(
                Double.isFinite(estimate.value())
                        ? "χ "
                                + CellWords.brief(estimate, state.exponent())
                                + " "
                                + state.unit()
                                + (estimate.isNoise() ? ", within noise" : "")
                        : "");
        hide(number, number.getText().isEmpty());
        hide(patterns, true);
        loss.setText("loss " + NumberText.fixed(own.losses()[token], 2) + " nats at w*");
        hide(guesses, true);
    }

    private static void hide(Label label, boolean hidden) {
        label.setVisible(!hidden);
        label.setManaged(!hidden);
    }
}
