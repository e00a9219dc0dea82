package org.chiscope.app.patterning;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.chiscope.experiment.DataPerturbation;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.PatternAnswer;
import org.chiscope.patterning.Metric;
import org.chiscope.patterning.Regularization;
import org.chiscope.patterning.RowScaling;
import org.chiscope.response.Part;

/** What the panel shows as others take it: a command, and an experiment on the perturbed data. */
final class PatternWords {
    private PatternWords() {}

    /**
     * The command that does what the panel shows, its verification included.
     *
     * @param draws of each chain of the verification
     */
    static String command(PatterningChoice choice, Path results, int draws) {
        StringBuilder command = new StringBuilder("./chiscope pattern ");
        command.append(quoted(results.toString()));
        command.append(" --target ")
                .append(
                        quoted(
                                choice.changes().entrySet().stream()
                                        .map(e -> e.getKey() + "=" + number(e.getValue()))
                                        .collect(Collectors.joining(","))));
        if (!choice.holdOthers()) {
            command.append(" --hold none");
        }
        if (choice.part() == Part.JOINT) {
            command.append(" --part joint");
        }
        if (choice.scaling() == RowScaling.NORM) {
            command.append(" --rows norm");
        }
        if (choice.metric() == Metric.EUCLIDEAN) {
            command.append(" --metric euclidean");
        }
        if (choice.nonNegative()) {
            command.append(" --nonnegative");
        }
        if (choice.rank() != Regularization.AUTOMATIC) {
            command.append(" --rank ").append(choice.rank());
        }
        if (choice.ridge() > 0) {
            command.append(" --ridge ").append(choice.ridge());
        }
        return command.append(" --verify --draws ").append(draws).toString();
    }

    private static String number(double value) {
        return (value > 0 ? "+" : "") + String.format(Locale.ROOT, "%.6g", value);
    }

    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9_./=,+:-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    /**
     * The result's experiment on the perturbed data, for a file in {@code folder}.
     *
     * @param results the results folder, which the experiment's model path is relative to
     */
    static Experiment experiment(PatternAnswer answer, Path results, Path folder) {
        Map<String, Double> strengths = new LinkedHashMap<>();
        double[] h = answer.solution().h();
        for (int k = 0; k < h.length; k++) {
            if (h[k] != 0) {
                strengths.put(answer.inversion().response().patterns().get(k), h[k]);
            }
        }
        Experiment experiment = answer.data().snapshot().experiment();
        return experiment
                .relocated(results, folder)
                .withName(experiment.name() + ", perturbed")
                .withPerturbation(new DataPerturbation(strengths));
    }
}
