package org.chiscope.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chiscope.data.BytePairTokenizer;
import org.chiscope.data.ExampleSet;
import org.chiscope.experiment.ExperimentException;
import org.chiscope.experiment.ExperimentRun;
import org.chiscope.experiment.OwnText;
import org.chiscope.experiment.OwnTokens;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.CsvText;
import org.chiscope.response.Cell;
import org.chiscope.response.Estimate;
import org.chiscope.system.ModelFolder;
import org.chiscope.system.NetworkSystem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chiscope text}: a component's response to the tokens of a text of one's own. */
@Command(
        name = "text",
        description = {
            "Works out the susceptibility of a component to each token of a text of your own.",
            "The result's draws of that component are made once more, by the same seeds, with the text"
                    + " along. DIR keeps them: the same command goes on, or reads what is there."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.INPUT_TEXT,
            ExitCodes.RESULTS_TEXT
        })
final class TextCommand implements Callable<Integer> {
    @Spec private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "RESULTS", description = "A results folder of a language model.")
    private @Nullable Path results;

    @Parameters(paramLabel = "TEXT", description = "At most one context of the model.")
    private String text = "";

    @Option(
            names = "--component",
            required = true,
            paramLabel = "NAME",
            description = "Whose response.")
    private String component = "";

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where the draws are kept.")
    private @Nullable Path out;

    @Option(names = "--csv", paramLabel = "FILE", description = "Write the table there as well.")
    private @Nullable Path csv;

    @Mixin private WorkersOption workers = new WorkersOption();

    @Override
    public Integer call() throws Exception {
        Path folder = results;
        Path keep = out;
        if (spec == null || folder == null || keep == null) {
            throw new IllegalStateException("picocli fills required parameters.");
        }
        ModelFolder.Opened model =
                ModelFolder.read(Results.experiment(folder).modelFolder(folder)).open();
        ExampleSet.Language language =
                model.examples() == null ? null : model.examples().language();
        BytePairTokenizer tokenizer = language == null ? null : language.tokenizer();
        if (tokenizer == null || !(model.system() instanceof NetworkSystem system)) {
            throw new ExperimentException(
                    "A text needs a language model with a tokeniser, but this result is of another"
                            + " model.");
        }
        ExperimentRun run = ExperimentRun.reopen(folder, system, 1);
        OwnTokens tokens = OwnTokens.of(text, tokenizer, system);
        OwnText.Result found =
                new OwnText(
                                run.snapshot(),
                                folder.toAbsolutePath(),
                                system,
                                tokens,
                                component,
                                keep.toAbsolutePath(),
                                workers.count())
                        .sample(snapshot -> {});
        print(spec.commandLine().getOut(), tokens, found);
        if (csv != null) {
            AtomicFiles.writeString(csv, table(tokens, found));
        }
        return ExitCodes.OK;
    }

    private static void print(PrintWriter console, OwnTokens tokens, OwnText.Result found) {
        if (tokens.all() > tokens.ids().length) {
            console.printf(
                    Locale.ROOT,
                    "The first %d of %d tokens: one context.%n",
                    tokens.ids().length,
                    tokens.all());
        }
        console.printf("%-20s %8s %14s %9s  nats²%n", "", "loss", "fluctuation", "± chains");
        for (int t = 0; t < tokens.words().size(); t++) {
            Estimate fluctuation = found.cells().get(t).fluctuation();
            console.printf(
                    Locale.ROOT,
                    "%-20s %8.3f %14s %9s%n",
                    tokens.words().get(t).replace("\n", "↵").replace(' ', '·'),
                    tokens.losses()[t],
                    PatternReport.known("%+.3e", fluctuation.value()),
                    PatternReport.known("%.1e", fluctuation.monteCarloError()));
        }
        console.flush();
    }

    private static String table(OwnTokens tokens, OwnText.Result found) {
        StringBuilder table =
                new StringBuilder(
                        "token,loss,fluctuation,fluctuation_se,shift,shift_se,joint,joint_se\n");
        for (int t = 0; t < tokens.words().size(); t++) {
            Cell cell = found.cells().get(t);
            table.append(CsvText.quoted(tokens.words().get(t)))
                    .append(',')
                    .append(tokens.losses()[t]);
            for (Estimate estimate :
                    new Estimate[] {cell.fluctuation(), cell.shift(), cell.joint()}) {
                for (double number : new double[] {estimate.value(), estimate.monteCarloError()}) {
                    table.append(',').append(Double.isNaN(number) ? "" : String.valueOf(number));
                }
            }
            table.append('\n');
        }
        return table.toString();
    }
}
