package org.chiscope.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.chiscope.experiment.Snapshot;
import org.chiscope.experiment.Versions;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code chiscope bench} has found: each thing is printed at once, and kept for JSON. */
final class BenchReport {
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final ObjectNode root = JsonMapper.shared().createObjectNode();
    private final ArrayNode results = root.putArray("results");
    private final PrintWriter console;

    BenchReport(PrintWriter console) {
        this.console = console;
        int processors = Runtime.getRuntime().availableProcessors();
        root.put("chiscope", Versions.program());
        root.put("java", Versions.java());
        root.put("kernels", Versions.kernels());
        root.put("processors", processors);
        line(
                "Chiscope %s, Java %s; kernels: %s; %d processors.%n",
                Versions.program(), Versions.java(), Versions.kernels(), processors);
    }

    /** All of it. */
    String json() {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(root);
    }

    /** Prints a line, or words on what follows. */
    void line(String format, Object... values) {
        console.printf(Locale.ROOT, format, values);
        console.println();
        console.flush();
    }

    /**
     * @param peak GFLOP/s that speeds are compared with; NaN for none
     */
    void measured(List<Benchmark.Measured> all, double peak) {
        line("%-20s %-46s %12s %23s %9s %6s", "", "", "median", "least – most", "GFLOP/s", "peak");
        for (Benchmark.Measured one : all) {
            double[] seconds = one.seconds();
            double speed = one.gigaflops();
            boolean counted = !Double.isNaN(speed);
            line(
                    "%-20s %-46s %12s %23s %9s %6s",
                    one.benchmark().group(),
                    one.benchmark().name(),
                    time(one.median()),
                    time(seconds[0]) + " – " + time(seconds[seconds.length - 1]),
                    counted ? String.format(Locale.ROOT, "%.1f", speed) : "",
                    counted && !Double.isNaN(peak)
                            ? String.format(Locale.ROOT, "%.0f %%", 100 * speed / peak)
                            : "");
            ObjectNode node = results.addObject();
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
    }

    /**
     * @param rates steps a second of 1, 2, … workers
     */
    void scaling(double[] rates) {
        ArrayNode array = root.putArray("workers");
        for (int i = 0; i < rates.length; i++) {
            line(
                    "%d %-12s %8.1f steps/s of the full ensemble, %.2f times one",
                    i + 1, i == 0 ? "worker" : "workers", rates[i], rates[i] / rates[0]);
            ObjectNode node = array.addObject();
            node.put("workers", i + 1);
            node.put("stepsPerSecond", rates[i]);
            node.put("timesOne", rates[i] / rates[0]);
        }
    }

    /** Each axis with its sizes, the seconds, and the exponents. */
    void growth(List<Growth> growths, int rounds) {
        line(
                "Growth of a run's seconds, one worker, %d runs of each size. The exponent is that of"
                        + " the seconds beyond the smallest%n"
                        + "run's against the size beyond its: what every run costs (full ensemble,"
                        + " burn-in, results) takes no part. 1 is linear.",
                rounds);
        ArrayNode array = root.putArray("growth");
        for (Growth growth : growths) {
            int[] sizes = growth.axis().sizes();
            line(
                    "%-22s%s   exponent",
                    growth.axis().name(),
                    IntStream.of(sizes)
                            .mapToObj(size -> String.format(Locale.ROOT, "%,10d", size))
                            .collect(Collectors.joining()));
            ObjectNode node = array.addObject();
            node.put("name", growth.axis().name());
            node.set("sizes", JsonMapper.shared().valueToTree(sizes));
            grown(node, "median", growth, growth.medians());
            grown(node, "least", growth, growth.least());
        }
    }

    private void grown(ObjectNode node, String key, Growth growth, double[] seconds) {
        PowerLaw law = growth.law(seconds);
        line(
                "  %-20s%s   %.2f ± %.2f",
                key,
                DoubleStream.of(seconds)
                        .mapToObj(each -> String.format(Locale.ROOT, "%10s", time(each)))
                        .collect(Collectors.joining()),
                law.exponent(),
                law.standardError());
        node.set(key + "Seconds", JsonMapper.shared().valueToTree(seconds));
        node.put(key + "Exponent", law.exponent());
        node.put(key + "StandardError", law.standardError());
    }

    /** What the window takes, each beside what it is to be compared with. */
    void window(List<WindowBenchmark.Timing> timings) {
        line("%-58s %12s %12s", "The window", "median", "most");
        ArrayNode array = root.putArray("window");
        for (WindowBenchmark.Timing timing : timings) {
            double median = Benchmark.median(timing.seconds());
            double most = Arrays.stream(timing.seconds()).max().orElse(Double.NaN);
            line(
                    "%-58s %12s %12s   %.2f times %s (%s)",
                    timing.name(),
                    time(median),
                    time(most),
                    median / timing.scale(),
                    timing.scaleName(),
                    time(timing.scale()));
            ObjectNode node = array.addObject();
            node.put("name", timing.name());
            node.put("seconds", median);
            node.put("mostSeconds", most);
            node.put("scale", timing.scaleName());
            node.put("timesScale", median / timing.scale());
        }
    }

    /** How long the matrix of an experiment took. */
    void matrix(MatrixBenchmark matrix, int workers) {
        Snapshot last = matrix.last();
        line(
                "%s: %d components × %d patterns, %d chains × %d draws, %d workers",
                last.experiment().name(),
                last.components().size(),
                last.patterns().size(),
                last.experiment().chains(),
                last.drawsPerChain(),
                workers);
        ObjectNode node = root.putObject("matrix");
        node.put("experiment", last.experiment().name());
        node.put("components", last.components().size());
        node.put("patterns", last.patterns().size());
        node.put("draws", last.drawsMade());
        node.put("workers", workers);
        node.put("failedChains", last.failures().size());
        moment(node, "ready", "model open, checkpoint measured", matrix.ready(), matrix);
        moment(
                node,
                "firstFull",
                "first full matrix, " + MatrixBenchmark.FULL_DRAWS + " draws a cell",
                matrix.firstFull(),
                matrix);
        moment(node, "whole", "all draws, results written", matrix.whole(), matrix);
        if (!last.failures().isEmpty()) {
            line("%d chains failed, and their draws were left out.", last.failures().size());
        }
    }

    private void moment(
            ObjectNode node, String key, String words, double seconds, MatrixBenchmark matrix) {
        node.put(key + "Seconds", seconds);
        if (Double.isNaN(seconds)) {
            line("%-40s %10s", words, "never");
        } else {
            line("%-40s %8.1f s %5.0f %%", words, seconds, 100 * seconds / matrix.whole());
        }
    }

    void memory() {
        Runtime runtime = Runtime.getRuntime();
        double used = (runtime.totalMemory() - runtime.freeMemory()) / BYTES_PER_MEGABYTE;
        root.put("heapMegabytes", used);
        line("%nHeap in use: %,.0f MB.", used);
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
}
