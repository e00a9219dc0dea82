package org.chiscope.experiment;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.chiscope.patterning.Constraints;
import org.chiscope.patterning.Metric;
import org.chiscope.patterning.Regularization;
import org.chiscope.patterning.ResponseMatrix;
import org.chiscope.patterning.RowScaling;
import org.chiscope.patterning.Target;
import org.chiscope.response.ExampleSusceptibility;
import org.chiscope.response.Part;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.SgldSettings;

/**
 * A whole run of a {@link WideSystem} in a Java of its own, whose heap is bounded by {@code -Xmx}:
 * draws, results, opening of the results, the response to single examples, and patterning by them.
 * Tells the seconds and the most memory that each part took, a line each; heap counts what is not
 * collected yet.
 *
 * <p>{@code java -Xmx2g -cp … org.chiscope.experiment.LargeRun FOLDER EXAMPLES COMPONENTS CHAINS
 * DRAWS CONTEXT_LENGTH}
 */
final class LargeRun {
    private LargeRun() {}

    public static void main(String[] args) throws Exception {
        Path results = Path.of(args[0]);
        WideSystem system = new WideSystem(number(args, 1), number(args, 2), number(args, 5));
        Memory memory = new Memory();
        Experiment experiment =
                new Experiment(
                        "large",
                        "model",
                        Selection.all(),
                        Selection.all(),
                        new SgldSettings(1e-3, 100, 10, 64),
                        number(args, 3),
                        new ChainSettings(2, number(args, 4), 1),
                        3);
        run(ExperimentRun.create(experiment, system, results, 2));
        memory.report("sampled", results);
        ExperimentRun opened = ExperimentRun.reopen(results, system, 2);
        memory.report("opened", results);
        double away = 0;
        for (int row = 0; row < system.components().size(); row++) {
            away = Math.max(away, difference(opened, system, row));
        }
        memory.report("rows of all examples", results);
        if (!(away < 1e-6)) {
            throw new IllegalStateException("Rows are " + away + " away from the cells.");
        }
        pattern(opened, system);
        memory.report("patterning by examples", results);
    }

    private static int number(String[] args, int place) {
        return Integer.parseInt(args[place]);
    }

    private static void run(ExperimentRun run) throws InterruptedException {
        run.start();
        Snapshot last = run.awaitFinished();
        if (last.state() != RunState.FINISHED) {
            throw new IllegalStateException(last.failure(), run.cause());
        }
    }

    /** Between a cell and the mean of the responses to its pattern's examples, relative. */
    private static double difference(ExperimentRun run, WideSystem system, int row) {
        ExampleSusceptibility examples = run.examples(row).join();
        double[] each = examples.fluctuation();
        double largest = 0;
        for (int k = 0; k < 2; k++) {
            int[] pattern = system.patterns().get(k).examples();
            double mean = 0;
            double size = 0;
            for (int z : pattern) {
                mean += each[z] / pattern.length;
                size += Math.abs(each[z]) / pattern.length;
            }
            double cell =
                    run.snapshot().matrix().rows().get(row).cells().get(k).fluctuation().value();
            largest = Math.max(largest, Math.abs(mean - cell) / size);
        }
        return largest;
    }

    /** Asks for a change of the first component, the others held. */
    private static void pattern(ExperimentRun run, WideSystem system) throws ExperimentException {
        PatterningData data = new PatterningData(run.snapshot(), system, Part.FLUCTUATION);
        ResponseMatrix patterns = data.whole();
        List<Target.Wish> wishes = new ArrayList<>();
        for (int r = 0; r < patterns.components().size(); r++) {
            wishes.add(r == 0 ? new Target.Change(1e-6) : new Target.Hold());
        }
        PatternQuestion question =
                new PatternQuestion(
                        new Target(wishes),
                        Regularization.ofRank(wishes.size()),
                        Metric.EUCLIDEAN,
                        RowScaling.RAW,
                        Constraints.NONE);
        ExampleResponse response = new ExampleResponse(run, data, patterns);
        double reached = response.answer(question, response.inversion(question)).reached().value();
        if (!(Math.abs(reached - 1) < 1e-3)) {
            throw new IllegalStateException("Of the target " + reached + " is reached.");
        }
    }

    /** Samples what is used twenty times a second. */
    private static final class Memory {
        private long heap;
        private long mapped;
        private long since = System.nanoTime();

        Memory() {
            Thread.ofPlatform().daemon().start(this::watch);
        }

        private void watch() {
            try {
                while (true) {
                    look();
                    Thread.sleep(50);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private synchronized void look() {
            heap =
                    Math.max(
                            heap,
                            ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            for (BufferPoolMXBean pool :
                    ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
                mapped =
                        Math.max(
                                mapped, pool.getName().equals("mapped") ? pool.getMemoryUsed() : 0);
            }
        }

        synchronized void report(String what, Path results) throws IOException {
            look();
            long disk = 0;
            try (Stream<Path> files = Files.walk(results)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    disk += Files.size(file);
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: %.1f s, heap %d MB, mapped %d MB, results %d MB%n",
                    what,
                    (System.nanoTime() - since) * 1e-9,
                    heap >> 20,
                    mapped >> 20,
                    disk >> 20);
            heap = 0;
            mapped = 0;
            since = System.nanoTime();
        }
    }
}
