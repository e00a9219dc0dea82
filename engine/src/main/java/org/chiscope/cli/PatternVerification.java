package org.chiscope.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.chiscope.experiment.DefaultSample;
import org.chiscope.experiment.PatternAnswer;
import org.chiscope.experiment.Verification;
import org.chiscope.response.Estimate;
import org.chiscope.system.EnergySystem;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What {@code chiscope pattern --verify} does: a picocli mixin. */
final class PatternVerification {
    private static final long SAVING_SECONDS = 60;

    @Option(
            names = "--verify",
            description =
                    "Sample again under the perturbed data, and compare what comes of it. DIR/runs"
                            + " keeps the runs: the same command again goes on where it was"
                            + " stopped.")
    private boolean wanted;

    @Option(
            names = "--steps",
            split = ",",
            paramLabel = "X",
            description = "With --verify: multiples of the target to try (default: 0.5,1).")
    private @Nullable List<Double> steps;

    @Option(
            names = "--draws",
            paramLabel = "N",
            description = "With --verify: draws of each chain (default: the result's).")
    private @Nullable Integer draws;

    @Option(
            names = "--sample",
            paramLabel = "NAMES",
            description =
                    "With --verify: components to sample, targets (those that are wanted to change)"
                            + " or all (default: all of up to 8; of more, those that are wanted to"
                            + " change and three held ones that are predicted to move most).")
    private @Nullable String sample;

    boolean wanted() {
        return wanted;
    }

    /**
     * Refuses options that go with {@code --verify} where it is missing.
     *
     * @throws IllegalArgumentException with one sentence
     */
    void check() {
        if (wanted) {
            return;
        }
        List<String> given = new ArrayList<>();
        if (steps != null) {
            given.add("--steps");
        }
        if (draws != null) {
            given.add("--draws");
        }
        if (sample != null) {
            given.add("--sample");
        }
        if (!given.isEmpty()) {
            throw new IllegalArgumentException(
                    String.join(" and ", given) + " tells how to verify, so it needs --verify.");
        }
    }

    /**
     * What is to be verified of an answer.
     *
     * @param names reads names of components
     * @throws IllegalArgumentException with one sentence if it cannot be
     */
    Verification.Question question(PatternAnswer answer, PatternTargets names) {
        if (answer.solution().isZero()) {
            throw new IllegalArgumentException(
                    "There is nothing to verify: " + answer.solution().whyZero());
        }
        return answer.verification(
                steps == null ? Verification.STEPS : steps,
                sampled(answer, names),
                draws == null ? answer.data().snapshot().experiment().schedule().draws() : draws);
    }

    private List<String> sampled(PatternAnswer answer, PatternTargets names) {
        List<String> components = answer.components();
        if (sample == null) {
            return DefaultSample.of(
                    components, answer.question().target(), answer.solution().predicted());
        }
        if (sample.strip().equals("targets")) {
            return DefaultSample.targets(components, answer.question().target());
        }
        if (sample.strip().equals("all")) {
            return components;
        }
        List<String> chosen = names.names(List.of(sample));
        return components.stream().filter(chosen::contains).toList();
    }

    /**
     * Samples what is not sampled yet, and tells how it goes.
     *
     * @param folder where runs are kept
     * @param results the results folder
     * @throws InterruptedException if it was stopped
     */
    static Verification.Progress run(
            PatternAnswer answer,
            Verification.Question question,
            EnergySystem system,
            Path folder,
            Path results,
            int workers,
            PrintWriter console)
            throws IOException, InterruptedException {
        Verification verification =
                new Verification(
                        answer.data(),
                        system,
                        question,
                        folder.toAbsolutePath(),
                        results.toAbsolutePath(),
                        workers);
        console.println();
        console.println(
                "Verifying by "
                        + verification.runs()
                        + " runs of full"
                        + (system.rows() == EnergySystem.Rows.COMPONENTS
                                ? ", " + String.join(", ", question.components())
                                : "")
                        + "; "
                        + answer.data().snapshot().experiment().chains()
                        + " chains x "
                        + question.draws()
                        + " draws each.");
        console.flush();
        CountDownLatch stopped = new CountDownLatch(1);
        Thread interrupted =
                Thread.ofPlatform()
                        .name("save on interruption")
                        .unstarted(() -> stop(verification, stopped, console));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            String[] last = {""};
            return verification.run(
                    progress -> {
                        if (!progress.words().isEmpty() && !progress.words().equals(last[0])) {
                            last[0] = progress.words();
                            console.println(progress.words() + " …");
                            console.flush();
                        }
                    });
        } finally {
            stopped.countDown();
            try {
                Runtime.getRuntime().removeShutdownHook(interrupted);
            } catch (IllegalStateException e) {
                // The machine is shutting down, and the hook does its work.
            }
        }
    }

    /** What Ctrl-C does. */
    private static void stop(
            Verification verification, CountDownLatch stopped, PrintWriter console) {
        verification.cancel();
        try {
            boolean saved = stopped.await(SAVING_SECONDS, TimeUnit.SECONDS);
            console.println(
                    saved
                            ? "Interrupted; everything is saved. The same command again goes on."
                            : "Interrupted; saving takes too long, so some draws may be lost. The"
                                    + " same command again goes on.");
            console.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Prints the table and the slope. */
    static void report(Verification.Progress verified, PrintWriter console) {
        console.println();
        console.println("half  step  component               predicted            realised   away");
        for (Verification.Trial trial : verified.trials()) {
            for (int i = 0; i < verified.components().size(); i++) {
                Estimate predicted = trial.predicted().get(i);
                Estimate realised = trial.changes().get(i);
                console.printf(
                        Locale.ROOT,
                        "%-4s %5.3g  %-16s %s %s  %5s%n",
                        half(trial),
                        trial.step(),
                        verified.components().get(i),
                        PatternReport.number(predicted),
                        PatternReport.number(realised),
                        away(realised, predicted));
            }
        }
        console.println();
        for (Verification.Trial trial : verified.trials()) {
            if (!trial.counts()) {
                console.printf(
                        Locale.ROOT,
                        "Half %s, step %.3g takes no part in the slope. %s%n",
                        half(trial),
                        trial.step(),
                        trial.remark());
            }
        }
        long counted = verified.trials().stream().filter(Verification.Trial::counts).count();
        Estimate slope = verified.slope();
        if (Double.isNaN(slope.value())) {
            console.println(
                    counted == 0
                            ? "No trial counts, so there is no slope."
                            : "Nothing is predicted, so there is no slope.");
        } else {
            double width = slope.halfWidth(0.95);
            console.printf(
                    Locale.ROOT,
                    "Slope of realised on predicted: %.3f (95 %% interval %.3f to %.3f), from %d of"
                            + " %d trials; 1 where linear response holds.%n",
                    slope.value(),
                    slope.value() - width,
                    slope.value() + width,
                    counted,
                    verified.trials().size());
            Estimate expected = verified.expected();
            if (expected.monteCarloError() > 0) {
                console.printf(
                        Locale.ROOT,
                        "The size of the sampler's step and the heat of its minibatches leave a slope"
                                + " of %.3f ± %.3f, to first order; smaller steps bring it nearer to"
                                + " 1.%n",
                        expected.value(),
                        expected.monteCarloError());
            }
        }
        console.flush();
    }

    private static String half(Verification.Trial trial) {
        return trial.half() == 0 ? "A" : "B";
    }

    private static String away(Estimate realised, Estimate predicted) {
        double away = realised.away(predicted);
        return Double.isFinite(away) ? String.format(Locale.ROOT, "%+.1f", away) : "-";
    }
}
