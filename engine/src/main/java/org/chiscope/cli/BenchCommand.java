package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.chiscope.experiment.ModelOpener;
import org.chiscope.experiment.Versions;
import org.chiscope.format.AtomicFiles;
import org.chiscope.math.IndexSet;
import org.chiscope.math.RandomStream;
import org.chiscope.system.EnergySystem;
import org.chiscope.system.EnergyView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code chiscope bench}: how fast this machine computes, as ratios of one run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how fast this machine computes.",
            "",
            "Kernels beside what the core could do at most, a training step, a step of a toy"
                    + " model's chain, steps and draws of a model's chains, and how work grows"
                    + " over workers. All are measured in turns;"
                    + " medians and the extremes of the runs are printed. Nothing else should run"
                    + " meanwhile."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {ExitCodes.OK_TEXT, ExitCodes.USAGE_TEXT, ExitCodes.INPUT_TEXT})
final class BenchCommand implements Callable<Integer> {
    private static final double BYTES_PER_MEGABYTE = 1e6;

    /** A step of microseconds is known only once all that it calls is compiled for good. */
    private static final int TOY_WARM_UPS = 4;

    private final ModelOpener models;

    @Spec private @Nullable CommandSpec spec;

    /** What can be measured alone. */
    enum Part {
        /** Kernels, with a training step. */
        KERNELS,
        /** A training step alone. */
        STEP,
        /** A step of the toy model's chain. */
        TOY,
        /** Steps and draws of a model. */
        CHAINS
    }

    @Option(
            names = "--only",
            paramLabel = "kernels|step|toy|chains",
            description = "Measure these alone; kernels include the training step.")
    private @Nullable Part only;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "Whose chains are measured: a model's folder, or the name of a sample model"
                            + " (default: ${DEFAULT-VALUE}).")
    private String model = "language-model";

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Batch size of a step (default: ${DEFAULT-VALUE}).")
    private int batchSize = 2;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Runs of each (default: ${DEFAULT-VALUE}).")
    private int runs = 7;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "Calls before measuring, for each (default: ${DEFAULT-VALUE}).")
    private double warmUp = 1.5;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there as well.")
    private @Nullable Path json;

    @Mixin private WorkersOption workers = new WorkersOption();

    BenchCommand(ModelOpener models) {
        this.models = models;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = spec;
        if (command == null) {
            throw new IllegalStateException("The command line was not parsed.");
        }
        if (runs < 1 || batchSize < 1 || !(warmUp >= 0)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--runs and --batch must be at least 1, and --warm-up at least 0");
        }
        PrintWriter console = command.commandLine().getOut();
        EnergySystem system = measures(Part.CHAINS) ? open() : null;
        ObjectNode root = JsonMapper.shared().createObjectNode();
        head(root, console);

        ArrayNode array = root.putArray("results");
        if (measures(Part.KERNELS)) {
            List<Benchmark> kernels = Benchmarks.kernels();
            kernels.add(Benchmarks.trainingStep());
            List<Benchmark.Measured> measured = Benchmark.measure(kernels, warmUp, runs);
            print(measured, measured.getFirst().mostGigaflops(), array, console);
            console.println();
        }
        if (only == Part.STEP) {
            List<Benchmark> step = List.of(Benchmarks.trainingStep());
            print(Benchmark.measure(step, warmUp, runs), Double.NaN, array, console);
        }
        if (measures(Part.TOY)) {
            List<Benchmark.Measured> toy =
                    Benchmark.measure(List.of(Benchmarks.toyStep()), TOY_WARM_UPS * warmUp, runs);
            print(toy, Double.NaN, array, console);
            console.printf(
                    Locale.ROOT, "%,.0f steps/s of one chain%n%n", 1 / toy.getFirst().median());
        }
        if (system != null) {
            console.printf(
                    Locale.ROOT,
                    "Chains of %s, batches of %d, %,d examples a draw%n",
                    model,
                    batchSize,
                    system.examples());
            List<Benchmark> chains = Benchmarks.chains(system, batchSize);
            print(Benchmark.measure(chains, warmUp, runs), Double.NaN, array, console);
            scaling(system, root.putArray("workers"), console);
        }
        memory(root, console);
        if (json != null) {
            AtomicFiles.writeString(
                    json,
                    JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root));
            console.println("Written: " + json);
        }
        console.flush();
        return ExitCodes.OK;
    }

    private boolean measures(Part part) {
        return only == null || only == part;
    }

    /** The model, sampled as a run would. */
    private EnergySystem open() throws IOException {
        return models.open(SampleModels.find(model));
    }

    private static void head(ObjectNode root, PrintWriter console) {
        int processors = Runtime.getRuntime().availableProcessors();
        root.put("chiscope", Versions.program());
        root.put("java", Versions.java());
        root.put("kernels", Versions.kernels());
        root.put("processors", processors);
        console.printf(
                Locale.ROOT,
                "Chiscope %s, Java %s; kernels: %s; %d processors.%n%n",
                Versions.program(),
                Versions.java(),
                Versions.kernels(),
                processors);
        console.flush();
    }

    private static void print(
            List<Benchmark.Measured> all, double peak, ArrayNode array, PrintWriter console) {
        console.printf(
                Locale.ROOT,
                "%-20s %-46s %12s %23s %9s %6s%n",
                "",
                "",
                "median",
                "least – most",
                "GFLOP/s",
                "peak");
        for (Benchmark.Measured one : all) {
            double[] seconds = one.seconds();
            double speed = one.gigaflops();
            boolean counted = !Double.isNaN(speed);
            console.printf(
                    Locale.ROOT,
                    "%-20s %-46s %12s %23s %9s %6s%n",
                    one.benchmark().group(),
                    one.benchmark().name(),
                    time(one.median()),
                    time(seconds[0]) + " – " + time(seconds[seconds.length - 1]),
                    counted ? String.format(Locale.ROOT, "%.1f", speed) : "",
                    counted && !Double.isNaN(peak)
                            ? String.format(Locale.ROOT, "%.0f %%", 100 * speed / peak)
                            : "");
            ObjectNode node = array.addObject();
            node.put("group", one.benchmark().group());
            node.put("name", one.benchmark().name());
            node.put("seconds", one.median());
            node.put("leastSeconds", seconds[0]);
            node.put("mostSeconds", seconds[seconds.length - 1]);
            if (counted) {
                node.put("gigaflops", speed);
                if (!Double.isNaN(peak)) {
                    node.put("shareOfPeak", speed / peak);
                }
            }
            if (one.benchmark().group().equals(Benchmarks.TOY)) {
                node.put("stepsPerSecond", 1 / one.median());
            }
        }
        console.flush();
    }

    private static String time(double seconds) {
        if (seconds < 1e-5) {
            return String.format(Locale.ROOT, "%.0f ns", 1e9 * seconds);
        }
        return seconds < 1e-3
                ? String.format(Locale.ROOT, "%.1f µs", 1e6 * seconds)
                : seconds < 1
                        ? String.format(Locale.ROOT, "%.2f ms", 1e3 * seconds)
                        : String.format(Locale.ROOT, "%.2f s", seconds);
    }

    /** Steps a second of independent chains, each on a thread of its own, against one of them. */
    private void scaling(EnergySystem system, ArrayNode array, PrintWriter console)
            throws InterruptedException {
        console.println();
        double alone = 0;
        for (int count = 1; count <= workers.count(); count++) {
            double rate = 0;
            for (int run = 0; run < runs; run++) {
                rate = Math.max(rate, rate(system, count));
            }
            alone = count == 1 ? rate : alone;
            console.printf(
                    Locale.ROOT,
                    "%d %-12s %8.1f steps/s of the full ensemble, %.2f times one%n",
                    count,
                    count == 1 ? "worker" : "workers",
                    rate,
                    rate / alone);
            console.flush();
            ObjectNode node = array.addObject();
            node.put("workers", count);
            node.put("stepsPerSecond", rate);
            node.put("timesOne", rate / alone);
        }
    }

    private double rate(EnergySystem system, int count) throws InterruptedException {
        long[] steps = new long[count];
        long until = System.nanoTime() + (long) (1e9 * Math.max(0.2, warmUp / 2));
        long start = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int worker = 0; worker < count; worker++) {
            int place = worker;
            EnergyView view = system.view(IndexSet.range(0, system.dimension()), batchSize);
            threads.add(
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        float[] w = system.checkpoint();
                                        float[] gradient = new float[w.length];
                                        RandomStream random = RandomStream.of(8, place);
                                        do {
                                            view.minibatchGradient(w, random, gradient);
                                            steps[place]++;
                                        } while (System.nanoTime() < until);
                                    }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long sum = 0;
        for (long own : steps) {
            sum += own;
        }
        return sum / ((System.nanoTime() - start) / 1e9);
    }

    private static void memory(ObjectNode root, PrintWriter console) {
        Runtime runtime = Runtime.getRuntime();
        double used = (runtime.totalMemory() - runtime.freeMemory()) / BYTES_PER_MEGABYTE;
        root.put("heapMegabytes", used);
        console.printf(Locale.ROOT, "%nHeap in use: %,.0f MB.%n", used);
    }
}
