package org.chiscope.app.examples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.chiscope.app.document.ExampleTexts;
import org.chiscope.app.document.OpenModel;
import org.chiscope.data.TokenData;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
import org.chiscope.system.NetworkSystem;
import org.chiscope.system.Predictions;

/**
 * What is known of one example. Immutable.
 *
 * @param example its position in the evaluation set
 * @param bars its χ of every component that has draws, in the matrix' order
 * @param guesses what the model expects in its place; empty where that is not asked
 */
record ExampleDetail(int example, List<Bar> bars, List<Guess> guesses) {
    private static final int GUESSES = 4;

    ExampleDetail {
        bars = List.copyOf(bars);
        guesses = List.copyOf(guesses);
    }

    /**
     * A component's response to the example.
     *
     * @param component by name
     */
    record Bar(String component, Estimate estimate) {}

    /**
     * A token that the model expects.
     *
     * @param loss −log p, nats
     */
    record Guess(String text, double loss) {}

    /** Looks it up; off the FX thread. */
    static ExampleDetail of(
            Snapshot snapshot, OpenModel model, ExampleResponses from, int example, Part part)
            throws InterruptedException {
        List<Bar> bars = new ArrayList<>();
        for (int r = 0; r < snapshot.components().size(); r++) {
            if (snapshot.matrix().row(r) != null) {
                bars.add(
                        new Bar(
                                snapshot.components().get(r).name(),
                                from.row(r).pattern(new int[] {example}).of(part)));
            }
        }
        return new ExampleDetail(example, bars, guesses(model, example));
    }

    /** What the model expects in the place of a token; of other examples nothing. */
    static List<Guess> guesses(OpenModel model, int example) {
        ExampleTexts texts = model.examples();
        TokenData tokens = texts == null ? null : texts.tokens();
        if (texts == null || tokens == null || !(model.system() instanceof NetworkSystem network)) {
            return List.of();
        }
        int from = tokens.contextOf(example) * tokens.length();
        int t = tokens.positionOf(example);
        Predictions predictions =
                network.predictions(Arrays.copyOfRange(tokens.tokens(), from, from + t + 1));
        return predictions.likeliest(t, GUESSES).stream()
                .map(g -> new Guess(texts.tokenText(g.token()), g.loss()))
                .toList();
    }
}
