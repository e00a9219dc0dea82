package org.chiscope.app.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.chiscope.cli.WindowBenchmark.Timing;
import org.chiscope.format.FormatException;

/** Starts the window without a display, as a process of its own, until the Library is shown. */
final class Starts {
    private static final long LONGEST_SECONDS = 60;

    private final List<String> java;
    private final Class<?> main;

    /**
     * @param java the command that starts Java, with its options
     * @param main the class to be started
     */
    Starts(List<String> java, Class<?> main) {
        this.java = List.copyOf(java);
        this.main = main;
    }

    /** Java as it was started here: by the launcher, with its archive of classes. */
    static List<String> ownJava() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home", ""), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.add("-cp");
        command.add(System.getProperty("java.class.path", ""));
        return command;
    }

    /**
     * Starts the window, in turns with a command that only says the version.
     *
     * @param runs of each
     * @throws IOException with one sentence if a start fails or does not end
     */
    Timing measure(int runs) throws IOException, InterruptedException {
        double[] window = new double[runs];
        double version = Double.POSITIVE_INFINITY;
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            output(List.of(), "--version");
            version = Math.min(version, (System.nanoTime() - start) / 1e9);
            window[run] = seconds(output(List.of("-Dglass.platform=Headless", "-Dprism.order=sw")));
        }
        return new Timing(
                "start, from Java's to the Library shown", window, version, "chiscope --version");
    }

    /** What a start said when the Library was shown: milliseconds. */
    static double seconds(String output) throws FormatException {
        try {
            return Long.parseLong(output.strip()) / 1e3;
        } catch (NumberFormatException e) {
            throw new FormatException(
                    "A start of the window was to say how many milliseconds it took, but said \""
                            + output.strip()
                            + "\"; start chiscope by its launcher.",
                    e);
        }
    }

    private String output(List<String> options, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(java);
        command.addAll(options);
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
        builder.environment().put(StartTime.VARIABLE, Long.toString(System.currentTimeMillis()));
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new FormatException(
                        "A start of the window was to end by itself, but did not within "
                                + LONGEST_SECONDS
                                + " seconds; try again when the machine is less busy.");
            }
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }
}
