package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.experiment.Snapshot;
import org.chiscope.modes.Modes;
import org.chiscope.response.NoiseFloor;
import org.chiscope.response.Part;
import org.chiscope.response.SusceptibilityRow;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chiscope modes}: the singular values of a result's matrix. */
@Command(
        name = "modes",
        mixinStandardHelpOptions = true,
        description = {
            "Shows the modes of a result's matrix: singular values with standard errors, and what is"
                    + " strongest in them.",
            "",
            "Noise makes singular values larger. The noise floor, of the fluctuation, is what the"
                    + " largest one stays below in 95 % of matrices of noise alone: modes below it"
                    + " are marked."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.INPUT_TEXT,
            ExitCodes.RESULTS_TEXT
        })
final class ModesCommand implements Callable<Integer> {
    private final ModelOpener models;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "RESULTS", description = "A results folder.")
    private @Nullable Path results;

    @Option(
            names = "--part",
            paramLabel = "PART",
            description = "fluctuation, shift or joint (default: fluctuation).")
    private Part part = Part.FLUCTUATION;

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "Components and patterns to name of each mode (default: 3).")
    private int top = 3;

    ModesCommand(ModelOpener models) {
        this.models = models;
    }

    @Override
    public Integer call() throws IOException {
        Path folder = results;
        CommandSpec command = spec;
        if (command == null || folder == null) {
            throw new IllegalStateException("The command line was not parsed.");
        }
        Snapshot snapshot = Results.open(folder, models).run().snapshot();
        List<SusceptibilityRow> rows = new ArrayList<>();
        for (SusceptibilityRow row : snapshot.matrix().rows()) {
            if (row != null) {
                rows.add(row);
            }
        }
        Modes modes = modes(command, rows);
        List<String> components = rows.stream().map(SusceptibilityRow::component).toList();
        List<String> patterns = snapshot.patterns().stream().map(p -> p.name()).toList();
        double floor = floor(snapshot);
        PrintWriter console = command.commandLine().getOut();
        console.println("mode    singular value        share  components / patterns");
        for (int i = 0; i < modes.all().size(); i++) {
            Modes.Mode mode = modes.all().get(i);
            console.printf(
                    Locale.ROOT,
                    "%4d  %.3e ± %.1e %6.1f %%  %s / %s%s%n",
                    i + 1,
                    mode.singularValue().value(),
                    mode.singularValue().monteCarloError(),
                    100 * modes.share(i),
                    strongest(mode.components(), components),
                    strongest(mode.patterns(), patterns),
                    mode.singularValue().value() <= floor ? "  (noise)" : "");
        }
        if (!Double.isNaN(floor)) {
            console.printf(Locale.ROOT, "Noise floor: %.3e.%n", floor);
        }
        console.flush();
        return ExitCodes.OK;
    }

    /** Chains that share minibatches have no noise null. */
    private double floor(Snapshot snapshot) {
        boolean shared = snapshot.experiment().sampler().minibatch().shared();
        return part != Part.FLUCTUATION || shared
                ? Double.NaN
                : NoiseFloor.of(snapshot.rowSummaries(), snapshot.experiment().seed());
    }

    private Modes modes(CommandSpec command, List<SusceptibilityRow> rows) {
        if (rows.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(), "This result has no draws yet, so it has no modes");
        }
        try {
            return Modes.of(rows, part);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(
                    command.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private String strongest(double[] loadings, List<String> names) {
        return IntStream.range(0, loadings.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(loadings[i])))
                .limit(top)
                .map(i -> String.format(Locale.ROOT, "%s %+.2f", names.get(i), loadings[i]))
                .collect(Collectors.joining(", "));
    }
}
