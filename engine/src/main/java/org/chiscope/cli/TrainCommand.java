package org.chiscope.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
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
            "Trains a language model by a plan and writes a model folder: tokeniser, sampling set,"
                    + " evaluation set, weights, log and checkpoints.",
            "The same plan gives the same weights, whatever the number of workers. Interrupted with"
                    + " Ctrl-C or killed, the same command goes on from the last checkpoint."
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
                "%,d tokens in %,d contexts; training %,d steps of %,d contexts%n",
                (long) run.sampling().contexts() * run.sampling().length(),
                run.sampling().contexts(),
                read.optimizer().steps(),
                read.optimizer().batchSize());
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
        float @Nullable [] weights;
        try {
            weights = run.train(workers.count(), cancelled::get, line -> print(text, line));
        } finally {
            saved.countDown();
        }
        if (weights == null) {
            return ExitCodes.INTERRUPTED;
        }
        Runtime.getRuntime().removeShutdownHook(hook);
        text.println("The model is in " + folder + ".");
        return ExitCodes.OK;
    }

    private static void print(PrintWriter text, TrainingRun.LogLine line) {
        text.printf(
                Locale.ROOT,
                "step %d  %.0f s  learning rate %.2e  training loss %.3f  evaluation loss %.3f "
                        + " best prefix matching %.3f  best previous token %.3f%n",
                line.step(),
                line.seconds(),
                line.learningRate(),
                line.trainingLoss(),
                line.evaluationLoss(),
                largest(line.scores().prefixMatching()),
                largest(line.scores().previousToken()));
        text.flush();
    }

    private static double largest(double[][] scores) {
        return Arrays.stream(scores).flatMapToDouble(Arrays::stream).max().orElse(0);
    }
}
