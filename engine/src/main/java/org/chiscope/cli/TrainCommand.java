package org.chiscope.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.chiscope.training.LogLine;
import org.chiscope.training.Measure;
import org.chiscope.training.TrainingPlan;
import org.chiscope.training.TrainingRun;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code chiscope train}: from a training plan to a model folder. */
@Command(
        name = "train",
        description = {
            "Trains a model by a plan and writes a model folder: data, weights, logs and"
                    + " checkpoints.",
            "The same plan gives the same weights, whatever the number of workers. Interrupted with"
                    + " Ctrl-C or killed, the same command goes on from the last line of its log."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.UNEXPECTED_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.INPUT_TEXT,
            ExitCodes.INTERRUPTED_TEXT
        })
final class TrainCommand implements Callable<Integer> {

    @Parameters(paramLabel = "PLAN.json", description = "The training plan.")
    private @Nullable Path plan;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "The model folder to write; created if it does not exist.")
    private @Nullable Path out;

    @Mixin private WorkersOption workers = new WorkersOption();

    @Spec private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (plan == null || out == null || spec == null) {
            throw new IllegalStateException("picocli fills required parameters.");
        }
        PrintWriter text = spec.commandLine().getOut();
        TrainingPlan read = TrainingPlan.read(plan);
        Path folder = out;
        Files.createDirectories(folder);
        TrainingRun run = TrainingRun.prepare(read, folder);
        run.writeModelFolder();
        text.printf(
                Locale.ROOT,
                "%,d examples in %,d units; training %,d steps of %,d units%s%n",
                run.examples(),
                run.units(),
                read.optimizer().steps(),
                read.optimizer().batchSize(),
                read.variants().isEmpty()
                        ? ""
                        : ", and " + read.variants().size() + " variants as long");
        text.flush();
        AtomicBoolean cancelled = new AtomicBoolean();
        CountDownLatch saved = new CountDownLatch(1);
        Thread hook =
                new Thread(
                        () -> {
                            cancelled.set(true);
                            try {
                                saved.await();
                            } catch (InterruptedException interrupted) {
                                Thread.currentThread().interrupt();
                            }
                        });
        Runtime.getRuntime().addShutdownHook(hook);
        boolean finished;
        try {
            finished = run.train(workers.count(), cancelled::get, told -> print(text, told));
        } finally {
            saved.countDown();
        }
        if (!finished) {
            return ExitCodes.INTERRUPTED;
        }
        Runtime.getRuntime().removeShutdownHook(hook);
        text.println("The model is in " + folder + ".");
        return ExitCodes.OK;
    }

    private static void print(PrintWriter text, TrainingRun.Progress told) {
        LogLine line = told.line();
        text.printf(
                Locale.ROOT,
                "%s%3.0f %%  %s left  step %d  learning rate %.2e  training loss %.4g%s%n",
                told.variant().isEmpty() ? "" : told.variant() + "  ",
                100 * told.share(),
                Durations.text(told.secondsLeft()),
                line.step(),
                line.learningRate(),
                line.trainingLoss(),
                line.measures().stream().map(TrainCommand::words).collect(Collectors.joining()));
        text.flush();
    }

    private static String words(Measure measure) {
        return String.format(
                Locale.ROOT,
                "  %s%s %.4g",
                measure.values().length > 1 ? "best " : "",
                measure.name().replace('_', ' '),
                measure.largest());
    }
}
