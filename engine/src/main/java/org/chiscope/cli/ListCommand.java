package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chiscope.experiment.Experiment;
import org.chiscope.format.FormatException;
import org.chiscope.system.ModelConfig;
import org.chiscope.system.ModelFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code chiscope list}: the sample models. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists the sample models and their experiments.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.OK_TEXT, ExitCodes.USAGE_TEXT, ExitCodes.INPUT_TEXT})
final class ListCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (spec == null) {
            throw new IllegalStateException("The command line was not parsed.");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        List<Path> folders = SampleModels.all();
        if (folders.isEmpty()) {
            out.println("There are no models in " + SampleModels.folder() + ".");
        }
        int code = ExitCodes.OK;
        for (Path folder : folders) {
            try {
                print(out, ModelFolder.read(folder));
            } catch (FormatException e) {
                // One bad model does not hide the others.
                err.println(e.getMessage());
                code = ExitCodes.INPUT;
            }
        }
        return code;
    }

    private static void print(PrintWriter out, ModelFolder model) throws IOException {
        ModelConfig config = model.config();
        out.println(model.folder().getFileName());
        out.println("  " + config.title() + ". " + config.description());
        out.printf(
                Locale.ROOT,
                "  %s, %,d parameters, %.1f MB%n",
                config.architecture().summary(),
                config.architecture().parameters(),
                model.bytes() / 1e6);
        Path experiment = model.folder().resolve(Experiment.FILE_NAME);
        if (Files.exists(experiment)) {
            out.println("  sample it: chiscope run " + experiment + " --out DIR");
        }
    }
}
