package org.chiscope.experiment;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.chiscope.response.ExampleSusceptibility;
import org.chiscope.sampling.ChainSettings;
import org.chiscope.sampling.SgldSettings;

/**
 * A whole run of a {@link WideSystem} in a Java of its own, whose heap is bounded by {@code -Xmx}:
 * draws, results, opening of the results, and the response to single examples. Tells the memory and
 * the seconds that each part took, a line each.
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
        System.out.printf(Locale.ROOT, "largest difference from the cells: %.1e%n", away);
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

    /** Samples what is used twenty times a second. */
    private static final class Memory {
        private volatile long heap;
        private volatile long live;
        private volatile long mapped;
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
            long after = 0;
            for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
                MemoryUsage collected = pool.getCollectionUsage();
                after +=
                        pool.getType() == MemoryType.HEAP && collected != null
                                ? collected.getUsed()
                                : 0;
            }
            live = Math.max(live, after);
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
                    "%s: %.1f s, heap %d MB (%d MB after collections), mapped %d MB, results %d MB%n",
                    what,
                    (System.nanoTime() - since) * 1e-9,
                    heap >> 20,
                    live >> 20,
                    mapped >> 20,
                    disk >> 20);
            heap = 0;
            live = 0;
            mapped = 0;
            since = System.nanoTime();
        }
    }
}
