package org.chiscope.app.screenshots;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.chiscope.app.library.ResultsShelf;
import org.chiscope.app.toolkit.Toolkit;
import org.chiscope.cli.ExitCodes;
import org.chiscope.cli.SampleModels;
import org.chiscope.cli.WorkersOption;
import org.chiscope.experiment.Experiment;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chiscope screenshots}: pictures of the window, without a display. */
@Command(
        name = "screenshots",
        description = {
            "Draws the window without a display, light and dark: the Library, the matrix of a run half-way"
                    + " and finished, its examples, modes, patterning, development and sampling.",
            "The experiment is really sampled; its results stay among the recent experiments."
        },
        mixinStandardHelpOptions = true)
public final class ScreenshotsCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "EXPERIMENT.json",
            description = "What to sample; without it, only --results and the Library are drawn.")
    private @Nullable Path experiment;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
    private Path out = Path.of(".");

    @Option(
            names = "--results",
            paramLabel = "DIR",
            description = "A results folder to show as the finished matrix.")
    private @Nullable Path results;

    @Option(
            names = "--verify",
            paramLabel = "DRAWS",
            description =
                    "Show a verification of the patterning as well, really sampled, with so many draws"
                            + " a chain.")
    private int verify;

    @Option(
            names = "--own-text",
            paramLabel = "TEXT",
            description =
                    "Show Examples with this text as well, of a language model, coloured by draws that"
                            + " are really made.")
    private String ownText = "";

    @Option(
            names = "--results-root",
            paramLabel = "DIR",
            description = "Where recent experiments lie, and the new one will.")
    private Path resultsRoot =
            ResultsShelf.standard(System.getenv(), Path.of(System.getProperty("user.home", ".")));

    @Option(
            names = "--size",
            paramLabel = "WxH",
            defaultValue = "1440x900",
            description = "Size of the window (${DEFAULT-VALUE}).")
    private String size = "";

    @Option(
            names = "--scale",
            paramLabel = "N",
            defaultValue = "1",
            description = "Pixels a unit of length: 1920x1080 at 2 gives 3840x2160.")
    private double scale;

    @Mixin private WorkersOption workers = new WorkersOption();

    @Override
    public Integer call() throws Exception {
        String[] sides = size.split("x", -1);
        if (sides.length != 2 || !sides[0].matches("\\d{3,4}") || !sides[1].matches("\\d{3,4}")) {
            throw wrong(
                    "--size needs width and height such as 1440x900, but got \"" + size + "\".");
        }
        if (!(scale >= 0.5 && scale <= 4)) {
            throw wrong("--scale must lie between 0.5 and 4, but is " + scale + ".");
        }
        Experiment description = experiment == null ? null : Experiment.read(experiment);
        Toolkit.startHeadless();
        Studio studio =
                new Studio(
                        SampleModels.folder(),
                        resultsRoot.toAbsolutePath(),
                        out,
                        workers.count(),
                        new Studio.Size(
                                Integer.parseInt(sides[0]), Integer.parseInt(sides[1]), scale));
        try {
            if (description != null && experiment != null) {
                Path folder = experiment.toAbsolutePath().getParent();
                studio.shootRun(description, folder == null ? Path.of(".") : folder);
            }
            if (results != null) {
                studio.shootResults(results.toAbsolutePath());
            }
            if (description != null || results != null) {
                studio.shootExamples();
                if (!ownText.isBlank()) {
                    studio.shootOwnText(ownText);
                }
                studio.shootModes();
                studio.shootPatterning(verify);
                studio.shootDevelopment();
                studio.shootSampling();
            }
            studio.shootLibrary();
        } finally {
            studio.close();
        }
        return ExitCodes.OK;
    }

    private RuntimeException wrong(String sentence) {
        return spec == null
                ? new IllegalArgumentException(sentence)
                : new ParameterException(spec.commandLine(), sentence);
    }
}
