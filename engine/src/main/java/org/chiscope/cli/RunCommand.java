package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.chiscope.experiment.Control;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.ExperimentRun;
import org.chiscope.experiment.FigureWriter;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.experiment.ResultsFolderException;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Snapshot;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chiscope run}: samples an experiment and writes its results, without a display. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = {
            "Samples an experiment and writes its results.",
            "",
            "The results folder holds chi.csv (the susceptibility matrix, a line a cell), chi.png"
                    + " (its figure), summary.json (lambda-hat, diagnostics, versions), run.log,"
                    + " and the chains. The numbers depend on the experiment alone, not on the"
                    + " number of workers, nor on pauses."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.UNEXPECTED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.INPUT_TEXT,
            ExitCodes.RESULTS_TEXT,
            ExitCodes.FAILED_CHAINS_TEXT,
            ExitCodes.INTERRUPTED_TEXT
        })
final class RunCommand implements Callable<Integer> {
    private final @Nullable FigureWriter figures;
    private final ModelOpener models;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "EXPERIMENT.json",
            description = "The experiment; with --resume it may be left out.")
    private @Nullable Path experimentFile;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The results folder; must not exist, unless with --resume.")
    private @Nullable Path out;

    @Mixin private WorkersOption workers = new WorkersOption();

    @Option(
            names = "--resume",
            description = "Go on with the run in DIR, which was stopped or killed.")
    private boolean resume;

    @Option(
            names = "--draws",
            paramLabel = "N",
            description =
                    "With --resume: add draws until every chain has N, also to a finished run. Each"
                            + " is the one that a run of N draws would have made.")
    private @Nullable Integer draws;

    @Option(
            names = "--control",
            paramLabel = "CONTROL",
            description = {
                "Sample a control of the experiment instead of the experiment itself; what shows"
                        + " there as well is not learned structure.",
                "prior: nBeta 0. gaussian: independent draws about the checkpoint, with the"
                        + " posterior's spread in each parameter."
            })
    private @Nullable Control control;

    RunCommand(@Nullable FigureWriter figures, ModelOpener models) {
        this.figures = figures;
        this.models = models;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = requireSet(spec);
        Path folder = requireSet(out);
        if (draws != null && !resume) {
            throw new ParameterException(
                    command.commandLine(),
                    "--draws adds draws to a run that is there, so it needs --resume; a new run"
                            + " makes the draws that its experiment tells");
        }
        ExperimentRun run = resume ? reopen(folder) : create(command, folder);
        PrintWriter console = command.commandLine().getOut();
        Snapshot before = run.snapshot();
        console.println(
                before.experiment().name()
                        + ": "
                        + before.components().size()
                        + " components x "
                        + before.patterns().size()
                        + " patterns, "
                        + before.experiment().chains()
                        + " chains x "
                        + before.drawsPerChain()
                        + " draws, "
                        + workers.count()
                        + (workers.count() == 1 ? " worker" : " workers"));
        Snapshot last = RunWatch.untilEnd(run, console, GoOn.resuming(run.folder()));
        return report(run, last, command);
    }

    private ExperimentRun create(CommandSpec command, Path folder) throws IOException {
        Path file = experimentFile;
        if (file == null) {
            throw new ParameterException(
                    command.commandLine(), "Missing required parameter: 'EXPERIMENT.json'");
        }
        Experiment experiment = described(file);
        if (Files.exists(folder)) {
            throw ResultsFolderException.exists(folder);
        }
        Path from = Experiment.folderOf(file);
        EnergySystem system = models.open(experiment.modelFolder(from));
        return ExperimentRun.create(
                experiment.relocated(from, folder), system, folder, workers.count(), figures);
    }

    private ExperimentRun reopen(Path folder) throws IOException {
        Path stored = folder.resolve(Experiment.FILE_NAME);
        if (!Files.exists(stored)) {
            throw new ResultsFolderException(
                    "There is no run to resume in "
                            + folder
                            + "; check the path, or leave --resume out to start one there.");
        }
        Experiment experiment = Experiment.read(stored);
        Path file = experimentFile;
        if (file == null
                && control != null
                && Control.of(experiment.sampler()).orElse(null) != control) {
            throw new ResultsFolderException(
                    "The run in "
                            + folder
                            + " is not a "
                            + control.words()
                            + "; leave --control out to go on with it.");
        }
        if (file != null && !experiment.ids().contains(described(file).id())) {
            throw new ResultsFolderException(
                    "The run in "
                            + folder
                            + " is of another experiment than "
                            + file
                            + "; leave the experiment out to go on with the one in the folder, or"
                            + " choose another folder.");
        }
        EnergySystem system = models.open(experiment.modelFolder(folder));
        return draws == null
                ? ExperimentRun.reopen(folder, system, workers.count(), figures)
                : ExperimentRun.extend(folder, system, draws, workers.count(), figures);
    }

    /** The experiment in the file, or its control that was asked for. */
    private Experiment described(Path file) throws IOException {
        Experiment experiment = Experiment.read(file);
        return control == null ? experiment : control.apply(experiment);
    }

    private static int report(ExperimentRun run, Snapshot last, CommandSpec command) {
        PrintWriter err = command.commandLine().getErr();
        if (last.state() == RunState.FAILED) {
            err.println(last.failure());
            err.println("Go on with: " + GoOn.resuming(run.folder()));
            return run.cause() instanceof IOException ? ExitCodes.RESULTS : ExitCodes.UNEXPECTED;
        }
        PrintWriter console = command.commandLine().getOut();
        Verdict.lines(last, run.folder()).forEach(console::println);
        if (run.figureFailure() != null) {
            err.println(run.figureFailure());
        }
        console.println("Results: " + run.folder());
        console.flush();
        if (last.failures().isEmpty()) {
            return ExitCodes.OK;
        }
        err.println(
                last.failures().size()
                        + (last.failures().size() == 1 ? " chain" : " chains")
                        + " failed, and their draws were left out; run.log in the results folder"
                        + " tells each.");
        return ExitCodes.FAILED_CHAINS;
    }

    private static <T> T requireSet(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("The command line was not parsed.");
        }
        return value;
    }
}
