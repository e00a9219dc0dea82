package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.chiscope.experiment.Calibration;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.experiment.Selection;
import org.chiscope.experiment.StartingPoint;
import org.chiscope.format.AtomicFiles;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chiscope calibrate}: which settings to sample a model with, and why. */
@Command(
        name = "calibrate",
        mixinStandardHelpOptions = true,
        description = {
            "Tries settings of an experiment's sampler on short chains and proposes one.",
            "",
            "Every combination of the factors on localization, nBeta and step size is sampled on"
                    + " the full ensemble and a few components; the step size follows 1/localization."
                    + " DIR receives calibration.csv (a line a setting), experiment.json (the"
                    + " experiment with the proposed setting) and the short runs: the same command"
                    + " again goes on where it was stopped."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.UNEXPECTED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.INPUT_TEXT,
            ExitCodes.RESULTS_TEXT
        })
final class CalibrateCommand implements Callable<Integer> {
    private static final List<Double> NEAR = List.of(1.0 / 3, 1.0, 3.0);
    private static final List<Double> WIDE = List.of(0.1, 1.0, 10.0);

    private final ModelOpener models;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "EXPERIMENT.json",
            description =
                    "The experiment to start from, or a model's folder: its experiment.json, or, if"
                            + " there is none, neutral settings and wider factors.")
    private @Nullable Path experimentFile;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where the table, the proposal and the short runs go.")
    private @Nullable Path out;

    @Option(
            names = "--localizations",
            split = ",",
            paramLabel = "FACTOR",
            description = "Factors on the localization (default: 0.3333,1,3; wider: 0.1,1,10).")
    private List<Double> localizations = List.of();

    @Option(
            names = "--n-betas",
            split = ",",
            paramLabel = "FACTOR",
            description = "Factors on nBeta (default: 0.3333,1,3; wider: 0.1,1,10).")
    private List<Double> nBetas = List.of();

    @Option(
            names = "--steps",
            split = ",",
            paramLabel = "FACTOR",
            description = "Factors on the step size (default: 0.5,1,2).")
    private List<Double> steps = List.of(0.5, 1.0, 2.0);

    @Option(
            names = "--draws",
            paramLabel = "N",
            defaultValue = "16",
            description = "Draws of each short chain (default: ${DEFAULT-VALUE}).")
    private int draws = 16;

    @Option(
            names = "--components",
            split = ",",
            paramLabel = "NAME",
            description = "Components to try it on (default: four, spread over the rows).")
    private List<String> components = List.of();

    @Option(
            names = "--save",
            description =
                    "Write the proposal into the model's folder as its experiment.json as well, if"
                            + " there is none: the window then starts from it.")
    private boolean save;

    @Mixin private WorkersOption workers = new WorkersOption();

    CalibrateCommand(ModelOpener models) {
        this.models = models;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = spec;
        Path file = experimentFile;
        Path folder = out;
        if (command == null || file == null || folder == null) {
            throw new IllegalStateException("The command line was not parsed.");
        }
        Path description = Files.isDirectory(file) ? file.resolve(Experiment.FILE_NAME) : file;
        boolean described = Files.exists(description) || !Files.isDirectory(file);
        Path from = Experiment.folderOf(description);
        if (save && Files.exists(from.resolve(Experiment.FILE_NAME))) {
            throw new ParameterException(
                    command.commandLine(),
                    "--save would replace "
                            + from.resolve(Experiment.FILE_NAME)
                            + "; move it away first, or leave --save out");
        }
        Experiment experiment;
        EnergySystem system;
        if (described) {
            experiment = Experiment.read(description);
            system = models.open(experiment.modelFolder(from));
        } else {
            system = models.open(from);
            experiment = StartingPoint.of(String.valueOf(from.getFileName()), system);
        }
        Optional<String> refusal = Calibration.refusal(experiment);
        if (refusal.isPresent()) {
            throw new ParameterException(command.commandLine(), refusal.get());
        }
        Calibration.Grid grid = grid(command, described ? NEAR : WIDE);
        Experiment placed = experiment.relocated(from, folder.toAbsolutePath());
        Calibration calibration =
                new Calibration(placed, system, folder.toAbsolutePath(), workers.count());
        List<String> probes = components.isEmpty() ? Calibration.probes(system) : components;
        PrintWriter console = command.commandLine().getOut();
        console.println(
                grid.localizations().size() * grid.nBetas().size() * grid.steps().size()
                        + " settings on full, "
                        + String.join(", ", probes)
                        + "; "
                        + experiment.chains()
                        + " chains x "
                        + draws
                        + " draws each.");
        console.println(HEADER);
        console.flush();
        StringBuilder table = new StringBuilder(CSV_HEADER);
        List<Calibration.Trial> trials =
                calibration.trials(
                        grid,
                        probes,
                        draws,
                        trial -> {
                            console.println(line(trial));
                            console.flush();
                            table.append(csv(trial));
                        });
        Calibration.Trial chosen = Calibration.choose(trials);
        AtomicFiles.writeString(folder.resolve("calibration.csv"), table.toString());
        Experiment proposed = calibration.with(chosen);
        proposed.write(folder.resolve(Experiment.FILE_NAME));
        if (save) {
            proposed.relocated(folder.toAbsolutePath(), from)
                    .write(from.resolve(Experiment.FILE_NAME));
        }
        int ensembles = 1 + rows(experiment.components(), system);
        console.println();
        console.printf(
                Locale.ROOT,
                "Proposed: localization %.4g, nBeta %.4g, step size %.4g.%n",
                chosen.sampler().localization(),
                chosen.sampler().nBeta(),
                chosen.sampler().stepSize());
        console.println(Calibration.reason(chosen, trials, ensembles, experiment.chains()));
        console.println("Sample with it: chiscope run " + folder.resolve(Experiment.FILE_NAME));
        console.flush();
        return ExitCodes.OK;
    }

    private static int rows(Selection selection, EnergySystem system) {
        return selection instanceof Selection.Named(List<String> names)
                ? names.size()
                : system.components().size();
    }

    private Calibration.Grid grid(CommandSpec command, List<Double> usual) {
        try {
            if (draws < 4) {
                throw new IllegalArgumentException(
                        "Short chains need at least 4 draws, but --draws is " + draws + ".");
            }
            return new Calibration.Grid(
                    localizations.isEmpty() ? usual : localizations,
                    nBetas.isEmpty() ? usual : nBetas,
                    steps);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(
                    command.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static final String HEADER =
            "     gamma     nBeta      step  R-hat  drift  accept     heat     rise full rise"
                    + "  beyond   null    draws     time  verdict";

    private static String line(Calibration.Trial t) {
        return String.format(
                Locale.ROOT,
                "%10.4g%10.4g%10.3g%7.2f%7.1f%8.2f%9.1e%9.3f%10.3f%8s%7s%9s%9s  %s",
                t.sampler().localization(),
                t.sampler().nBeta(),
                t.sampler().stepSize(),
                t.worstRHat(),
                t.worstDrift(),
                t.lowestAcceptance(),
                t.heat(),
                t.largestRise(),
                t.fullRise(),
                percent(t.share()),
                percent(t.nullShare()),
                Double.isNaN(t.drawsNeeded())
                        ? "?"
                        : String.format(Locale.ROOT, "%.0f", t.drawsNeeded()),
                String.format(Locale.ROOT, "%.0f ms", 1000 * t.secondsPerDraw()),
                verdict(t));
    }

    private static String verdict(Calibration.Trial t) {
        return t.sound()
                ? "sound"
                : String.join(
                        "; ", t.cautions().stream().map(Calibration.Objection::words).toList());
    }

    private static String percent(double share) {
        return Double.isNaN(share) ? "?" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }

    private static final String CSV_HEADER =
            "localization,n_beta,step_size,r_hat,drift,acceptance,minibatch_heat,loss_rise,"
                    + "full_loss_rise,share_beyond_2se,share_noise_null,draws_needed,"
                    + "seconds_a_draw,verdict\n";

    private static String csv(Calibration.Trial t) {
        return String.format(
                Locale.ROOT,
                "%.6g,%.6g,%.6g,%.4f,%.3f,%.4f,%.3g,%.5f,%.5f,%.4f,%.4f,%.0f,%.4f,\"%s\"%n",
                t.sampler().localization(),
                t.sampler().nBeta(),
                t.sampler().stepSize(),
                t.worstRHat(),
                t.worstDrift(),
                t.lowestAcceptance(),
                t.heat(),
                t.largestRise(),
                t.fullRise(),
                t.share(),
                t.nullShare(),
                t.drawsNeeded(),
                t.secondsPerDraw(),
                verdict(t));
    }
}
