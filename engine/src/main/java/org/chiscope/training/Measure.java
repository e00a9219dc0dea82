package org.chiscope.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.chiscope.math.IndexSet;
import org.chiscope.network.Batch;
import org.chiscope.network.Evaluator;
import org.chiscope.network.HeadScores;
import org.chiscope.network.Network;
import org.chiscope.network.TransformerConfig;
import org.chiscope.system.ModelConfig;

/**
 * What is measured of a network while it is trained.
 *
 * @param name the head of its column in the log
 * @param values one, or one a head: layers after one another
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Measure(String name, double[] values) {
    private static final int SCORED_SEQUENCES = 32;

    private Measure(String name, double value) {
        this(name, new double[] {value});
    }

    /**
     * Losses of the evaluation set and the probe sets in nats an example; of a classifier, the
     * shares that it puts into the right class; of a language model, the scores of its heads.
     */
    static List<Measure> of(
            ModelConfig.Architecture.OfNetwork model,
            Network network,
            float[] w,
            TrainingSet set,
            long seed) {
        Evaluator evaluator = new Evaluator(network, IndexSet.range(0, w.length));
        List<Measure> measures = new ArrayList<>();
        add(measures, "evaluation", evaluator, w, set.evaluation());
        for (Map.Entry<String, Batch> probe : set.probes().entrySet()) {
            add(measures, probe.getKey(), evaluator, w, probe.getValue());
        }
        if (model instanceof ModelConfig.Architecture.OfTransformer(TransformerConfig config)) {
            HeadScores scores = HeadScores.measure(config, network, w, SCORED_SEQUENCES, seed);
            measures.add(new Measure("prefix_matching", flat(scores.prefixMatching())));
            measures.add(new Measure("previous_token", flat(scores.previousToken())));
        }
        return measures;
    }

    private static void add(
            List<Measure> measures, String of, Evaluator evaluator, float[] w, Batch batch) {
        float[] losses = new float[batch.examples()];
        evaluator.losses(w, evaluator.unfixed(batch), losses);
        double sum = 0;
        for (float loss : losses) {
            sum += loss;
        }
        measures.add(new Measure(of + "_loss", sum / losses.length));
        if (batch instanceof Batch.Classified classified) {
            measures.add(new Measure(of + "_accuracy", accuracy(evaluator, w, classified)));
        }
    }

    private static double accuracy(Evaluator evaluator, float[] w, Batch.Classified batch) {
        float[] outputs = evaluator.outputs(w, batch);
        int classes = outputs.length / batch.units();
        int right = 0;
        for (int unit = 0; unit < batch.units(); unit++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (outputs[unit * classes + c] > outputs[unit * classes + best]) {
                    best = c;
                }
            }
            right += best == batch.labels()[unit] ? 1 : 0;
        }
        return (double) right / batch.units();
    }

    private static double[] flat(double[][] scores) {
        return Arrays.stream(scores).flatMapToDouble(Arrays::stream).toArray();
    }

    /** The largest of the values. */
    public double largest() {
        return Arrays.stream(values).max().orElse(Double.NaN);
    }

    /** As it stands in the log: values separated by blanks. */
    String csv() {
        String format = values.length == 1 ? "%.6g" : "%.3f";
        return Arrays.stream(values)
                .mapToObj(value -> String.format(Locale.ROOT, format, value))
                .collect(Collectors.joining(" "));
    }
}
