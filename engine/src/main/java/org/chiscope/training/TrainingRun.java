package org.chiscope.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.chiscope.format.AtomicFiles;
import org.chiscope.format.FormatException;
import org.chiscope.network.Network;
import org.chiscope.system.ModelConfig;

/**
 * From a {@link TrainingPlan} to a model folder: data, weights, checkpoints and logs, of the plan's
 * own training and then of its variants. A killed run continues from the last line of its log and
 * ends in the same weights.
 */
public final class TrainingRun {
    private final TrainingPlan plan;
    private final Path folder;
    private final TrainingSet set;
    private final List<TrainingJob> jobs = new ArrayList<>();

    private TrainingRun(TrainingPlan plan, Path folder, TrainingSet set) {
        this.plan = plan;
        this.folder = folder;
        this.set = set;
        Network network = plan.model().network();
        jobs.add(new TrainingJob(plan, null, set, network, folder));
        for (Variant variant : plan.variants()) {
            jobs.add(new TrainingJob(plan, variant, set, network, folder));
        }
    }

    /**
     * Makes the data; writes nothing.
     *
     * @throws FormatException with one sentence if a text is missing, or too short for the plan, or
     *     the folder holds a training by another plan
     */
    public static TrainingRun prepare(TrainingPlan plan, Path folder) throws IOException {
        TrainingRun run = new TrainingRun(plan, folder, TrainingSet.of(plan));
        for (TrainingJob job : run.jobs) {
            job.checkState();
        }
        return run;
    }

    /**
     * Writes all of the model folder but the weights: config, data and pattern rules. Weights
     * follow from {@link #train}.
     */
    public void writeModelFolder() throws IOException {
        Files.createDirectories(folder);
        Path patterns = folder.resolve("patterns.json");
        if (!Files.exists(patterns) || !Files.isSameFile(patterns, plan.patterns())) {
            AtomicFiles.writeBytes(patterns, Files.readAllBytes(plan.patterns()));
        }
        new ModelConfig(
                        plan.title(),
                        plan.description(),
                        plan.licence(),
                        plan.model(),
                        set.write(folder))
                .write(folder);
    }

    /** Units of the sampling set. */
    public int units() {
        return set.sampling().units();
    }

    /** Examples of the sampling set. */
    public int examples() {
        return set.sampling().examples();
    }

    /**
     * How far it is.
     *
     * @param variant whose training this is; empty for the plan's own
     * @param line of its log
     * @param share of all steps of all trainings that are done, 0 … 1
     * @param secondsLeft at the present pace; NaN before that is known
     */
    public record Progress(String variant, LogLine line, double share, double secondsLeft) {}

    /**
     * Trains to the end of the plan, or until {@code cancelled}; then the states are saved and a
     * later call continues. Trainings run side by side, as many as there are workers; these share
     * the steps of one only if there are fewer trainings than workers.
     *
     * @param listener hears of each line of the logs, one at a time
     * @return whether the end was reached
     * @throws DivergedException with one sentence if a training diverges; the others stop
     */
    public boolean train(int workers, BooleanSupplier cancelled, Consumer<Progress> listener)
            throws IOException, InterruptedException {
        int sideBySide = Math.min(workers, jobs.size());
        Tracker tracker = new Tracker(plan.optimizer().steps(), jobs.size(), listener);
        AtomicBoolean halted = new AtomicBoolean();
        BooleanSupplier stops = () -> halted.get() || cancelled.getAsBoolean();
        List<Future<Boolean>> ends = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(sideBySide)) {
            for (int i = 0; i < jobs.size(); i++) {
                TrainingJob job = jobs.get(i);
                int place = i;
                ends.add(
                        pool.submit(
                                () -> {
                                    boolean done = false;
                                    try {
                                        done =
                                                job.train(
                                                        workers / sideBySide,
                                                        stops,
                                                        line -> tracker.heard(place, job, line));
                                    } finally {
                                        if (done) {
                                            tracker.finished(place);
                                        } else {
                                            halted.set(true);
                                        }
                                    }
                                    return done;
                                }));
            }
            boolean finished = true;
            try {
                for (Future<Boolean> end : ends) {
                    finished &= end.get();
                }
            } finally {
                // An interrupted wait must not last until the trainings have ended.
                halted.set(true);
            }
            return finished;
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof IOException unwritten) {
                throw unwritten;
            }
            if (failure.getCause() instanceof DivergedException diverged) {
                throw diverged;
            }
            throw new IllegalStateException(failure.getCause());
        }
    }

    /** Steps of all trainings, and their pace. */
    private static final class Tracker {
        private final long steps;
        private final long[] done;
        private final Consumer<Progress> listener;
        private double first = -1;
        private long firstAt;

        Tracker(long steps, int jobs, Consumer<Progress> listener) {
            this.steps = steps;
            this.done = new long[jobs];
            this.listener = listener;
        }

        synchronized void finished(int place) {
            done[place] = steps;
        }

        synchronized void heard(int place, TrainingJob job, LogLine line) {
            done[place] = line.step();
            double all = (double) steps * done.length;
            double sum = Arrays.stream(done).sum();
            long now = System.nanoTime();
            double left = Double.NaN;
            if (first < 0) {
                first = sum;
                firstAt = now;
            } else {
                left = (now - firstAt) * 1e-9 / (sum - first) * (all - sum);
            }
            listener.accept(new Progress(job.name(), line, sum / all, left));
        }
    }
}
