package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.chiscope.experiment.ExampleWeights;
import org.chiscope.experiment.FigureWriter;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.experiment.PatternAnswer;
import org.chiscope.experiment.PatternInfo;
import org.chiscope.experiment.PatternJson;
import org.chiscope.experiment.PatternMode;
import org.chiscope.experiment.PatternQuestion;
import org.chiscope.experiment.PatternSize;
import org.chiscope.experiment.PatterningData;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.Verification;
import org.chiscope.format.WriteException;
import org.chiscope.patterning.DataMixture;
import org.chiscope.patterning.Inversion;
import org.chiscope.patterning.ResponseMatrix;
import org.chiscope.patterning.Target;
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

    @Option(
            names = "--target",
            paramLabel = "NAME=X",
            description =
                    "Component and wanted change of mu in nats, such as l1h3=+0.1; several by commas"
                            + " or by repeating the option.")
    private List<String> targets = List.of();

    @Option(
            names = "--mode",
            paramLabel = "N[=X]",
            description =
                    "The left side of mode N of the inverted matrix, the strongest being 1, times X"
                            + " nats.")
    private @Nullable String mode;

    @Option(
            names = "--mode-of",
            paramLabel = "PATTERN[=X]",
            description =
                    "The left side of the mode of that pattern, times X nats: of the raw"
                            + " fluctuation's modes above the noise floor, the one with the largest"
                            + " singular value times loading.")
    private @Nullable String modeOf;

    @Option(
            names = "--hold",
            paramLabel = "others|none|NAMES",
            description =
                    "Components that are to stay as they are, as far as that can be had (default:"
                            + " others, all that are not named otherwise).")
    private List<String> held = List.of("others");

    @Option(
            names = "--fix",
            paramLabel = "NAMES",
            description = "Components that are to stay exactly as they are.")
    private List<String> fixed = List.of();

    @Option(
            names = "--free",
            paramLabel = "NAMES",
            description = "Components that may follow wherever the others lead them.")
    private List<String> free = List.of();

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

    /** A target that was read, in words as well. */
    private record Wanted(Target target, String words) {}

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
        Found found = sentences(command, () -> find(opened));
        Verification.Question question =
                verification.wanted()
                        ? sentences(
                                command, () -> verification.question(found.answer(), found.names()))
                        : null;
        new PatternReport(found.answer(), console).print(found.words());
        Path place = out == null ? folder.resolve("patterning") : out;
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
        int kinds = (targets.isEmpty() ? 0 : 1) + (mode == null ? 0 : 1) + (modeOf == null ? 0 : 1);
        if (kinds != 1) {
            throw new IllegalArgumentException(
                    "What is wanted must be told by exactly one of --target, --mode and --mode-of,"
                            + " but "
                            + (kinds == 0 ? "none" : "more than one")
                            + " of them was given.");
        }
        verification.check();
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
        PatternTargets.Rest rest = new PatternTargets.Rest(held, fixed, free);
        if (!targets.isEmpty()) {
            Target target = names.target(names.changes(targets), rest);
            PatternQuestion question = options.question(target);
            return new Found(
                    PatternAnswer.of(data, question, question.inversion(response)),
                    names,
                    names.words(target, Optional.empty()));
        }
        PatternQuestion template = options.question(names.template(rest));
        Inversion inversion = template.inversion(response);
        Along along = modeOf == null ? ofScree(inversion, template) : ofPattern(snapshot);
        String size;
        double times = along.size();
        if (Double.isNaN(times)) {
            PatternSize largest =
                    PatternSize.of(
                            data,
                            template.withTarget(names.target(along.direction(), 1, rest)),
                            inversion,
                            verification.wanted());
            times = largest.size();
            size = words(largest);
        } else {
            size = String.format(Locale.ROOT, "times %.4g", times);
        }
        Target target = names.target(along.direction(), times, rest);
        return new Found(
                PatternAnswer.of(data, template.withTarget(target), inversion),
                names,
                names.words(target, Optional.of(along.words() + ", " + size)));
    }

    /** A direction that is wanted, u_C by component, and how far; NaN: as far as can be. */
    private record Along(Map<String, Double> direction, double size, String words) {}

    private Along ofScree(Inversion inversion, PatternQuestion template) {
        PatternTargets.Sized sized =
                PatternTargets.Sized.of(String.valueOf(mode), "--mode", List.of());
        int modes = inversion.numericalRank();
        int number = sized.name().matches("\\d{1,6}") ? Integer.parseInt(sized.name()) : 0;
        if (number < 1 || number > modes) {
            throw new IllegalArgumentException(
                    "--mode needs a number from 1 to "
                            + modes
                            + ", as many as this matrix has modes, but got \""
                            + sized.name()
                            + "\".");
        }
        int rank = inversion.rank(template.regularization());
        if (number > rank) {
            throw new IllegalArgumentException(
                    "Mode "
                            + number
                            + " is not among the "
                            + rank
                            + " that are inverted; to invert it, give --rank "
                            + number
                            + ".");
        }
        double[] direction = inversion.mode(number - 1);
        Map<String, Double> parts = new LinkedHashMap<>();
        List<String> components = inversion.response().components();
        for (int r = 0; r < direction.length; r++) {
            parts.put(components.get(r), direction[r]);
        }
        return new Along(parts, sized.size(), "mode " + number + " of the inverted matrix");
    }

    private Along ofPattern(Snapshot snapshot) {
        List<String> patterns = snapshot.patterns().stream().map(PatternInfo::name).toList();
        PatternTargets.Sized sized =
                PatternTargets.Sized.of(String.valueOf(modeOf), "--mode-of", patterns);
        PatternMode found = PatternMode.of(snapshot, sized.name());
        return new Along(
                found.components(),
                sized.size(),
                String.format(
                        Locale.ROOT,
                        "the mode of \"%s\", which is mode %d of the raw fluctuation (singular value"
                                + " %.3g ± %.1g, loading %.2f; %s)",
                        found.pattern(),
                        found.index() + 1,
                        found.singularValue().value(),
                        found.singularValue().monteCarloError(),
                        found.loading(),
                        Double.isNaN(found.noiseFloor())
                                ? "the noise floor is not known"
                                : found.aboveFloor() + " above the noise floor"));
    }

    private static String words(PatternSize largest) {
        boolean linear = largest.linearUpTo() <= largest.largestStep();
        return String.format(
                Locale.ROOT,
                "times %.4g: %.1f of where %s",
                largest.size(),
                PatternSize.SHARE,
                linear ? "the response ends to be linear" : "an example's weight falls below 0");
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
