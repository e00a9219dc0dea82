package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chiscope.experiment.ExampleWeights;
import org.chiscope.experiment.FigureWriter;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.experiment.PatternAnswer;
import org.chiscope.experiment.PatternJson;
import org.chiscope.experiment.PatternQuestion;
import org.chiscope.experiment.PatternSize;
import org.chiscope.experiment.PatterningData;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.Verification;
import org.chiscope.format.WriteException;
import org.chiscope.patterning.DataMixture;
import org.chiscope.patterning.Inversion;
import org.chiscope.patterning.ResponseMatrix;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chiscope pattern}: the data perturbation that makes a wanted structural change. */
@Command(
        name = "pattern",
        mixinStandardHelpOptions = true,
        description = {
            "Finds the data perturbation that makes a wanted structural change, from a result's"
                    + " matrix, and says what it is predicted to do; with --verify, samples again to"
                    + " see whether it does.",
            "",
            "What is wanted is one of --target, --mode and --mode-of. Where the size of a mode is"
                    + " left out, it is as large as linear response and weights of at least 0 allow."
                    + " DIR receives pattern.json."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.UNEXPECTED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.INPUT_TEXT,
            ExitCodes.RESULTS_TEXT,
            "130:Interrupted by Ctrl-C; what there was is saved, and the same command goes on."
        })
final class PatternCommand implements Callable<Integer> {
    private final @Nullable FigureWriter figures;
    private final ModelOpener models;

    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "RESULTS", description = "A results folder.")
    private @Nullable Path results;

    @Mixin private PatternWish wish = new PatternWish();

    enum By {
        PATTERNS,
        EXAMPLES
    }

    @Option(
            names = "--by",
            paramLabel = "patterns|examples",
            description =
                    "What the data are perturbed by: the result's patterns, or the weights of single"
                            + " examples, which are then written to DIR/weights.csv (default:"
                            + " patterns).")
    private By by = By.PATTERNS;

    @Mixin private PatternOptions options = new PatternOptions();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where the files and the runs go (default: RESULTS/patterning).")
    private @Nullable Path out;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "The file for everything that was found (default: DIR/pattern.json).")
    private @Nullable Path json;

    @Option(
            names = "--weights",
            paramLabel = "FILE",
            description =
                    "Writes the weights of the examples relative to what they are, as CSV or, if"
                            + " the name ends in .json, as JSON.")
    private @Nullable Path weights;

    @Mixin private PatternVerification verification = new PatternVerification();

    @Mixin private WorkersOption workers = new WorkersOption();

    PatternCommand(@Nullable FigureWriter figures, ModelOpener models) {
        this.figures = figures;
        this.models = models;
    }

    /** An answer with what it answers. */
    private record Found(PatternAnswer answer, PatternTargets names, String words) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = spec;
        Path folder = results;
        if (command == null || folder == null) {
            throw new IllegalStateException("The command line was not parsed.");
        }
        PrintWriter console = command.commandLine().getOut();
        sentences(command, this::checkOptions);
        Results opened = Results.open(folder, models);
        Path place = out == null ? folder.resolve("patterning") : out;
        if (by == By.EXAMPLES) {
            PatternByExamples examples =
                    sentences(command, () -> PatternByExamples.of(opened, options, wish));
            examples.print(console);
            makeFolder(place);
            examples.write(
                    weights == null ? place.resolve("weights.csv") : weights,
                    json == null ? place.resolve(PatternJson.FILE_NAME) : json,
                    console);
            return ExitCodes.OK;
        }
        Found found = sentences(command, () -> find(opened));
        Verification.Question question =
                verification.wanted()
                        ? sentences(
                                command, () -> verification.question(found.answer(), found.names()))
                        : null;
        new PatternReport(found.answer(), console).print(found.words());
        makeFolder(place);
        writeWeights(found.answer(), console);
        if (question == null) {
            write(found, null, place, console);
            return ExitCodes.OK;
        }
        write(found, null, place, null);
        Verification.Progress verified =
                verify(command, found, question, opened, place.resolve("runs"), folder, console);
        PatternVerification.report(verified, console);
        write(found, verified, place, console);
        return ExitCodes.OK;
    }

    private Verification.Progress verify(
            CommandSpec command,
            Found found,
            Verification.Question question,
            Results opened,
            Path runs,
            Path folder,
            PrintWriter console)
            throws IOException, InterruptedException {
        try {
            return PatternVerification.run(
                    found.answer(),
                    question,
                    opened.system(),
                    runs,
                    folder,
                    workers.count(),
                    console);
        } catch (IllegalArgumentException wrong) {
            throw wrong(command, wrong);
        }
    }

    /** What is worked out from the options: all that is wrong with them is one sentence. */
    private static <T> T sentences(CommandSpec command, Callable<T> work) throws IOException {
        try {
            return work.call();
        } catch (IllegalArgumentException wrong) {
            throw wrong(command, wrong);
        } catch (IOException | RuntimeException failure) {
            throw failure;
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static ParameterException wrong(CommandSpec command, IllegalArgumentException wrong) {
        return new ParameterException(
                command.commandLine(), String.valueOf(wrong.getMessage()), wrong);
    }

    private boolean checkOptions() {
        wish.check();
        verification.check();
        if (by == By.EXAMPLES && verification.wanted()) {
            throw new IllegalArgumentException(
                    "--verify samples under perturbed patterns, so it does not go with --by"
                            + " examples; leave one of them out.");
        }
        return true;
    }

    private Found find(Results opened) {
        Snapshot snapshot = opened.run().snapshot();
        PatterningData data = new PatterningData(snapshot, opened.system(), options.part());
        if (data.mixture() == null) {
            options.checkFields();
            if (weights != null) {
                throw new IllegalArgumentException(
                        "--weights writes weights of examples, but this system's columns are"
                                + " fields, which mix no data; leave it out.");
            }
        }
        ResponseMatrix response = data.whole();
        PatternTargets names = new PatternTargets(response.components(), response.leftOut());
        PatternQuestion template = options.question(wish.template(names));
        Inversion inversion = template.inversion(response);
        PatternWish.Wanted wanted =
                wish.read(
                        names,
                        snapshot,
                        new PatternWish.Scree(
                                inversion.numericalRank(),
                                inversion.rank(template.regularization()),
                                inversion::mode),
                        unit -> size(data, template.withTarget(unit), inversion));
        return new Found(
                PatternAnswer.of(data, template.withTarget(wanted.target()), inversion),
                names,
                wanted.words());
    }

    private PatternWish.Chosen size(
            PatterningData data, PatternQuestion unit, Inversion inversion) {
        PatternSize largest = PatternSize.of(data, unit, inversion, verification.wanted());
        boolean none = largest.largestStep() == 0;
        boolean linear = none || largest.linearUpTo() <= largest.largestStep();
        return new PatternWish.Chosen(
                largest.size(),
                String.format(
                        Locale.ROOT,
                        "%.1f of where %s%s",
                        PatternSize.SHARE,
                        linear
                                ? "the response ends to be linear"
                                : "an example's weight falls below 0",
                        none ? "; weights fall below 0 at once, see --nonnegative" : ""));
    }

    private static void makeFolder(Path folder) throws WriteException {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new WriteException(
                    "The folder " + folder + " cannot be made; choose another with --out.", e);
        }
    }

    private void writeWeights(PatternAnswer answer, PrintWriter console) throws IOException {
        DataMixture mixture = answer.data().mixture();
        Path file = weights;
        if (file != null && mixture != null) {
            ExampleWeights.write(mixture.relativeWeights(answer.solution().h()), file);
            console.println(
                    "Weights: "
                            + file
                            + (answer.solution().largestStep() < 1
                                    ? " (some are below 0: take a smaller step, or --nonnegative)"
                                    : ""));
        }
    }

    /** Writes the JSON and, where somebody draws them, the figure. */
    private void write(
            Found found,
            Verification.@Nullable Progress verified,
            Path place,
            @Nullable PrintWriter console)
            throws IOException {
        Path file = json == null ? place.resolve(PatternJson.FILE_NAME) : json;
        PatternJson.write(found.answer(), found.words(), verified, file);
        List<String> written = new ArrayList<>(List.of(file.toString()));
        FigureWriter figure = figures;
        Path picture = place.resolve("pattern.png");
        if (figure != null && figure.write(found.answer(), verified, picture)) {
            written.add(picture.toString());
        }
        if (console != null) {
            console.println("Written: " + String.join(", ", written));
            console.flush();
        }
    }
}
