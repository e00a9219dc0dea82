package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.Development;
import org.chiscope.experiment.DevelopmentRun;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.ExperimentRun;
import org.chiscope.experiment.FigureWriter;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.experiment.Snapshot;
import org.chiscope.response.Estimate;
import org.chiscope.system.ModelFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chiscope development}: an experiment at every checkpoint of a training. */
@Command(
        name = "development",
        mixinStandardHelpOptions = true,
        description = {
            "Samples an experiment at every checkpoint of its model's training, and writes what"
                    + " becomes of it: development.csv (a line a checkpoint, component and pattern)"
                    + " and development.png (one pattern's column, beside the prefix-matching"
                    + " scores of heads).",
            "With --variants: the same at each variant of the model, such as other seeds.",
            "",
            "Each checkpoint has a results folder of its own in DIR. Interrupted or killed, the"
                    + " same command goes on."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.INPUT_TEXT,
            ExitCodes.RESULTS_TEXT,
            ExitCodes.FAILED_CHAINS_TEXT,
            ExitCodes.INTERRUPTED_TEXT
        })
final class DevelopmentCommand implements Callable<Integer> {
    private final @Nullable FigureWriter figures;
    private final ModelOpener models;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "EXPERIMENT.json",
            description = "The experiment; its model is a model folder with checkpoints.")
    private @Nullable Path experimentFile;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder to write; created if it does not exist.")
    private @Nullable Path out;

    @Option(
            names = "--pattern",
            paramLabel = "NAME",
            description = "The pattern of the figure (default: the last).")
    private @Nullable String pattern;

    @Option(
            names = "--rows",
            split = ",",
            paramLabel = "NAMES",
            description = "The components of the figure, separated by commas (default: all).")
    private List<String> rows = List.of();

    @Option(
            names = "--variants",
            description =
                    "Sample the model's variants, which its training plan names, in place of its"
                            + " steps; without a figure.")
    private boolean variants;

    @Mixin private WorkersOption workers = new WorkersOption();

    DevelopmentCommand(@Nullable FigureWriter figures, ModelOpener models) {
        this.figures = figures;
        this.models = models;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path file = experimentFile;
        Path folder = out;
        CommandSpec command = spec;
        if (command == null || file == null || folder == null) {
            throw new IllegalStateException("The command line was not parsed.");
        }
        Experiment experiment = Experiment.read(file);
        Path from = Experiment.folderOf(file);
        ModelFolder model = ModelFolder.read(experiment.modelFolder(from));
        PrintWriter console = command.commandLine().getOut();
        DevelopmentRun.Outcome outcome =
                new DevelopmentRun(experiment, from, model, folder, models, workers.count())
                        .run(
                                variants ? model.variants() : model.checkpoints(),
                                new Watched(command, file, folder));
        return switch (outcome) {
            case DevelopmentRun.Outcome.Failed(String sentence) -> {
                command.commandLine().getErr().println(sentence);
                yield ExitCodes.UNEXPECTED;
            }
            case DevelopmentRun.Outcome.Stopped _ -> ExitCodes.INTERRUPTED;
            case DevelopmentRun.Outcome.Finished(Development development, boolean sound) -> {
                int column = column(command, development.patterns());
                print(console, development, column);
                if (figures != null && !variants) {
                    figures.write(
                            rows.isEmpty() ? development : development.only(rows),
                            column,
                            folder.resolve("development.png"));
                }
                console.println("Results: " + folder);
                yield sound ? ExitCodes.OK : ExitCodes.FAILED_CHAINS;
            }
        };
    }

    /** Checks names before anything is sampled, and shows progress. */
    private final class Watched implements DevelopmentRun.Watch {
        private final CommandSpec command;
        private final Path file;
        private final Path folder;

        Watched(CommandSpec command, Path file, Path folder) {
            this.command = command;
            this.file = file;
            this.folder = folder;
        }

        @Override
        public void opened(Snapshot snapshot) {
            column(command, snapshot.patterns().stream().map(PatternInfo::name).toList());
            checkRows(command, snapshot.components().stream().map(ComponentInfo::name).toList());
        }

        @Override
        public Snapshot untilEnd(ModelFolder.Checkpoint at, int number, int of, ExperimentRun run)
                throws InterruptedException {
            PrintWriter console = command.commandLine().getOut();
            console.println((variants ? "Variant " : "Step ") + at.label());
            return RunWatch.untilEnd(run, console, GoOn.developing(file, folder));
        }
    }

    private int column(CommandSpec command, List<String> patterns) {
        return pattern == null ? patterns.size() - 1 : place(command, "pattern", pattern, patterns);
    }

    private void checkRows(CommandSpec command, List<String> components) {
        rows.forEach(row -> place(command, "row", row, components));
    }

    private static int place(CommandSpec command, String kind, String name, List<String> names) {
        int found = names.indexOf(name);
        if (found < 0) {
            throw new ParameterException(
                    command.commandLine(),
                    "The experiment has no "
                            + kind
                            + " \""
                            + name
                            + "\"; it has "
                            + String.join(", ", names));
        }
        return found;
    }

    private static void print(PrintWriter console, Development development, int column) {
        console.println("λ̂ of the full ensemble:");
        for (Development.Stage stage : development.stages()) {
            console.printf(
                    Locale.ROOT,
                    "  %12s  %.4g ± %.2g%n",
                    stage.checkpoint(),
                    stage.lambda().value(),
                    stage.lambda().monteCarloError());
        }
        console.println("Fluctuation on \"" + development.patterns().get(column) + "\", nats²:");
        for (int c = 0; c < development.components().size(); c++) {
            console.println(development.components().get(c));
            for (int s = 0; s < development.stages().size(); s++) {
                Estimate cell = development.stages().get(s).fluctuation(c, column);
                double score = development.prefixMatching(s, c);
                console.printf(
                        Locale.ROOT,
                        "  %12s  %+.3e ± %.1e%s%n",
                        development.stages().get(s).checkpoint(),
                        cell.value(),
                        cell.monteCarloError(),
                        Double.isNaN(score)
                                ? ""
                                : String.format(Locale.ROOT, "  prefix matching %.3f", score));
            }
        }
    }
}
