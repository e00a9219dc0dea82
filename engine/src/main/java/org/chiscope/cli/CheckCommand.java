package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.experiment.RouteCheck;
import org.chiscope.experiment.ThreeRoutes;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.CsvText;
import org.chiscope.response.Estimate;
import org.chiscope.sampling.SamplerSettings;
import org.chiscope.sampling.SgldSettings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chiscope check}: the same susceptibilities by three routes. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Measures cells of the fluctuation by three routes and compares them.",
            "",
            "Route 1 is the covariance; route 2 samples anew under perturbed data, +h and -h; route"
                    + " 3 is the derivative by nBeta. All sample the evaluation set. Small models"
                    + " are sampled by MALA; for larger ones the bias of SGLD's step size is"
                    + " estimated from gradients and stated. DIR receives check.csv (a line a cell)"
                    + " and the runs: the same command again goes on where it was stopped."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.UNEXPECTED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.INPUT_TEXT,
            ExitCodes.RESULTS_TEXT,
            ExitCodes.DISAGREEMENT_TEXT
        })
final class CheckCommand implements Callable<Integer> {
    private static final String HEADER =
            "row          pattern              h           route 1     stated bias"
                    + "           route 2             route 3       away";

    private static final String CSV_HEADER =
            "row,pattern,h,covariance,covariance_se,bias,bias_se,perturbation,perturbation_se,"
                    + "perturbation_away,temperature,temperature_se,temperature_away\n";

    private final ModelOpener models;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "EXPERIMENT.json", description = "The experiment to check.")
    private @Nullable Path experimentFile;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where the table and the runs go.")
    private @Nullable Path out;

    @Option(
            names = "--cells",
            paramLabel = "N",
            description = "Cells to check (default: ${DEFAULT-VALUE}).")
    private int cells = ThreeRoutes.CELLS;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "By which the cells are drawn (default: ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--draws",
            paramLabel = "N",
            description = "Draws of each chain (default: the experiment's).")
    private int draws;

    @Mixin private WorkersOption workers = new WorkersOption();

    CheckCommand(ModelOpener models) {
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
        if (cells < 1 || draws < 0) {
            throw new ParameterException(
                    command.commandLine(), "--cells and --draws must be at least 1");
        }
        Experiment read = Experiment.read(file);
        Path from = Experiment.folderOf(file);
        Path to = folder.toAbsolutePath();
        Experiment experiment = read.relocated(from, to);
        if (draws > 0) {
            experiment = experiment.withSchedule(experiment.schedule().withDraws(draws));
        }
        PrintWriter console = command.commandLine().getOut();
        ThreeRoutes.Result result =
                routes(command, experiment, read.modelFolder(from), to, console).check(cells, seed);
        StringBuilder table = new StringBuilder(CSV_HEADER);
        console.println();
        console.println(HEADER);
        for (RouteCheck cell : result.cells()) {
            console.println(line(cell));
            table.append(csv(cell));
        }
        AtomicFiles.writeString(folder.resolve("check.csv"), table.toString());
        console.println();
        console.println(sampling(result, experiment));
        console.println(verdict(result));
        console.flush();
        return result.agree() ? ExitCodes.OK : ExitCodes.DISAGREEMENT;
    }

    private ThreeRoutes routes(
            CommandSpec command,
            Experiment experiment,
            Path model,
            Path folder,
            PrintWriter console)
            throws IOException {
        try {
            return new ThreeRoutes(
                    experiment,
                    models.open(model),
                    folder,
                    workers.count(),
                    words -> {
                        console.println("Sampling " + words + " …");
                        console.flush();
                    });
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(
                    command.commandLine(), String.valueOf(wrong.getMessage()), wrong);
        }
    }

    private static String line(RouteCheck cell) {
        return String.format(
                Locale.ROOT,
                "%-12s %-16s %5.2g %s %15s %s %s %5s %5s",
                cell.row(),
                cell.pattern(),
                cell.strength(),
                number(cell.covariance()),
                Double.isNaN(cell.bias().value())
                        ? "unknown"
                        : String.format(Locale.ROOT, "%+.2e", cell.bias().value()),
                number(cell.perturbation()),
                number(cell.temperature()),
                away(cell.perturbationAway()),
                away(cell.temperatureAway()));
    }

    private static String number(Estimate estimate) {
        return Double.isNaN(estimate.value())
                ? String.format("%19s", "-")
                : String.format(
                        Locale.ROOT, "%+.2e ± %.1e", estimate.value(), estimate.monteCarloError());
    }

    private static String away(double errors) {
        return Double.isNaN(errors) ? "-" : String.format(Locale.ROOT, "%+.1f", errors);
    }

    private static String csv(RouteCheck cell) {
        return String.format(
                Locale.ROOT,
                "%s,%s,%.6g,%.6g,%.6g,%.6g,%.6g,%.6g,%.6g,%.4f,%.6g,%.6g,%.4f%n",
                CsvText.quoted(cell.row()),
                CsvText.quoted(cell.pattern()),
                cell.strength(),
                cell.covariance().value(),
                cell.covariance().monteCarloError(),
                cell.bias().value(),
                cell.bias().monteCarloError(),
                cell.perturbation().value(),
                cell.perturbation().monteCarloError(),
                cell.perturbationAway(),
                cell.temperature().value(),
                cell.temperature().monteCarloError(),
                cell.temperatureAway());
    }

    private static String sampling(ThreeRoutes.Result result, Experiment experiment) {
        SamplerSettings sampler = result.sampler();
        if (sampler.flipsSpins()) {
            return String.format(
                    Locale.ROOT,
                    "Sampled by %s at nBeta %.4g, %d chains x %d draws.",
                    sampler.name(),
                    sampler.nBeta(),
                    experiment.chains(),
                    experiment.schedule().draws());
        }
        String words =
                String.format(
                        Locale.ROOT,
                        "Sampled by %s, step size %.4g, nBeta %.4g, localization %.4g, %d chains x"
                                + " %d draws; nats squared.",
                        sampler.name(),
                        sampler.stepSize(),
                        sampler.nBeta(),
                        sampler.localization(),
                        experiment.chains(),
                        experiment.schedule().draws());
        if (sampler instanceof SgldSettings) {
            return words
                    + String.format(
                            Locale.ROOT,
                            " Routes 2 and 3 are compared with route 1 + stated bias; minibatch heat"
                                    + " (at most %.2g against 1) is not in it.",
                            result.heat());
        }
        return sampler.adjusted()
                ? words
                : words + " The bias of this sampler is not known, so nothing is compared.";
    }

    private static String verdict(ThreeRoutes.Result result) {
        if (result.differences() == 0) {
            return "Nothing could be compared.";
        }
        return String.format(
                        Locale.ROOT,
                        "%d of %d differences lie within 2 standard errors. ",
                        result.within(),
                        result.differences())
                + (result.agree()
                        ? "The routes agree."
                        : "The routes DISAGREE: the worst difference is not chance. Look at drift and"
                                + " R-hat of the runs, and at the step size.");
    }
}
