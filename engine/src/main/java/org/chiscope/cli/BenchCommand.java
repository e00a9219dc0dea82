package org.chiscope.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.chiscope.experiment.Experiment;
import org.chiscope.experiment.ModelOpener;
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

/** {@code chiscope bench}: how fast this machine computes, as ratios of one run. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = {
            "Measures how fast this machine computes.",
            "",
            "Kernels beside what the core could do at most, a training step, a step of a toy"
                    + " model's chain, steps and draws of a model's chains, how work grows over"
                    + " workers, how a run's seconds grow with draws, examples and components, and"
                    + " what the window takes to start and to show a new matrix. All are measured"
                    + " in turns; medians and the extremes of the runs are printed. Nothing else"
                    + " should run meanwhile.",
            "",
            "Only where it is asked for, since it takes many minutes: --only matrix runs a whole"
                    + " experiment, and tells how long its first full matrix took."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            ExitCodes.OK_TEXT,
            ExitCodes.USAGE_TEXT,
            ExitCodes.INPUT_TEXT,
            ExitCodes.RESULTS_TEXT
        })
final class BenchCommand implements Callable<Integer> {
    /** A step of microseconds is known only once all that it calls is compiled for good. */
    private static final int TOY_WARM_UPS = 4;

    private static final String NO_WINDOW =
            "The window was not measured, because the engine alone has none; start chiscope by its"
                    + " launcher.";

    private final ModelOpener models;
    private final @Nullable WindowBenchmark window;

    @Spec private @Nullable CommandSpec spec;

    /** What can be measured alone. */
    enum Part {
        /** Kernels, with a training step. */
        KERNELS,
        /** Training steps beside the peak. */
        STEP,
        /** A step of the toy model's chain. */
        TOY,
        /** Steps and draws of a model. */
        CHAINS,
        /** How a run's seconds grow. */
        GROWTH,
        /** A start of the window, and updates of its matrix. */
        WINDOW,
        /** A whole experiment; only where it is asked for. */
        MATRIX
    }

    @Option(
            names = "--only",
            paramLabel = "PART",
            description =
                    "Measure this alone: kernels (with the training step), step, toy, chains,"
                            + " growth, window, or matrix.")
    private @Nullable Part only;

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            description =
                    "Whose chains are measured, and whose experiment.json with --only matrix: a"
                            + " model's folder, or the name of a sample model (default:"
                            + " ${DEFAULT-VALUE}).")
    private String model = "language-model";

    @Option(
            names = "--experiment",
            paramLabel = "FILE",
            description = "With --only matrix: run this experiment instead.")
    private @Nullable Path experiment;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "Batch size of a step (default: ${DEFAULT-VALUE}).")
    private int batchSize = 2;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Runs of each, but for a matrix (default: ${DEFAULT-VALUE}).")
    private int runs = 7;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "Calls before measuring, for each (default: ${DEFAULT-VALUE}).")
    private double warmUp = 1.5;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there as well.")
    private @Nullable Path json;

    @Mixin private WorkersOption workers = new WorkersOption();

    /**
     * @param window measures the window; null: there is none
     */
    BenchCommand(ModelOpener models, @Nullable WindowBenchmark window) {
        this.models = models;
        this.window = window;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        CommandSpec command = checked();
        // What cannot be opened is told before anything is measured.
        EnergySystem system = measures(Part.CHAINS) ? models.open(SampleModels.find(model)) : null;
        Path file = experimentFile();
        Experiment described = only == Part.MATRIX ? MatrixBenchmark.read(file) : null;
        BenchReport report = new BenchReport(command.commandLine().getOut());
        if (measures(Part.KERNELS) || only == Part.STEP) {
            List<Benchmark> kernels = new ArrayList<>();
            if (only == Part.STEP) {
                kernels.add(Benchmarks.peak());
            } else {
                kernels.addAll(Benchmarks.kernels());
            }
            kernels.add(Benchmarks.trainingStep(1));
            if (workers.count() > 1) {
                kernels.add(Benchmarks.trainingStep(workers.count()));
            }
            List<Benchmark.Measured> measured = Benchmark.measure(kernels, warmUp, runs);
            report.measured(measured, measured.getFirst().mostGigaflops());
            report.line("");
        }
        if (measures(Part.TOY)) {
            List<Benchmark.Measured> toy =
                    Benchmark.measure(List.of(Benchmarks.toyStep()), TOY_WARM_UPS * warmUp, runs);
            report.measured(toy, Double.NaN);
            report.line("%,.0f steps/s of one chain%n", 1 / toy.getFirst().median());
        }
        if (system != null) {
            report.line(
                    "Chains of %s, batches of %d, %,d examples a draw",
                    model, batchSize, system.examples());
            List<Benchmark> chains = Benchmarks.chains(system, batchSize);
            report.measured(Benchmark.measure(chains, warmUp, runs), Double.NaN);
            report.line("");
            report.scaling(rates(system));
            report.line("");
        }
        if (measures(Part.GROWTH)) {
            report.growth(Growth.measure(GrowthRuns.axes(), runs), runs);
            report.line("");
        }
        if (window != null && measures(Part.WINDOW)) {
            report.window(window.measure(runs));
        } else if (only == null) {
            report.line(NO_WINDOW);
        }
        if (described != null) {
            Path from = Experiment.folderOf(file);
            report.matrix(
                    MatrixBenchmark.run(described, from, models, workers.count()), workers.count());
        }
        report.memory();
        if (json != null) {
            AtomicFiles.writeString(json, report.json());
            report.line("Written: %s", json);
        }
        return ExitCodes.OK;
    }

    private CommandSpec checked() {
        CommandSpec command = spec;
        if (command == null) {
            throw new IllegalStateException("The command line was not parsed.");
        }
        if (runs < 1 || batchSize < 1 || !(warmUp >= 0)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--runs and --batch must be at least 1, and --warm-up at least 0");
        }
        if (experiment != null && only != Part.MATRIX) {
            throw new ParameterException(
                    command.commandLine(),
                    "--experiment is what --only matrix runs; give both, or neither");
        }
        if (only == Part.WINDOW && window == null) {
            throw new ParameterException(command.commandLine(), NO_WINDOW);
        }
        return command;
    }

    private Path experimentFile() {
        return experiment != null
                ? experiment
                : SampleModels.find(model).resolve(Experiment.FILE_NAME);
    }

    private boolean measures(Part part) {
        return only == null || only == part;
    }

    /** Steps a second of independent chains, of 1, 2, … each on a thread of its own. */
    private double[] rates(EnergySystem system) throws InterruptedException {
        double[] rates = new double[workers.count()];
        for (int run = 0; run < runs; run++) {
            for (int i = 0; i < rates.length; i++) {
                rates[i] = Math.max(rates[i], rate(system, i + 1));
            }
        }
        return rates;
    }

    private double rate(EnergySystem system, int count) throws InterruptedException {
        long[] steps = new long[count];
        long until = System.nanoTime() + (long) (1e9 * Math.max(0.2, warmUp / 2));
        long start = System.nanoTime();
        List<Runnable> chains = new ArrayList<>();
        for (int worker = 0; worker < count; worker++) {
            int place = worker;
            EnergyView view = system.view(IndexSet.range(0, system.dimension()), batchSize);
            chains.add(
                    () -> {
                        float[] w = system.checkpoint();
                        float[] gradient = new float[w.length];
                        RandomStream random = RandomStream.of(8, place);
                        do {
                            view.minibatchGradient(w, random, gradient);
                            steps[place]++;
                        } while (System.nanoTime() < until);
                    });
        }
        Benchmarks.atTheSameTime(chains);
        long sum = 0;
        for (long own : steps) {
            sum += own;
        }
        return sum / ((System.nanoTime() - start) / 1e9);
    }
}
