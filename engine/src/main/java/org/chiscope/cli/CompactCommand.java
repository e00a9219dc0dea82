package org.chiscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.chiscope.experiment.ResultsCopy;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chiscope compact}: a finished result without the chains' last parameters. */
@Command(
        name = "compact",
        description = {
            "Copies a finished result without the parameters where its chains ended, which only"
                    + " adding draws needs: for results that are passed on.",
            "Of a language model that is about half of the folder. All that a result shows stays."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.OK_TEXT, ExitCodes.USAGE_TEXT, ExitCodes.RESULTS_TEXT})
final class CompactCommand implements Callable<Integer> {

    @Parameters(paramLabel = "RESULTS", description = "A results folder.")
    private @Nullable Path results;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The folder to write; must not exist.")
    private @Nullable Path out;

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (results == null || out == null || spec == null) {
            throw new IllegalStateException("The command line was not parsed.");
        }
        ResultsCopy.compact(results, out);
        spec.commandLine().getOut().println("Results: " + out);
        return ExitCodes.OK;
    }
}
