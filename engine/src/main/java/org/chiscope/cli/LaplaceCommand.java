package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.ExperimentRun;
import org.chiscope.experiment.LaplaceComparison;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.experiment.ResultsFolderException;
import org.chiscope.experiment.Snapshot;
import org.chiscope.format.AtomicFiles;
import org.chiscope.sampling.PosteriorSettings;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chiscope laplace}: the matrix of a small model without sampling. */
@Command(
        name = "laplace",
        mixinStandardHelpOptions = true,
        description = {
            "Computes the fluctuation of small components from second derivatives, and compares it"
                    + " with a result.",
            "",
            "It is the leading Laplace term: exact where losses are quadratic. Everything is taken"
                    + " over the evaluation set; a result whose minibatches come from a larger"
                    + " sampling set differs for that reason too, and one of an unadjusted sampler"
                    + " by the bias of its step size. Chi is in nats squared, eigenvalues are those"
                    + " of the loss's Hessian."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.UNEXPECTED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.INPUT_TEXT,
            ExitCodes.RESULTS_TEXT
        })
final class LaplaceCommand implements Callable<Integer> {
    private final ModelOpener models;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "EXPERIMENT.json", description = "The experiment.")
    private @Nullable Path experimentFile;

    @Option(
            names = "--result",
            paramLabel = "RESULTS",
            description = "A results folder of the same experiment, to compare with.")
    private @Nullable Path result;

    @Option(
            names = "--out",
            paramLabel = "FILE.csv",
            description = "Where the table goes, with shift and joint: a line a cell.")
    private @Nullable Path out;

    LaplaceCommand(ModelOpener models) {
        this.models = models;
    }

    @Override
    public Integer call() throws IOException {
        Path file = experimentFile;
        if (spec == null || file == null) {
            throw new IllegalStateException("The command line was not parsed.");
        }
        Experiment experiment = Experiment.read(file);
        EnergySystem model = models.open(experiment.modelFolder(Experiment.folderOf(file)));
        Snapshot sampled = result == null ? null : sampled(result, experiment, file, model);
        PrintWriter console = spec.commandLine().getOut();
        LaplaceReport report =
                new LaplaceReport(
                        LaplaceComparison.of(
                                experiment,
                                model,
                                sampled,
                                words -> {
                                    console.println("Second derivatives of " + words + " …");
                                    console.flush();
                                }));
        if (out != null) {
            AtomicFiles.writeString(out, report.csv());
        }
        console.println();
        report.lines().forEach(console::println);
        console.println(posterior(experiment.sampler().posterior()));
        console.flush();
        return ExitCodes.OK;
    }

    private static Snapshot sampled(
            Path folder, Experiment experiment, Path file, EnergySystem model) throws IOException {
        if (!Results.experiment(folder).ids().contains(experiment.id())) {
            throw new ResultsFolderException(
                    "The result in "
                            + folder
                            + " is of another experiment than "
                            + file
                            + "; give that experiment, or leave --result out.");
        }
        return ExperimentRun.reopen(folder, model, 1).snapshot();
    }

    private static String posterior(PosteriorSettings posterior) {
        return String.format(
                Locale.ROOT,
                "Posterior: nBeta %.4g, localization %.4g%s.",
                posterior.nBeta(),
                posterior.localization(),
                posterior.weightDecay() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT, ", weight decay %.4g", posterior.weightDecay()));
    }
}
