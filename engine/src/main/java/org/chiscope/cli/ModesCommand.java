package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.experiment.ModesData;
import org.chiscope.experiment.ModesTable;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.experiment.Snapshot;
import org.chiscope.modes.MatrixForm;
import org.chiscope.modes.ModeEstimates;
import org.chiscope.response.Estimate;
import org.chiscope.response.Part;
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
            "Noise makes singular values larger. The noise floor is what the largest one stays below"
                    + " in 95 % of matrices of noise alone: modes below it are marked. Halves: how"
                    + " well the two halves of the chains agree on a mode's components, |u·u'|."
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

    @Option(
            names = "--rows",
            paramLabel = "SCALE",
            description =
                    "raw, or norm: each row divided by its norm, so that weak components count as much"
                            + " as strong ones (default: raw).")
    private RowScale scale = RowScale.RAW;

    @Option(names = "--centred", description = "Take the mean of each row over the patterns away.")
    private boolean centred;

    @Option(
            names = "--whitened",
            description = "Divide each cell by its Monte-Carlo standard error, before all else.")
    private boolean whitened;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description =
                    "Write singular values, noise and all loadings with their errors to this table.")
    private @Nullable Path table;

    /** In which units rows count. */
    private enum RowScale {
        RAW,
        NORM
    }

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
        ModesData data;
        ModeEstimates modes;
        try {
            data = new ModesData(snapshot, part);
            modes = data.modes(new MatrixForm(whitened, centred, scale == RowScale.NORM));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(
                    command.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
        List<String> patterns = snapshot.patterns().stream().map(PatternInfo::name).toList();
        if (table != null) {
            ModesTable.write(modes, patterns, table);
        }
        print(command.commandLine().getOut(), modes, data.overlaps(modes), patterns);
        return ExitCodes.OK;
    }

    private void print(
            PrintWriter console,
            ModeEstimates modes,
            List<ModeEstimates.Overlap> overlaps,
            List<String> patterns) {
        console.println("mode    singular value        share  halves  components / patterns");
        for (int i = 0; i < modes.count(); i++) {
            Estimate value = modes.singularValue(i);
            console.printf(
                    Locale.ROOT,
                    "%4d  %.3e ± %.1e %6.1f %%  %6s  %s / %s%s%n",
                    i + 1,
                    value.value(),
                    value.monteCarloError(),
                    100 * modes.share(i),
                    overlaps.isEmpty()
                            ? "–"
                            : String.format(Locale.ROOT, "%.2f", overlaps.get(i).components()),
                    strongest(modes.componentLoadings(i), modes.components()),
                    strongest(modes.patternLoadings(i), patterns),
                    modes.isNoise(i) ? "  (noise)" : "");
        }
        if (!Double.isNaN(modes.noiseFloor())) {
            console.printf(Locale.ROOT, "Noise floor: %.3e.%n", modes.noiseFloor());
        }
        console.flush();
    }

    private String strongest(List<Estimate> loadings, List<String> names) {
        return IntStream.range(0, loadings.size())
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -Math.abs(loadings.get(i).value())))
                .limit(top)
                .map(
                        i ->
                                String.format(
                                        Locale.ROOT,
                                        "%s %+.2f ± %.2f",
                                        names.get(i),
                                        loadings.get(i).value(),
                                        loadings.get(i).monteCarloError()))
                .collect(Collectors.joining(", "));
    }
}
