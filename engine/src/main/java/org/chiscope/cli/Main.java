package org.chiscope.cli;

import java.io.PrintWriter;
import java.util.List;
import org.chiscope.experiment.FigureWriter;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.system.ModelFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line {@code chiscope}: commands over experiments, without a display. */
public final class Main {

    private Main() {}

    /** The engine's own commands; no figure is drawn. */
    public static void main(String... args) {
        System.exit(execute(null, null, List.of(), args));
    }

    /**
     * Runs a command. An error is one sentence on standard error.
     *
     * @param figures draws {@code chi.png} for {@code run}; null: none is drawn
     * @param window measures the window for {@code bench}; null: it is not measured
     * @param extraCommands picocli commands, annotated with {@link Command}, that a launcher joins
     * @return the exit code, one of {@link ExitCodes}
     */
    public static int execute(
            @Nullable FigureWriter figures,
            @Nullable WindowBenchmark window,
            List<Object> extraCommands,
            String... args) {
        return commandLine(figures, window, extraCommands).execute(args);
    }

    /** The parser behind {@link #execute}; tests give it other outputs. */
    public static CommandLine commandLine(
            @Nullable FigureWriter figures,
            @Nullable WindowBenchmark window,
            List<Object> extraCommands) {
        return commandLine(
                figures, window, extraCommands, folder -> ModelFolder.read(folder).open().system());
    }

    /** The same with another way to open models. */
    static CommandLine commandLine(
            @Nullable FigureWriter figures,
            @Nullable WindowBenchmark window,
            List<Object> extraCommands,
            ModelOpener models) {
        CommandLine line = new CommandLine(new Root());
        line.addSubcommand(new RunCommand(figures, models));
        line.addSubcommand(new ListCommand());
        line.addSubcommand(new InfoCommand());
        line.addSubcommand(new TrainCommand());
        line.addSubcommand(new CompactCommand());
        line.addSubcommand(new DevelopmentCommand(figures, models));
        line.addSubcommand(new ColumnCommand());
        line.addSubcommand(new TextCommand());
        line.addSubcommand(new ContrastCommand(models));
        line.addSubcommand(new CalibrateCommand(models));
        line.addSubcommand(new CheckCommand(models));
        line.addSubcommand(new InfluenceCommand(models));
        line.addSubcommand(new ModesCommand(models));
        line.addSubcommand(new PatternCommand(figures, models));
        line.addSubcommand(new LaplaceCommand(models));
        line.addSubcommand(new BenchCommand(models, window));
        for (Object command : extraCommands) {
            line.addSubcommand(command);
        }
        line.setExecutionExceptionHandler(new ErrorSentences());
        line.setParameterExceptionHandler(Main::wrongUsage);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    private static int wrongUsage(ParameterException wrong, String[] args) {
        PrintWriter err = wrong.getCommandLine().getErr();
        String sentence = String.valueOf(wrong.getMessage()).strip();
        err.println(sentence + (sentence.endsWith(".") ? "" : "."));
        err.println("Try: " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCodes.USAGE;
    }

    @Command(
            name = "chiscope",
            description = "An explorer for structural susceptibilities of trained networks.",
            mixinStandardHelpOptions = true,
            versionProvider = VersionText.class,
            synopsisSubcommandLabel = "COMMAND",
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
    private static final class Root implements Runnable {
        @Spec private @Nullable CommandSpec spec;

        @Override
        public void run() {
            if (spec != null) {
                throw new ParameterException(spec.commandLine(), "A command is missing");
            }
        }
    }
}
