package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.Development;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.ExperimentRun;
import org.chiscope.experiment.FigureWriter;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.experiment.RunState;
import org.chiscope.experiment.Snapshot;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.FormatException;
import org.chiscope.network.HeadScores;
import org.chiscope.network.TransformerConfig;
import org.chiscope.response.Estimate;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.ModelConfig;
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
    private static final int SCORED_SEQUENCES = 32;

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
        Files.createDirectories(folder);
        List<Development.Stage> stages = new ArrayList<>();
        List<String> components = new ArrayList<>();
        List<String> patterns = new ArrayList<>();
        int column = 0;
        boolean sound = true;
        for (ModelFolder.Checkpoint checkpoint :
                variants ? model.variants() : model.checkpoints()) {
            EnergySystem system = models.open(checkpoint.weights());
            String at = checkpoint.weights().toString();
            Path results = folder.resolve(checkpoint.folder());
            ExperimentRun run = run(experiment.withModel(at), from, system, results);
            Snapshot last = run.snapshot();
            components = last.components().stream().map(ComponentInfo::name).toList();
            patterns = last.patterns().stream().map(PatternInfo::name).toList();
            column = column(command, patterns);
            checkRows(command, components);
            if (last.state() != RunState.FINISHED) {
                console.println((variants ? "Variant " : "Step ") + checkpoint.label());
                last = RunWatch.untilEnd(run, console, GoOn.developing(file, folder));
            }
            if (last.state() == RunState.FAILED) {
                command.commandLine().getErr().println(last.failure());
                return ExitCodes.UNEXPECTED;
            }
            sound &= last.failures().isEmpty();
            stages.add(
                    new Development.Stage(
                            checkpoint.label(),
                            last.matrix(),
                            last.ensembles().getFirst().diagnostics().lambda(),
                            scores(model.config(), system, experiment.seed())));
        }
        Development development = new Development(experiment.name(), components, patterns, stages);
        print(console, development, column);
        AtomicFiles.writeString(folder.resolve("development.csv"), development.csv());
        if (figures != null && !variants) {
            figures.write(
                    rows.isEmpty() ? development : development.only(rows),
                    column,
                    folder.resolve("development.png"));
        }
        console.println("Results: " + folder);
        return sound ? ExitCodes.OK : ExitCodes.FAILED_CHAINS;
    }

    private ExperimentRun run(Experiment experiment, Path from, EnergySystem system, Path results)
            throws IOException {
        Experiment described = experiment.relocated(from, results);
        if (!Files.exists(results)) {
            return ExperimentRun.create(described, system, results, workers.count(), null);
        }
        if (!Results.experiment(results).id().equals(described.id())) {
            throw new FormatException(
                    "The folder "
                            + results
                            + " holds a run of another experiment; choose another --out, or delete"
                            + " it.");
        }
        return ExperimentRun.reopen(results, system, workers.count(), null);
    }

    private static @Nullable HeadScores scores(ModelConfig config, EnergySystem system, long seed) {
        return config.architecture()
                        instanceof ModelConfig.Architecture.OfTransformer(TransformerConfig shape)
                ? HeadScores.measure(
                        shape,
                        new ModelConfig.Architecture.OfTransformer(shape).network(),
                        system.checkpoint(),
                        SCORED_SEQUENCES,
                        seed)
                : null;
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
