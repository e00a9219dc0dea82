package org.chiscope.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chiscope.data.ExampleSet;
import org.chiscope.data.Pattern;
import org.chiscope.data.PatternDefinition;
import org.chiscope.data.PatternRule;
import org.chiscope.data.PatternRules;
import org.chiscope.experiment.ComponentInfo;
import org.chiscope.experiment.ExperimentException;
import org.chiscope.experiment.ExperimentRun;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.CsvText;
import org.chiscope.response.ContextBootstrap;
import org.chiscope.response.Estimate;
import org.chiscope.response.ExampleSusceptibility;
import org.chiscope.response.PatternSupport;
import org.chiscope.system.ModelFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chiscope column}: a new pattern's column from what a result keeps of each example. */
@Command(
        name = "column",
        description = {
            "Works out the susceptibilities of a new pattern from what a result keeps of every example:"
                    + " nothing is sampled again.",
            "A rule is a JSON object as in patterns.json, such as {\"type\": \"token\", \"matches\":"
                    + " \"\\\\d+\"} or {\"type\": \"loss\", \"from\": 0.9, \"to\": 1}."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.INPUT_TEXT,
            ExitCodes.RESULTS_TEXT
        })
final class ColumnCommand implements Callable<Integer> {
    private static final String OPTION = "--rule";

    @Parameters(paramLabel = "RESULTS", description = "A results folder.")
    private @Nullable Path results;

    @Option(names = OPTION, required = true, paramLabel = "JSON", description = "The rule.")
    private String rule = "";

    @Option(names = "--csv", paramLabel = "FILE", description = "Write the column there as well.")
    private @Nullable Path csv;

    @Spec private @Nullable CommandSpec spec;

    /**
     * A cell of the column.
     *
     * @param component its row
     * @param estimates with Monte-Carlo errors
     * @param dataError of the fluctuation, nats²
     */
    private record Row(
            String component, ExampleSusceptibility.Estimates estimates, double dataError) {}

    @Override
    public Integer call() throws Exception {
        Path folder = results;
        if (spec == null || folder == null) {
            throw new IllegalStateException("picocli fills required parameters.");
        }
        PatternRule read = PatternRules.read(rule, Path.of(OPTION), "new");
        ModelFolder.Opened model =
                ModelFolder.read(Results.experiment(folder).modelFolder(folder)).open();
        ExperimentRun run = ExperimentRun.reopen(folder, model.system(), 1);
        Pattern pattern = pattern(read, model.examples());
        int[] contexts = model.system().contextOfExample();
        ContextBootstrap bootstrap =
                new ContextBootstrap(
                        contexts,
                        model.system().baseExamples(),
                        List.of(pattern.examples()),
                        ContextBootstrap.RESAMPLES,
                        run.snapshot().experiment().seed());
        List<Row> rows = rows(run, pattern, bootstrap);
        PatternSupport support = PatternSupport.of(pattern.examples(), contexts);
        print(spec.commandLine().getOut(), support, rows);
        if (csv != null) {
            AtomicFiles.writeString(csv, table(rows));
        }
        return ExitCodes.OK;
    }

    private static Pattern pattern(PatternRule rule, @Nullable ExampleSet examples)
            throws ExperimentException {
        if (examples == null) {
            throw new ExperimentException(
                    "A rule finds examples of a network's data, but this result is of a physical"
                            + " system.");
        }
        try {
            return PatternRules.evaluate(
                            List.of(new PatternDefinition("new", "new", rule.toString(), rule)),
                            examples)
                    .getFirst();
        } catch (IllegalArgumentException unfit) {
            throw new ExperimentException(String.valueOf(unfit.getMessage()), unfit);
        }
    }

    private static List<Row> rows(ExperimentRun run, Pattern pattern, ContextBootstrap bootstrap)
            throws ExperimentException {
        List<Row> rows = new ArrayList<>();
        List<ComponentInfo> components = run.snapshot().components();
        for (int c = 0; c < components.size(); c++) {
            ExampleSusceptibility examples = ExperimentException.await(run.examples(c));
            rows.add(
                    new Row(
                            components.get(c).name(),
                            examples.pattern(pattern.examples()),
                            bootstrap.errors(examples.fluctuation())[0]));
        }
        return rows;
    }

    private static void print(PrintWriter out, PatternSupport support, List<Row> rows) {
        out.printf(
                Locale.ROOT,
                "%,d examples in %,d contexts%n%n%-16s %12s %9s %9s  %12s %12s  nats²%n",
                support.tokens(),
                support.contexts(),
                "",
                "fluctuation",
                "± chains",
                "± data",
                "shift",
                "joint");
        for (Row row : rows) {
            Estimate fluctuation = row.estimates().fluctuation();
            out.printf(
                    Locale.ROOT,
                    "%-16s %12s %9s %9s  %12s %12s%n",
                    row.component(),
                    PatternReport.known("%+.3e", fluctuation.value()),
                    PatternReport.known("%.1e", fluctuation.monteCarloError()),
                    PatternReport.known("%.1e", row.dataError()),
                    PatternReport.known("%+.3e", row.estimates().shift().value()),
                    PatternReport.known("%+.3e", row.estimates().joint().value()));
        }
    }

    private static String table(List<Row> rows) {
        StringBuilder text =
                new StringBuilder(
                        "component,fluctuation,fluctuation_se,fluctuation_data_se,shift,shift_se,joint,"
                                + "joint_se\n");
        for (Row row : rows) {
            text.append(CsvText.quoted(row.component()));
            for (double value :
                    new double[] {
                        row.estimates().fluctuation().value(),
                        row.estimates().fluctuation().monteCarloError(),
                        row.dataError(),
                        row.estimates().shift().value(),
                        row.estimates().shift().monteCarloError(),
                        row.estimates().joint().value(),
                        row.estimates().joint().monteCarloError()
                    }) {
                text.append(',').append(Double.isNaN(value) ? "" : String.valueOf(value));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
