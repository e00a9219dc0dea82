package org.chiscope.training;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A line of a training's log.
 *
 * @param step steps done
 * @param examples examples seen
 * @param seconds wall time of the training
 * @param learningRate of the last step
 * @param trainingLoss mean over the minibatches since the last line, nats an example
 * @param measures of the network after the step
 */
public record LogLine(
        long step,
        long examples,
        double seconds,
        double learningRate,
        double trainingLoss,
        List<Measure> measures) {

    public LogLine {
        measures = List.copyOf(measures);
    }

    String header() {
        return "step,examples,seconds,learning_rate,training_loss,"
                + measures.stream().map(Measure::name).collect(Collectors.joining(","))
                + "\n";
    }

    String csv() {
        return String.format(
                Locale.ROOT,
                "%d,%d,%.1f,%.4g,%.6g,%s%n",
                step,
                examples,
                seconds,
                learningRate,
                trainingLoss,
                measures.stream().map(Measure::csv).collect(Collectors.joining(",")));
    }
}
