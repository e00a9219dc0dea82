package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chiscope.experiment.ExperimentException;
import org.chiscope.experiment.InfluenceSettings;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.format.AtomicFiles;
import org.chiscope.response.Estimate;
import org.chiscope.response.InfluenceMatrix;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chiscope influence}: the influence matrix of a result. */
@Command(
        name = "influence",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how examples, or contexts, influence each other: -Cov of their losses in the full"
                    + " ensemble (nats squared, of mass added), and +Corr, with standard errors.",
            "",
            "The experiment must have kept the losses: \"influence\": {\"of\": \"contexts\"} or"
                    + " \"examples\". A unit is called by its context and, for examples, its place in"
                    + " it: 12 or 12:34."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.INPUT_TEXT,
            ExitCodes.RESULTS_TEXT
        })
final class InfluenceCommand implements Callable<Integer> {
    /** All pairs are looked at up to so many units: it takes seconds. */
    private static final int ALL_PAIRS = 1000;

    private static final String CSV_HEADER =
            "unit,other,influence,influence_se_mc,correlation,correlation_se_mc\n";

    private final ModelOpener models;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "RESULTS", description = "A results folder.")
    private @Nullable Path results;

    @Option(
            names = "--of",
            paramLabel = "UNIT",
            description = "Only this unit's row (needed beyond " + ALL_PAIRS + " units).")
    private @Nullable String unit;

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "Pairs to print, strongest correlation first (default: 10).")
    private int top = 10;

    @Option(
            names = "--out",
            paramLabel = "FILE.csv",
            description = "Writes every pair looked at, a line each.")
    private @Nullable Path out;

    InfluenceCommand(ModelOpener models) {
        this.models = models;
    }

    private record Pair(String unit, String other, Estimate influence, Estimate correlation) {}

    @Override
    public Integer call() throws IOException {
        Path folder = results;
        CommandSpec command = spec;
        if (command == null || folder == null) {
            throw new IllegalStateException("The command line was not parsed.");
        }
        Results opened = Results.open(folder, models);
        InfluenceMatrix matrix = ExperimentException.await(opened.run().influence());
        List<String> names =
                names(
                        opened.run().snapshot().experiment().influence(),
                        opened.system(),
                        matrix.units());
        List<Pair> pairs = pairs(command, matrix, names);
        Path file = out;
        if (file != null) {
            StringBuilder table = new StringBuilder(CSV_HEADER);
            pairs.forEach(pair -> table.append(csv(pair)));
            AtomicFiles.writeString(file, table.toString());
        }
        print(pairs, command.commandLine().getOut());
        return ExitCodes.OK;
    }

    /** Names of the units, as the settings cut the evaluation set. */
    private static List<String> names(
            @Nullable InfluenceSettings settings, EnergySystem system, int units) {
        int[] contexts = system.contextOfExample();
        boolean whole = settings != null && settings.of() == InfluenceSettings.Unit.CONTEXTS;
        List<String> names = new ArrayList<>();
        int place = 0;
        for (int u = 0; u < units; u++) {
            place = u > 0 && contexts[u] == contexts[u - 1] ? place + 1 : 0;
            names.add(whole ? Integer.toString(u) : contexts[u] + ":" + place);
        }
        return names;
    }

    private List<Pair> pairs(CommandSpec command, InfluenceMatrix matrix, List<String> names) {
        List<Pair> pairs = new ArrayList<>();
        if (unit != null) {
            int row = names.indexOf(unit);
            if (row < 0) {
                throw new ParameterException(
                        command.commandLine(),
                        "This result has no unit "
                                + unit
                                + "; its units are "
                                + names.getFirst()
                                + " to "
                                + names.getLast());
            }
            add(pairs, matrix, names, row, 0);
        } else if (matrix.units() > ALL_PAIRS) {
            throw new ParameterException(
                    command.commandLine(),
                    "There are "
                            + matrix.units()
                            + " units, and all pairs are looked at up to "
                            + ALL_PAIRS
                            + "; name one with --of");
        } else {
            for (int row = 0; row < matrix.units(); row++) {
                add(pairs, matrix, names, row, row);
            }
        }
        return pairs;
    }

    private static void add(
            List<Pair> pairs, InfluenceMatrix matrix, List<String> names, int row, int from) {
        InfluenceMatrix.Row values = matrix.row(row);
        for (int other = from; other < names.size(); other++) {
            pairs.add(
                    new Pair(
                            names.get(row),
                            names.get(other),
                            values.influence().get(other),
                            values.correlation().get(other)));
        }
    }

    private void print(List<Pair> pairs, PrintWriter console) {
        List<Pair> others = pairs.stream().filter(p -> !p.unit().equals(p.other())).toList();
        long beyond = others.stream().filter(p -> !p.influence().isNoise()).count();
        console.printf(
                Locale.ROOT,
                "%,d pairs; the influence of %.0f %% lies beyond 2 standard errors.%n%n",
                others.size(),
                100.0 * beyond / Math.max(1, others.size()));
        console.println("unit        other                 influence         correlation");
        others.stream()
                .filter(pair -> !pair.influence().isNoise())
                .sorted(Comparator.comparingDouble(pair -> -Math.abs(pair.correlation().value())))
                .limit(top)
                .forEach(
                        pair ->
                                console.printf(
                                        Locale.ROOT,
                                        "%-11s %-11s %+.2e ± %.1e %+8.2f ± %.2f%n",
                                        pair.unit(),
                                        pair.other(),
                                        pair.influence().value(),
                                        pair.influence().monteCarloError(),
                                        pair.correlation().value(),
                                        pair.correlation().monteCarloError()));
        console.flush();
    }

    private static String csv(Pair pair) {
        return String.format(
                Locale.ROOT,
                "%s,%s,%.6g,%.6g,%.6g,%.6g%n",
                pair.unit(),
                pair.other(),
                pair.influence().value(),
                pair.influence().monteCarloError(),
                pair.correlation().value(),
                pair.correlation().monteCarloError());
    }
}
