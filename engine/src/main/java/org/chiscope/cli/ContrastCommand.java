package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.CellCombination;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
import org.chiscope.response.RowContrast;
import org.chiscope.response.SusceptibilityRow;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chiscope contrast}: one group of rows of a result against another, on one pattern. */
@Command(
        name = "contrast",
        description = {
            "Compares two groups of components of a result on one pattern: the difference of their mean"
                    + " fluctuation, each row divided by its norm, with its jackknife error.",
            "Choose the groups before looking at the matrix, or the error means nothing."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.INPUT_TEXT,
            ExitCodes.RESULTS_TEXT
        })
final class ContrastCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RESULTS", description = "A results folder.")
    private @Nullable Path results;

    @Option(names = "--pattern", required = true, paramLabel = "NAME")
    private String pattern = "";

    @Option(
            names = "--rows",
            required = true,
            split = ",",
            paramLabel = "NAMES",
            description = "Components of the first group, separated by commas.")
    private List<String> rows = List.of();

    @Option(
            names = "--against",
            required = true,
            split = ",",
            paramLabel = "NAMES",
            description = "Components of the other group, separated by commas.")
    private List<String> against = List.of();

    @Option(names = "--raw", description = "Compare the fluctuations themselves, in nats squared.")
    private boolean raw;

    @Spec private @Nullable CommandSpec spec;

    private final ModelOpener models;

    ContrastCommand(ModelOpener models) {
        this.models = models;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = results;
        if (spec == null || folder == null) {
            throw new IllegalStateException("picocli fills required parameters.");
        }
        Snapshot snapshot = Results.open(folder, models).run().snapshot();
        int column = column(snapshot);
        List<SusceptibilityRow> group = find(snapshot, rows);
        List<SusceptibilityRow> others = find(snapshot, against);
        PrintWriter out = spec.commandLine().getOut();
        for (List<SusceptibilityRow> part : List.of(group, others)) {
            for (SusceptibilityRow row : part) {
                out.printf(
                        Locale.ROOT,
                        raw ? "%-12s %+.3e%n" : "%-12s %+.4f%n",
                        row.component(),
                        raw
                                ? row.cells().get(column).fluctuation().value()
                                : RowContrast.share(row, column));
            }
            out.println();
        }
        Estimate difference =
                raw ? raw(group, others, column) : RowContrast.difference(group, others, column);
        out.printf(
                Locale.ROOT,
                raw
                        ? "Difference of mean fluctuations on \"%s\": %+.3e ± %.1e nats² (%.1f standard errors)%n"
                        : "Difference of means on \"%s\": %+.4f ± %.4f (%.1f standard errors)%n",
                pattern,
                difference.value(),
                difference.monteCarloError(),
                difference.value() / difference.monteCarloError());
        return ExitCodes.OK;
    }

    /** The difference of the groups' mean cells; of one row each, that of two cells. */
    private static Estimate raw(
            List<SusceptibilityRow> group, List<SusceptibilityRow> others, int column) {
        List<SusceptibilityRow> rows = new ArrayList<>(group);
        rows.addAll(others);
        double[][] coefficients = new double[rows.size()][group.getFirst().cells().size()];
        for (int r = 0; r < rows.size(); r++) {
            coefficients[r][column] = r < group.size() ? 1.0 / group.size() : -1.0 / others.size();
        }
        return CellCombination.of(rows, coefficients, Part.FLUCTUATION);
    }

    private int column(Snapshot snapshot) {
        for (int k = 0; k < snapshot.patterns().size(); k++) {
            if (snapshot.patterns().get(k).name().equals(pattern)) {
                return k;
            }
        }
        throw unknown(
                "pattern \"" + pattern + "\"",
                snapshot.patterns().stream().map(known -> known.name()).toList());
    }

    private List<SusceptibilityRow> find(Snapshot snapshot, List<String> names) {
        List<SusceptibilityRow> found = new ArrayList<>();
        for (String name : names) {
            SusceptibilityRow match = null;
            for (SusceptibilityRow row : snapshot.matrix().rows()) {
                if (row != null && row.component().equals(name.strip())) {
                    match = row;
                }
            }
            if (match == null) {
                throw unknown(
                        "row \"" + name + "\"",
                        snapshot.components().stream().map(known -> known.name()).toList());
            }
            found.add(match);
        }
        return found;
    }

    private ParameterException unknown(String what, List<String> known) {
        if (spec == null) {
            throw new IllegalStateException("picocli fills the specification.");
        }
        return new ParameterException(
                spec.commandLine(),
                "This result has no " + what + "; it has " + String.join(", ", known));
    }
}
