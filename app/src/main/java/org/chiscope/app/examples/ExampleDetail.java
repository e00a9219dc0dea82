package org.chiscope.app.examples;

import java.util.List;
import org.chiscope.response.Estimate;

/**
 * What is known of one example. Immutable.
 *
 * @param example its position in the evaluation set
 * @param bars its χ of every component that has draws, in the matrix' order
 * @param guesses what the model expects in its place; empty where that is not asked
 */
record ExampleDetail(int example, List<Bar> bars, List<Guess> guesses) {

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
}
